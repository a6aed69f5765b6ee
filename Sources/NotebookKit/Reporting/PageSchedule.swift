import Foundation

/// The times at which the page of a running report is written although nothing changed.
package struct PageSchedule: Sendable {
  /// Seconds from one writing to the time by which the page says that it is written again.
  package var promise: Double
  /// Seconds after which a page is written again; much less than ``promise``, since a busy machine may be late.
  package var interval: Double
  /// The present time.
  package var now: @Sendable () -> Date

  package init(
    promise: Double = 60, interval: Double = 20, now: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.promise = promise
    self.interval = interval
    self.now = now
  }

  func isDue(after writing: Date) -> Bool { now().timeIntervalSince(writing) >= interval }
}
