import CKernel
import Display
import Foundation
import Synchronization

/// Lines of standard input, requested from the runner one by one.
final class StandardInput: Sendable {
  /// The only one: a process has one standard input, and C's callbacks carry no context.
  static let shared = StandardInput()

  private struct State {
    var ask: @Sendable (Int) -> Void = { _ in }
    /// True while a unit runs whose input requests are answered.
    var isOpen = false
    /// Number of units that have begun or ended.
    var turn = 0
    /// Number of requested lines.
    var count = 0
    /// The answer to the last request, once it has arrived.
    var answer: Answer?
  }

  private enum Answer { case line(String), end }

  private let state = Mutex(State())
  /// Signalled with each answer. Interruptions arrive in a signal handler, which cannot signal the condition.
  private let answered = DispatchSemaphore(value: 0)

  /// Sets `ask`, which requests a line with the given number.
  func connect(_ ask: @escaping @Sendable (Int) -> Void) {
    state.withLock { $0.ask = ask }
    ckernel_on_input { line, count in StandardInput.shared.read(line, count) }
  }

  /// Begins a unit, or the time between two.
  ///
  /// A thread that an earlier unit left, and that still waits for a line, finds the end of input.
  func begin(takesInput: Bool) {
    state.withLock { state in
      state.isOpen = takesInput
      state.turn += 1
    }
  }

  /// Stores an answer; an answer that is no longer awaited is dropped.
  ///
  /// - Parameter line: The line without its end; nil for the end of input.
  func answer(_ line: String?, to number: Int) {
    let isWanted = state.withLock { state in
      guard state.count == number, state.answer == nil else { return false }
      state.answer = line.map { .line($0) } ?? .end
      return true
    }
    if isWanted { answered.signal() }
  }

  private func read(
    _ line: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, _ count: UnsafeMutablePointer<Int>?
  ) -> ckernel_input_answer {
    let question = state.withLock { state -> (ask: @Sendable (Int) -> Void, number: Int, turn: Int)? in
      guard state.isOpen else { return nil }
      state.count += 1
      state.answer = nil
      return (state.ask, state.count, state.turn)
    }
    guard let question else { return ckernel_input_answered }
    question.ask(question.number)
    while true {
      // A signal may be left from a late answer to the previous prompt.
      if answered.wait(timeout: .now() + .milliseconds(50)) == .success, let answer = state.withLock({ $0.answer }) {
        if case .line(let text) = answer {
          let (memory, size) = Self.copy(text + "\n")
          line?.pointee = memory
          count?.pointee = size
        }
        return ckernel_input_answered
      }
      let isOver = state.withLock { $0.turn != question.turn }
      guard isOver || Interruption.isRequested else { continue }
      // An answer that arrives from now on belongs to no question.
      state.withLock { $0.count += 1 }
      return isOver ? ckernel_input_answered : ckernel_input_interrupted
    }
  }

  /// A text in memory that C frees, and its bytes.
  private static func copy(_ text: String) -> (UnsafeMutablePointer<CChar>?, Int) {
    let bytes = Array(text.utf8)
    let memory = malloc(bytes.count)
    memory?.copyMemory(from: bytes, byteCount: bytes.count)
    return (memory?.assumingMemoryBound(to: CChar.self), memory == nil ? 0 : bytes.count)
  }
}
