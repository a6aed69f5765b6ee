import ArgumentParser
import CProcess
import Foundation
import NotebookKit
import Synchronization

/// Ends the run in order at every signal that would end the process: Ctrl-C, a closed terminal, `timeout`, a limit of CI.
///
/// The first signal interrupts the running cell, a second one ends its kernel at once; both leave a finished report. A
/// third one ends the process as usual. Signals within half a second count as one: `timeout` signals its child
/// and then the child's group, and a terminal that closes signals twice.
final class InterruptHandler: Sendable {
  private struct State {
    var work: (any Interruptible)?
    var count = 0
    var last = ContinuousClock.now
  }

  private let state = Mutex(State())

  /// Takes over the signals for the rest of the process's life.
  init() {
    var ends: [Int32] = [-1, -1]
    guard process_pipe(&ends) == 0 else { return }
    process_catch_requests(ends[1])
    let input = ends[0]
    Thread.detachNewThread { [self] in
      var number: UInt8 = 0
      while true {
        let count = read(input, &number, 1)
        if count == 1 { take(Int32(number)) } else if count == 0 || errno != EINTR { return }
      }
    }
  }

  /// Makes early signals, before a command watches for them, end the process as interrupted.
  static func prepare() { process_exit_at_requests(ExitStatus.interrupted.rawValue) }

  /// True if the run was asked to end.
  var wasAsked: Bool { process_was_asked() != 0 }

  /// The status of work that an error ended. After a request, the request counts as the cause: an error that follows,
  /// for example of a compiler that got the same signal, is its consequence.
  func status(after error: any Error) -> ExitCode { wasAsked ? ExitStatus.interrupted : ExitStatus.couldNotBegin }

  /// Forwards requests to the current work, at once if one came before.
  func watch(_ work: (any Interruptible)?) {
    let wasAsked = state.withLock { state in
      state.work = work
      return state.count > 0
    }
    if wasAsked { work?.interrupt() }
  }

  private func take(_ signal: Int32) {
    let (count, work) = state.withLock { state in
      if state.count > 0, ContinuousClock.now - state.last < .milliseconds(500) { return (0, state.work) }
      state.count += 1
      state.last = .now
      return (state.count, state.work)
    }
    switch count {
    case 0: break
    case 1: work?.interrupt()
    case 2: work?.interruptAtOnce()
    default: process_take_default(signal)
    }
  }
}

/// Work that can be ended in order.
protocol Interruptible: Sendable {
  func interrupt()
  /// Ends the work without waiting for the running cell.
  func interruptAtOnce()
}

extension Session: Interruptible {}

extension NotebookChecker: Interruptible {
  func interrupt() { cancel() }
  func interruptAtOnce() { cancel() }
}

extension DependencyBuilder: Interruptible {
  func interrupt() { cancel() }
  func interruptAtOnce() { cancel() }
}
