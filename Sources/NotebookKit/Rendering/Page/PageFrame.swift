import Foundation

/// What stands above and below the content of a page.
struct PageFrame {
  let report: Report
  /// The clock of a running report's page.
  let clock: PageClock?
  let plan: PagePlan
  let values: InlineValueRenderer
  let needs: Set<PageNeed>
  let frameStyles: Set<String>
  private let files = PageFiles.shared

  init(
    report: Report, clock: PageClock?, plan: PagePlan, values: InlineValueRenderer, needs: Set<PageNeed>,
    frameStyles: Set<String>
  ) {
    self.report = report
    self.clock = clock
    self.plan = plan
    self.values = values
    self.needs = needs
    self.frameStyles = frameStyles
  }

  private var styles: [PageFiles.Piece] { [files.style, files.walkStyle] }

  private var scripts: [PageFiles.Piece] {
    var pieces = [files.reportScript, files.walkScript]
    if needs.contains(.tables) { pieces.append(files.tableScript) }
    if needs.contains(.audio) { pieces.append(files.audioScript) }
    return pieces
  }

  private var policy: ContentPolicy {
    ContentPolicy(
      styles: styles.map(\.policySource) + frameStyles.sorted(), scripts: scripts.map(\.policySource),
      allowsStyleAttributes: needs.contains(.frames) || report.notebook.frontMatter.allowsRawHTML)
  }

  func opening() -> String {
    let front = report.notebook.frontMatter
    let failures = self.failures
    var fields: [String: Any] = [
      "language": front.language, "walkthrough": front.walkthrough, "policy": policy.text, "authors": front.authors,
      "title": plan.title.filled(values.plainText),
      "styles": styles.map(\.text),
      "showsTitle": !plan.titleIsInProse,
      "hasParameters": !report.parameters.isEmpty,
      "parameters": report.parameters.map { ["name": $0.name, "value": $0.value.description] },
      "hasFailures": !failures.isEmpty, "failures": failures,
      "failureSummary": failures.count == 1 ? "A cell failed." : "\(failures.count) cells failed.",
    ]
    let byline = (front.authors + [report.text(of: .date)].compactMap { $0 }).joined(separator: " · ")
    if !byline.isEmpty { fields["byline"] = byline }
    if report.isRunning { fields["running"] = running }
    fields["subtitle"] = report.text(of: .subtitle)
    fields["contents"] = contents
    fields["hasTitleBlock"] =
      !plan.titleIsInProse || front.subtitle != nil || !byline.isEmpty || !report.parameters.isEmpty
    return files.opening.fill(fields)
  }

  private var contents: String? {
    plan.contents.map { rows in
      rows.map { row in
        let kind = row.isInner ? " class=\"sub\"" : ""
        let title = row.title.map(values.html(of:)).joined()
        return "<li\(kind)><a href=\"#\(row.id.escapedForHTML)\">\(title)</a></li>\n"
      }
      .joined()
    }
  }

  func closing() -> String {
    // Rows are put together here: a template takes milliseconds for hundreds.
    let timings = zip(plan.cellIdentifiers, report.records).enumerated().compactMap { index, pair in
      pair.1.duration.map { duration in
        "<tr data-cell=\"\(pair.0)\"><td>\(index + 1)</td><td>\(Self.text(seconds: duration))</td></tr>\n"
      }
    }
    var values: [String: Any] = [
      "entries": report.stamp.entries.map { ["name": $0.name, "value": $0.value] }, "scripts": scripts.map(\.text),
    ]
    if !timings.isEmpty { values["timings"] = timings.joined() }
    return files.closing.fill(values)
  }

  private var failures: [[String: Any]] {
    zip(report.notebook.cells, report.records).compactMap { cell, record in
      guard record.status == .failed, !cell.options.error,
        case .failure(let failure)? = record.outputs.last(where: \.isFailure)
      else {
        return nil
      }
      return [
        "id": CellRenderer.identifier(cell), "number": cell.index + 1, "line": failure.line ?? cell.line,
        "summary": failure.summary,
      ]
    }
  }

  /// Sentence of the page about its run, which stays true when the run is over and which the script makes plainer.
  private var running: [String: Any] {
    let done = self.done
    guard let clock else { return ["done": done, "clock": "", "sentence": "The run had not ended: \(done)"] }
    let sentence =
      "The run had not ended when this page was written, on \(PageClock.text(clock.written)): \(done) "
      + "A run that goes on writes the page again by \(PageClock.text(clock.next)); reload it to see more."
    return ["done": done, "clock": " " + PageClock.attribute(clock.next), "sentence": sentence]
  }

  private var done: String {
    let count = report.notebook.cells.count
    let done = report.records.count { record in
      switch record.status {
      case .waiting, .compiling, .running: false
      default: true
      }
    }
    return "\(done) of \(count) cells were done."
  }

  /// A time in the unit in which it is easiest to read.
  static func text(seconds: Double) -> String {
    switch seconds {
    case ..<0.0995: String(format: "%.1f ms", seconds * 1000)
    case ..<0.9995: String(format: "%.0f ms", seconds * 1000)
    case ..<60: String(format: "%.2f s", seconds)
    default: String(format: "%d min %02d s", Int(seconds) / 60, Int(seconds) % 60)
    }
  }
}

extension CellOutput {
  var isFailure: Bool { if case .failure = self { true } else { false } }
}
