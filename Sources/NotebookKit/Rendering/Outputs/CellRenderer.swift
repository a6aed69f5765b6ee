import Display
import Foundation

/// Turns a cell and the state of its run into HTML.
struct CellRenderer {
  let cell: Cell
  let record: CellRecord
  let texts: CellTexts
  let isFoldedByDefault: Bool
  let target: CrossReferences.Target?
  let prose: ProseRenderer.Context
  /// The kind of page.
  var surroundings = PageSurroundings.file
  /// Outputs of the cell before it failed, which the page of a server still shows.
  var previousOutputs: [CellOutput] = []

  /// The name of the cell's element.
  static func identifier(_ cell: Cell) -> String { cell.options.label ?? "cell-\(cell.index + 1)" }

  func render() -> RenderedHTML {
    var result = RenderedHTML()
    let outputs = renderOutputs(record.outputs) + renderPreviousOutputs()
    let code = showsCode ? listingCaption + self.code : ""
    if !code.isEmpty, hasListingCaption { result.needs.insert(.blocks) }
    let kind = record.status.className.map { " \($0)" } ?? ""
    let isEmpty = code.isEmpty && outputs.html.isEmpty
    let column = cell.options.column == .body ? "" : " column-\(cell.options.column.rawValue)"
    if !column.isEmpty { result.needs.insert(.layout) }
    // An element remains even for a cell that shows nothing, because references lead to it.
    result +=
      "<div class=\"cell\(kind)\(column)\" id=\"\(Self.identifier(cell).escapedForHTML)\" data-cell=\"\(cell.index + 1)\""
    if surroundings.additions != nil { result += tagAttributes }
    result += isEmpty ? " hidden>" : ">\n"
    if surroundings.additions != nil, !isEmpty { result += Self.stateLine }
    let aid = cell.options.tags.contains(.solution) ? "Solution" : cell.options.tags.contains(.hint) ? "Hint" : nil
    if let aid, !isEmpty { result += "<details class=\"aid\"><summary>\(aid)</summary>\n" }
    result += code
    result += outputs
    if aid != nil, !isEmpty { result += "</details>\n" }
    result += "</div>\n"
    return result
  }

  /// The attributes of an exercise and its solution on the page of a server.
  private var tagAttributes: String {
    [CellTag.exercise, .solution].filter(cell.options.tags.contains).map { " data-\($0.rawValue)=\"\"" }.joined()
  }

  /// The position of the cell's state, which a server fills.
  private static let stateLine = "<div class=\"state\" data-state=\"\"></div>\n"

  private var showsCode: Bool { cell.options.include && cell.options.echo && !cell.source.isEmpty }

  // MARK: Code

  private var hasListingCaption: Bool { cell.options.listingLabel != nil || cell.options.listingCaption != nil }

  /// The name, number and caption of the code.
  private var listingCaption: String {
    guard hasListingCaption else { return "" }
    let label = cell.options.listingLabel
    let parts = [
      label.flatMap { prose.references.targets[$0] }.map { "<b>\($0.caption)</b>" },
      cell.options.listingCaption.map { ProseRenderer.inlineHTML($0, context: prose) },
    ]
    let name = label.map { " id=\"\($0.escapedForHTML)\"" } ?? ""
    return "<p class=\"code-caption\"\(name)>\(parts.compactMap { $0 }.joined(separator: ": "))</p>\n"
  }

  private var code: String {
    let files = PageFiles.shared
    let source = cell.source.hasSuffix("\n") ? String(cell.source.dropLast()) : cell.source
    let failedLine = record.outputs.lazy.compactMap { output -> Int? in
      if case .failure(let failure) = output { failure.line } else { nil }
    }
    .first
    let count = source.utf8.count { $0 == 0x0A } + 1
    let numbers = (cell.line..<(cell.line + count)).map { $0 == failedLine ? "<mark>\($0)</mark>" : "\($0)" }
    return files.cell.fill([
      "number": cell.index + 1, "summary": cell.options.codeSummary ?? "Code",
      "isFolded": cell.options.codeFold ?? isFoldedByDefault, "numbers": numbers.joined(separator: "\n"),
      "code": SwiftHighlighter.html(source),
    ])
  }

  // MARK: Outputs

  /// Context in which the cell's text outputs are read as Markdown, with separate footnotes.
  private func prose(ofOutput index: Int) -> ProseRenderer.Context {
    var context = prose
    context.scope = "\(Self.identifier(cell)):\(index + 1):"
    return context
  }

  private func renderer(_ prose: ProseRenderer.Context) -> OutputRenderer {
    OutputRenderer(
      prose: prose, alternativeText: texts.figureAlternativeText,
      fallbackText: texts.figureCaption ?? target?.caption ?? "Figure of cell \(cell.index + 1)",
      address: surroundings.additions?.address ?? OutputRenderer.dataURL)
  }

  private func renderPreviousOutputs() -> RenderedHTML {
    if previousOutputs.isEmpty { return RenderedHTML() }
    var outputs = renderOutputs(previousOutputs.filter { !$0.isFailure })
    if outputs.html.isEmpty { return outputs }
    outputs.html =
      "<div class=\"previous\" role=\"group\" aria-label=\"Outputs before the failure\">\n\(outputs.html)</div>\n"
    return outputs
  }

  private func renderOutputs(_ written: [CellOutput]) -> RenderedHTML {
    var body = RenderedHTML()
    var figure: [RenderedHTML] = []
    var hasFigure = false
    let layout = PictureLayout(of: cell, texts: texts, prose: prose)
    let isGathered = target != nil || layout != nil
    let outputs = written
    let kind = FigureContent(of: outputs.filter(isShown))
    for (index, output) in outputs.enumerated() where isShown(output) {
      let part = render(output, prose(ofOutput: index))
      if isGathered, !hasFigure, kind.contains(output) {
        figure.append(part)
        let next = outputs[(index + 1)...].first(where: isShown)
        if next.map(kind.contains) != true {
          hasFigure = true
          body += captionedFigure(layout?.html(figure) ?? figure.reduce(RenderedHTML(), +))
        }
      } else {
        body += part
      }
    }
    if record.status == .succeeded {
      let problems = OutputReview.problems(of: cell, written)
      let remarks = problems.map { "<p class=\"notice\">\($0.message.escapedForHTML)</p>\n" }.joined()
      // A reference leads to a caption even if there is nothing above it.
      let isEmpty = !remarks.isEmpty && target != nil && !written.contains(where: \.isContent)
      body += isEmpty ? captionedFigure(RenderedHTML(html: remarks)) : RenderedHTML(html: remarks)
    }
    // On the page of a server, the state says so.
    if surroundings.additions == nil { body += unfinished }
    if !body.html.isEmpty { body.html = "<div class=\"outputs\">\n\(body.html)</div>\n" }
    return body
  }

  /// The reason why the cell shows no more, if it did not end.
  private var unfinished: String {
    switch record.status {
    case .notRun(let reason) where cell.options.include:
      "<p class=\"notice\">This cell did not run: \(reason.escapedForHTML)</p>\n"
    case .running: "<p class=\"notice busy\">This cell had begun and not ended.</p>\n"
    case .compiling: "<p class=\"notice busy\">The compilation of this cell had begun and not ended.</p>\n"
    default: ""
    }
  }

  private func captionedFigure(_ content: RenderedHTML) -> RenderedHTML {
    guard let target else { return content }
    var result = RenderedHTML(html: "<figure>\n")
    let text =
      target.kind == .table ? texts.tableCaption ?? texts.figureCaption : texts.figureCaption
    let words = text.map { ": " + ProseRenderer.inlineHTML($0, context: prose) } ?? ""
    let caption = "<figcaption><b>\(target.caption)</b>\(words)</figcaption>\n"
    if target.kind == .table { result += caption }
    result += content
    if target.kind == .figure { result += caption }
    result += "</figure>\n"
    return result
  }

  private func isShown(_ output: CellOutput) -> Bool {
    switch output {
    case .failure: true
    case .notice: cell.options.include
    case .warning, .stream(.stderr, _): cell.options.include && cell.options.warning && cell.options.output != .hidden
    case .stream, .display, .result, .progress: cell.options.include && cell.options.output != .hidden
    }
  }

  private func render(_ output: CellOutput, _ prose: ProseRenderer.Context) -> RenderedHTML {
    switch output {
    case .stream(.stdout, let text):
      if cell.options.output == .asIs { return ProseRenderer.html(text, context: prose) }
      return RenderedHTML(html: OutputRenderer.text(text, class: "stdout"))
    case .stream(.stderr, let text):
      return RenderedHTML(html: OutputRenderer.text(text, class: "stderr", label: "Standard error"))
    case .display(let bundle, _), .result(let bundle):
      if cell.options.output == .asIs, !OutputRenderer.isVisual(bundle), let text = bundle.text(.plainText) {
        return ProseRenderer.html(text, context: prose)
      }
      return renderer(prose).value(bundle)
    case .progress(let report): return RenderedHTML(html: progress(report))
    case .warning(let text):
      return RenderedHTML(html: OutputRenderer.text(text, class: "warning", label: "Compiler warning"))
    case .failure(let failure): return RenderedHTML(html: self.failure(failure))
    case .notice(let text): return RenderedHTML(html: "<p class=\"notice\">\(text.escapedForHTML)</p>\n")
    }
  }

  private func progress(_ report: ProgressReport) -> String {
    let label = report.label.escapedForHTML
    let count = report.total.map { "\(report.completed) of \($0)" } ?? "\(report.completed)"
    let values = report.total.map { " value=\"\(min(report.completed, $0))\" max=\"\(max(1, $0))\"" } ?? ""
    return "<p class=\"progress\">\(label) <progress\(values) aria-label=\"\(label)\"></progress> \(count) "
      + "\(report.remark.escapedForHTML)</p>\n"
  }

  private func failure(_ failure: CellFailure) -> String {
    let kind = failure.wasExpected ? "failure expected" : "failure"
    let title = failure.wasExpected ? "Expected: " : ""
    let place = failure.line.map { " <span class=\"line\">line \($0)</span>" } ?? ""
    var html =
      "<div class=\"\(kind)\" role=\"group\" aria-label=\"\(failure.wasExpected ? "Expected failure" : "Failure")\">\n"
    html += "<p><strong>\(title)\(failure.summary.escapedForHTML)</strong>\(place)</p>\n"
    if !failure.details.isEmpty { html += OutputRenderer.text(failure.details, class: "details", label: "Details") }
    return html + "</div>\n"
  }
}

/// The outputs that a cell's caption is about: its pictures, tables and sounds; of a cell without them its other values;
/// of one without values what it printed.
private enum FigureContent {
  case pictures, values, text

  init(of shown: [CellOutput]) {
    self = shown.contains(where: \.isVisual) ? .pictures : shown.contains { $0.bundle != nil } ? .values : .text
  }

  func contains(_ output: CellOutput) -> Bool {
    switch self {
    case .pictures: output.isVisual
    case .values: output.bundle != nil
    case .text: output.isContent
    }
  }
}

extension CellRecord.Status {
  fileprivate var className: String? {
    switch self {
    case .waiting: "waiting"
    case .compiling, .running: "busy"
    case .failed: "failed"
    case .notRun: "not-run"
    case .succeeded, .skipped: nil
    }
  }
}
