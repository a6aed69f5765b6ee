import Foundation

/// Shows the states of cells on the page of a server: an icon, a word, the reason, the time and the available actions.
struct CellStateRenderer {
  let cells: [Cell]

  func state(_ state: CellLiveState, ofCell index: Int) -> PageParts.CellState {
    let line = Line(state)
    var html =
      "<span class=\"word\"><span class=\"icon\" aria-hidden=\"true\">\(line.icon)</span> \(line.word)</span>\n"
    if !line.remark.isEmpty { html += "<span class=\"remark\">\(line.remark)</span>\n" }
    switch state {
    case .queued, .compiling, .running: html += Self.button("interrupt", "Interrupt", index)
    case .fresh, .stale, .failed, .kept:
      if cells[safe: index]?.options.eval == true { html += Self.button("run", "Run", index) }
    }
    return PageParts.CellState(
      cell: cells[safe: index].map(CellRenderer.identifier) ?? "", kind: line.kind, html: html)
  }

  private static func button(_ command: String, _ word: String, _ index: Int) -> String {
    "<button type=\"button\" data-command=\"\(command)\" aria-label=\"\(word) cell \(index + 1)\">\(word)</button>\n"
  }

  /// The words and the icon of the line. Icons differ in shape, so that colour is not needed.
  private struct Line {
    var kind: String
    var icon: String
    var word: String
    /// HTML.
    var remark = ""

    init(_ state: CellLiveState) {
      switch state {
      case .queued: (kind, icon, word) = ("queued", "…", "Queued")
      case .compiling: (kind, icon, word) = ("compiling", "⚙\u{FE0E}", "Compiling")
      case .running(let since, let progress):
        (kind, icon, word) = ("running", "▶\u{FE0E}", "Running")
        remark = "<span class=\"clock\" data-since=\"\(Int((since.timeIntervalSince1970 * 1000).rounded()))\"></span>"
        if let progress, progress.isFinite {
          let percent = Int((min(max(progress, 0), 1) * 100).rounded())
          remark += " <progress value=\"\(percent)\" max=\"100\" aria-label=\"Progress\"></progress> \(percent) %"
        }
      case .fresh: (kind, icon, word) = ("fresh", "✓", "Fresh")
      case .stale(let reason, let seconds):
        (kind, icon, word) = ("stale", "○", "Stale")
        remark = reason.escapedForHTML
        if let seconds { remark += " The last run took \(PageFrame.text(seconds: seconds))." }
      case .failed: (kind, icon, word) = ("failed", "✕", "Failed")
      case .kept(let date):
        (kind, icon, word) = ("kept", "◷", "Kept")
        let formatter = ISO8601DateFormatter()
        remark = "from <time datetime=\"\(formatter.string(from: date))\">\(PageClock.text(date))</time>"
      }
    }
  }
}
