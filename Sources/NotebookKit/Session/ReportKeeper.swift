import Synchronization

/// A front that keeps the latest report, for those who want it when the session is over.
package final class ReportKeeper: SessionFront {
  private let latest = Mutex<Report?>(nil)

  package init() {}

  /// The report after the latest event; nil before the first.
  package var report: Report? { latest.withLock { $0 } }

  package func observe(_ event: SessionEvent, report: Report) { latest.withLock { $0 = report } }
}
