import Foundation
import Synchronization

/// The tools that run for one purpose, to be ended together.
package final class ToolGroup: Sendable {
  private struct State {
    var processes: Set<pid_t> = []
    var isEnded = false
  }

  private let state = Mutex(State())
  private let signal: Int32

  /// - Parameter signal: The reason for ending its tools.
  package init(endedBy signal: Int32 = SIGKILL) { self.signal = signal }

  /// The group of the tools that this thread or task starts; nil if they cannot be ended together.
  @TaskLocal static var current: ToolGroup?

  /// True once ``end()`` was called.
  var isEnded: Bool { state.withLock { $0.isEnded } }

  /// Runs `body`, whose tools belong to this group.
  ///
  /// - Throws: `CancellationError` if a tool was killed by ``end()``, and the error that `body` throws.
  package func run<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try Self.$current.withValue(self, operation: body)
    } catch is ToolProcess.Killed where isEnded {
      throw CancellationError()
    }
  }

  /// Ends the tools that run, and each that is started from now on.
  package func end() {
    state.withLock { state in
      state.isEnded = true
      for process in state.processes { kill(process, signal) }
    }
  }

  func began(_ process: pid_t) {
    state.withLock { state in
      state.processes.insert(process)
      if state.isEnded { kill(process, signal) }
    }
  }

  /// Notes that a tool is about to be collected.
  func ended(_ process: pid_t) { _ = state.withLock { $0.processes.remove(process) } }
}
