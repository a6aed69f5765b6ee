import Files
import Foundation

/// The state of the session in the bar of the page.
package enum SessionStatus: Equatable, Sendable {
  case idle
  /// The kernel starts.
  case starting
  /// - Parameter cell: The cell's index, from 0.
  case running(cell: Int, since: Date)
  /// The kernel is gone.
  ///
  /// - Parameter reason: Sentences that give the reason and the lost state.
  case stopped(reason: String)

  var json: JSON {
    switch self {
    case .idle: ["kind": "idle", "text": "Idle"]
    case .starting: ["kind": "starting", "text": "Starting the kernel"]
    case .running(let cell, let since):
      ["kind": "running", "text": .string("Running cell \(cell + 1)"), "since": .integer(since.milliseconds)]
    case .stopped(let reason): ["kind": "stopped", "text": .string(reason)]
    }
  }
}

extension Date {
  /// Milliseconds since 1970, as in scripts.
  var milliseconds: Int { Int((timeIntervalSince1970 * 1000).rounded()) }
}
