import Display
import Foundation
import KernelProtocol
import NotebookKit
import Synchronization

/// A kernel without a process: each module of the script has the outputs that follow its request.
///
/// A module whose outputs do not finish it runs until the kernel is interrupted or ended.
final class FakeKernel: Kernel {
  private struct State {
    var requests: [KernelUnit] = []
    var loads: [KernelUnit] = []
    var interruptions = 0
    var hasEnded = false
    var hasTakenLeave = false
    var residentBytes: Int? = 1 << 20
    var processCount = 1
  }

  private let script: [String: [KernelOutput]]
  private let whenInterrupted: [KernelOutput]
  private let leaving: ProcessEnd
  private let outputs: AsyncStream<KernelOutput>
  private let continuation: AsyncStream<KernelOutput>.Continuation
  private let state = Mutex(State())

  /// - Parameters:
  ///   - script: Outputs by module; a module that is not named returns at once.
  ///   - starting: Outputs before the first request.
  ///   - leaving: Its end when it is asked to take leave of other ranks.
  init(
    _ script: [String: [KernelOutput]] = [:], starting: [KernelOutput] = [.message(.ready)],
    whenInterrupted: [KernelOutput] = [], leaving: ProcessEnd = .exited(0)
  ) {
    self.script = script
    self.leaving = leaving
    self.whenInterrupted = whenInterrupted
    (outputs, continuation) = AsyncStream.makeStream(of: KernelOutput.self)
    say(starting)
  }

  private func say(_ outputs: [KernelOutput]) {
    for output in outputs {
      continuation.yield(output)
      if case .ended = output { continuation.finish() }
    }
  }

  func send(_ request: KernelRequest) {
    if case .finish = request {
      state.withLock { $0.hasTakenLeave = true }
      say([.ended(leaving)])
    }
    guard case .execute(let unit) = request else { return }
    guard unit.runs else {
      state.withLock { $0.loads.append(unit) }
      return say([.returns])
    }
    state.withLock { $0.requests.append(unit) }
    say(script[unit.entry.replacingOccurrences(of: "etude_", with: "")] ?? [.message(.finished(.returned))])
  }

  func next() async -> KernelOutput? {
    var iterator = outputs.makeAsyncIterator()
    return await iterator.next()
  }

  func whenEnded(_ action: @escaping @Sendable () -> Void) {}
  func interrupt() {
    state.withLock { $0.interruptions += 1 }
    say(whenInterrupted)
  }

  func end() {
    state.withLock { $0.hasEnded = true }
    say([.ended(.signalled(15))])
  }

  func endAndWait() async { end() }

  var residentBytes: Int? {
    get { state.withLock { $0.residentBytes } }
    set { state.withLock { $0.residentBytes = newValue } }
  }

  var processCount: Int {
    get { state.withLock { $0.processCount } }
    set { state.withLock { $0.processCount = newValue } }
  }

  var requests: [KernelUnit] { state.withLock { $0.requests } }
  /// The modules that were executed, in order.
  var modules: [String] { requests.map { $0.entry.replacingOccurrences(of: "etude_", with: "") } }
  /// The modules that were only loaded, in order.
  var loadedModules: [String] {
    state.withLock { $0.loads }.map { $0.entry.replacingOccurrences(of: "etude_", with: "") }
  }
  var interruptions: Int { state.withLock { $0.interruptions } }
  var hasEnded: Bool { state.withLock { $0.hasEnded } }
  /// True if it was asked to take leave of other ranks.
  var hasTakenLeave: Bool { state.withLock { $0.hasTakenLeave } }
}

extension KernelOutput {
  static let returns = KernelOutput.message(.finished(.returned))
  static let traps = [
    KernelOutput.stream(.stderr, Data("Cell_1/note.md:1: Fatal error: end\n".utf8)),
    .crash(CrashReport(signal: 4, words: "Cell_1/note.md:1: Fatal error: end")),
    .ended(.signalled(4)),
  ]

  static func prints(_ text: String) -> KernelOutput { .stream(.stdout, Data(text.utf8)) }

  static func throwing(_ text: String, at places: [CodePlace] = []) -> KernelOutput {
    .message(.finished(.threw(type: "Broken", description: text, interrupted: false, trace: places)))
  }
}
