import Foundation

/// The HTML above and below the content of a page.
struct PageFrame {
  let report: Report
  /// The clock of a running report's page.
  let clock: PageClock?
  let plan: PagePlan
  let values: InlineValueRenderer
  let needs: Set<PageNeed>
  let frameStyles: Set<String>
  let surroundings: PageSurroundings
  private let files = PageFiles.shared

  init(
    report: Report, clock: PageClock?, plan: PagePlan, values: InlineValueRenderer, needs: Set<PageNeed>,
    frameStyles: Set<String>, surroundings: PageSurroundings
  ) {
    self.report = report
    self.clock = clock
    self.plan = plan
    self.values = values
    self.needs = needs
    self.frameStyles = frameStyles
    self.surroundings = surroundings
  }

  // MARK: - Above the content

  func opening() -> String {
    let front = report.notebook.frontMatter
    var fields: [String: Any] = [
      "language": front.language, "isRightToLeft": front.isRightToLeft, "walkthrough": front.walkthrough,
      "authors": front.authors, "title": title,
      "styles": styles.map(\.text) + [surroundings.additions?.style].compactMap { $0 },
    ]
    if let additions = surroundings.additions {
      fields["header"] = additions.header
    } else {
      fields["policy"] = policy.text
      if report.isRunning { fields["running"] = running }
    }
    return files.opening.fill(fields) + contents + "<main id=\"etude:content\" tabindex=\"-1\">\n" + titleBlock
      + controls
      + failureBanner
  }

  /// The title without markup, as a window shows it.
  var title: String { report.plainTitle ?? plan.title.filled(values.plainText) }

  var contents: String {
    guard let rows = plan.contents else { return "" }
    let list = rows.map { row in
      let kind = row.isInner ? " class=\"sub\"" : ""
      let title = row.title.map(values.html(of:)).joined()
      return "<li\(kind)><a href=\"#\(row.id.escapedForHTML)\">\(title)</a></li>\n"
    }
    return files.contents.fill(["rows": list.joined()])
  }

  var titleBlock: String {
    let front = report.notebook.frontMatter
    // The page of a server has controls instead.
    let parameters = surroundings.additions == nil ? report.parameters : []
    let byline = (front.authors.map(\.escapedForHTML) + [date].compactMap { $0 }).joined(separator: " · ")
    let isEmpty =
      plan.titleIsInProse && front.subtitle == nil && byline.isEmpty && front.abstract == nil && parameters.isEmpty
    if isEmpty { return "" }
    var fields: [String: Any] = [
      "title": html(of: .title) ?? title.escapedForHTML, "showsTitle": !plan.titleIsInProse,
      "hasParameters": !parameters.isEmpty,
      "parameters": parameters.map { ["name": $0.label ?? $0.name, "value": $0.value.description] },
    ]
    if !byline.isEmpty { fields["byline"] = byline }
    fields["subtitle"] = html(of: .subtitle)
    fields["abstract"] = abstract?.html
    return files.title.fill(fields)
  }

  private var abstract: RenderedHTML? {
    report.markdown(of: .abstract).map { ProseRenderer.html($0, context: plan.prose) }
  }

  /// A title, which may contain inline Markdown.
  private func html(of place: Notebook.TextPlace) -> String? {
    report.markdown(of: place).map { ProseRenderer.inlineHTML($0, context: plan.prose) }
  }

  /// The date; that of the run is part of the stamp, because it differs between two runs.
  private var date: String? {
    guard let date = report.text(of: .date)?.escapedForHTML else { return nil }
    return report.isMadeToday ? "<!-- stamp --><time>\(date)</time><!-- /stamp -->" : date
  }

  /// The parameters as controls, on the page of a server.
  var controls: String {
    surroundings.additions == nil ? "" : ParameterControls(parameters: report.parameters).html
  }

  var failureBanner: String {
    let failures = self.failures
    if failures.isEmpty { return "" }
    return files.failures.fill([
      "failures": failures,
      "failureSummary": failures.count == 1 ? "A cell failed." : "\(failures.count) cells failed.",
    ])
  }

  // MARK: - Below the content

  func closing() -> String {
    files.closing.fill(["stamp": stamp, "scripts": scripts])
  }

  /// The block about how the report was made, without a line end.
  var stamp: String {
    // Rows are assembled here, because a template takes milliseconds for hundreds.
    let timings = zip(plan.cellIdentifiers, report.records).enumerated().compactMap { index, pair -> String? in
      // The page of a server fills in times with the states of cells, so one run does not change the table.
      let time = surroundings.additions == nil ? pair.1.duration.map(Self.text) : ""
      return time.map { "<tr data-cell=\"\(pair.0)\"><td>\(index + 1)</td><td>\($0)</td></tr>\n" }
    }
    var values: [String: Any] = ["entries": report.stamp.entries.map { ["name": $0.name, "value": $0.value] }]
    if !timings.isEmpty { values["timings"] = timings.joined() }
    return String(files.stamp.fill(values).dropLast())
  }

  // MARK: - Styles, scripts and policy

  private var styles: [PageFiles.Piece] {
    // The content of a server's page may later need any sheet.
    let isServed = surroundings.additions != nil
    let needs = allNeeds
    let sheets = PageNeed.withSheets.filter { isServed || needs.contains($0) }.compactMap { files.sheets[$0] }
    return [files.style] + sheets + files.widthStyles(for: needs, isServed: isServed) + [files.walkStyle]
  }

  /// The resources needed by the content and by the parts above it.
  private var allNeeds: Set<PageNeed> {
    needs.union(PageNeed.sheets(for: titleBlock)).union(abstract?.needs ?? [])
  }

  private var scripts: [String] {
    guard let additions = surroundings.additions else { return ownScripts.map(\.text) }
    // Scripts that need the others may come later.
    return [additions.firstScript] + files.scripts.map(\.text) + [additions.lastScript]
  }

  private var ownScripts: [PageFiles.Piece] {
    var pieces = [files.reportScript, files.walkScript]
    if needs.contains(.tables) { pieces.append(files.tableScript) }
    if needs.contains(.audio) { pieces.append(files.audioScript) }
    if needs.contains(.pictures) { pieces.append(files.pictureScript) }
    return pieces
  }

  private var policy: ContentPolicy {
    ContentPolicy(
      styles: styles.map(\.policySource) + frameStyles.sorted(), scripts: ownScripts.map(\.policySource),
      allowsStyleAttributes: needs.contains(.frames) || report.notebook.frontMatter.html == .raw)
  }

  // MARK: - Values

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

  /// The page's sentence about its run, which stays true after the run and which the script makes more precise.
  private var running: [String: Any] {
    let done = self.done
    guard let clock else { return ["done": done, "clock": "", "sentence": "The run had not ended: \(done)"] }
    let sentence =
      "The run had not ended when this page was written, on \(PageClock.text(clock.written)): \(done) "
      + "If the run is still going, this page is written again by \(PageClock.text(clock.next)); reload it to see more."
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

  /// A time in the unit that is easiest to read.
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
