import Foundation

/// The state of a cell on a page that follows a session.
package enum CellLiveState: Equatable, Sendable {
  /// It runs when those before it have.
  case queued
  case compiling
  /// - Parameter progress: The finished fraction, from 0 to 1, if the cell reports it.
  case running(since: Date, progress: Double?)
  /// The outputs are those of the current source and inputs.
  case fresh
  /// The outputs belong to another source or other inputs.
  ///
  /// - Parameters:
  ///   - reason: A sentence, as in `hop changed in cell 3.`
  ///   - lastRun: Seconds of the last run; nil if there was none.
  case stale(reason: String, lastRun: Double?)
  case failed
  /// The outputs come from an earlier session.
  case kept(from: Date)
}
