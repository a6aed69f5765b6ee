import Display
import Foundation
import NotebookKit

/// The bars of a cell, each a display that is updated at most ten times per second.
package struct ProgressDisplay {
  /// A bar to be shown, or shown again.
  package struct Change: Equatable {
    package var report: ProgressReport
    package var isNew: Bool
  }

  private struct Bar {
    var waiting: ProgressReport?
    var sent: ContinuousClock.Instant
  }

  private var bars: [String: Bar] = [:]
  package static let interval = Duration.milliseconds(100)

  package init() {}

  /// True if a report waits.
  package var isWaiting: Bool { bars.values.contains { $0.waiting != nil } }

  /// Receives a report; nil if it is to wait.
  package mutating func take(_ report: ProgressReport, at now: ContinuousClock.Instant) -> Change? {
    guard let bar = bars[report.id] else {
      bars[report.id] = Bar(sent: now)
      return Change(report: report, isNew: true)
    }
    guard report.isFinished || now - bar.sent >= Self.interval else {
      bars[report.id]?.waiting = report
      return nil
    }
    bars[report.id] = Bar(sent: now)
    return Change(report: report, isNew: false)
  }

  /// The reports that have waited, in the order of their bars.
  package mutating func waiting(at now: ContinuousClock.Instant) -> [Change] {
    let reports = bars.values.compactMap(\.waiting).sorted { $0.id < $1.id }
    for report in reports { bars[report.id] = Bar(sent: now) }
    return reports.map { Change(report: $0, isNew: false) }
  }
}

extension ProgressReport {
  /// The bar as text and as HTML.
  package var bundle: MIMEBundle {
    let count = total.map { "\(completed)/\($0)" } ?? "\(completed)"
    let words = [label, count, remark].filter { !$0.isEmpty }
    let fraction = total.map { $0 > 0 ? min(1, max(0, Double(completed) / Double($0))) : 1 }
    let width = 24
    let bar = fraction.map { part in
      let filled = Int((part * Double(width)).rounded())
      return "[" + String(repeating: "█", count: filled) + String(repeating: "·", count: width - filled) + "] "
    }
    let value = fraction.map { " value=\"\($0)\"" } ?? ""
    let text = words.joined(separator: "  ")
    return MIMEBundle(plainText: (bar ?? "") + text)
      .adding("<progress max=\"1\"\(value)></progress> <code>\(text.escapedForHTML)</code>", as: .html)
  }
}
