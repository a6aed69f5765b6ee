import Foundation

/// The times at which the page of a running report is written.
package struct PageSchedule: Sendable {
  /// Seconds from one writing to the time by which the page says that it is written again.
  package var promise: Double
  /// Seconds after which a page is written again; much less than ``promise``, since a busy machine may be late.
  package var interval: Double
  /// The fraction of a run's time that the writing of pages may take; a burst of short cells is written as one.
  package var share: Double
  /// Seconds by which a page is behind its run at most.
  package var delay: Double
  /// The present time.
  package var now: @Sendable () -> Date

  package init(
    promise: Double = 60, interval: Double = 20, share: Double = 0.1, delay: Double = 0.25,
    now: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.promise = promise
    self.interval = interval
    self.share = share
    self.delay = delay
    self.now = now
  }

  func isDue(after writing: Date) -> Bool { !(0..<interval).contains(now().timeIntervalSince(writing)) }

  /// True if a change waits for further ones, since the writing before it took `seconds`.
  func waits(after writing: Date, thatTook seconds: Double) -> Bool {
    // A clock that was set back holds nothing up.
    (0..<max(0, min(seconds / share, delay))).contains(now().timeIntervalSince(writing))
  }
}
