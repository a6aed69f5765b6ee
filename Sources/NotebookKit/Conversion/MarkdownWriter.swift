import Display
import Foundation

/// Writes one report.
struct MarkdownWriter {
  let report: Report
  let folder: String
  private let prose: ProseExport
  private let references: CrossReferences
  private let names: FigureNames
  private(set) var attachments: [MarkdownExport.Attachment] = []
  /// Number of attachments of each folder and cell.
  private var attachmentCounts: [String: Int] = [:]

  init(report: Report, folder: String) {
    self.report = report
    self.folder = folder
    references = PagePlan.references(of: report.notebook)
    names = FigureNames(of: report.notebook)
    prose = ProseExport(report, references: references, for: .gitHub)
  }

  mutating func write() -> String {
    let notebook = report.notebook
    var text = titleBlock
    var container = CellContainer(following: "")
    for (index, lines) in notebook.proseLines.enumerated() {
      let cell = notebook.cells[safe: index]
      let next = cell.map(notebook.container) ?? CellContainer(following: "")
      let prose = BlankLines(
        around: prose.markdown(ofLines: lines).split(separator: "\n", omittingEmptySubsequences: false))
      // Blank lines matter in lists and quotes that contain a cell.
      append(
        (prose.text + (next.isEmpty ? prose.below : [])).joined(separator: "\n"), to: &text,
        below: container.isEmpty ? [""] : prose.above)
      guard let cell, !self.prose.isHidden(cell) else { continue }
      append(
        next.indent(self.cell(cell, report.records[safe: index] ?? CellRecord())), to: &text,
        below: next.isEmpty ? [""] : notebook.blankLines(above: cell))
      container = next
    }
    if let list = ReferenceList.section(of: notebook, references, hasPlace: prose.hasWorks) { append(list, to: &text) }
    for (index, note) in prose.notes.enumerated() { append("[^within-\(index + 1)]: \(note)", to: &text) }
    return text + "\n"
  }

  /// Adds a block below some blank lines.
  private func append(_ block: String, to text: inout String, below blankLines: [String] = [""]) {
    let block = block.trimmingCharacters(in: .newlines)
    if block.isEmpty { return }
    text += text.isEmpty ? block : BlankLines.separator(blankLines) + block
  }

  private var titleBlock: String {
    let front = report.notebook.frontMatter
    let byline = (front.authors + [report.text(of: .date)].compactMap { $0 }).joined(separator: " · ")
    let title = report.markdown(of: .title).map { "# " + $0 }
    let parts = [
      title, report.markdown(of: .subtitle).map { "*\($0)*" }, byline.isEmpty ? nil : byline,
      report.markdown(of: .abstract),
    ]
    return parts.compactMap { $0 }.joined(separator: "\n\n")
  }

  // MARK: Cells

  private mutating func cell(_ cell: Cell, _ record: CellRecord) -> String {
    var parts: [String] = []
    let options = cell.options
    let captions = CellCaptions(of: cell, record, in: report, references)
    if cell.options.include, cell.options.echo, !cell.source.isEmpty {
      if let listing = captions.listing { parts.append(listing) }
      parts.append(FenceText.block(cell.source, info: "swift"))
    }
    for output in record.outputs {
      guard let part = self.output(output, cell) else { continue }
      parts.append(part)
    }
    if case .notRun(let reason) = record.status { parts.append("> This cell did not run: \(reason)") }
    let problems = record.status == .succeeded ? OutputReview.problems(of: cell, record.outputs) : []
    for problem in problems { parts.append("> \(problem.message)") }
    if options.include, options.output != .hidden, let caption = captions.outputs { parts.append(caption) }
    return parts.joined(separator: "\n\n")
  }

  private mutating func output(_ output: CellOutput, _ cell: Cell) -> String? {
    let options = cell.options
    let isShown = options.include && options.output != .hidden
    switch output {
    case .stream(.stdout, let text) where options.output == .asIs && isShown: return ClosedMarkdown(text).text
    case .stream(.stdout, let text) where isShown: return FenceText.block(TerminalText.plain(text), info: "text")
    case .stream(.stderr, let text) where isShown && options.warning:
      return FenceText.block(TerminalText.plain(text), info: "text")
    case .warning(let text) where isShown && options.warning: return FenceText.block(text, info: "text")
    case .display(let bundle, _) where isShown, .result(let bundle) where isShown:
      return value(bundle, cell)
    case .notice(let text) where options.include: return "> \(text)"
    case .failure(let failure):
      let title = failure.wasExpected ? "Expected: " : ""
      let place = failure.line.map { " (line \($0))" } ?? ""
      let details = failure.details.isEmpty ? "" : "\n\n" + FenceText.block(failure.details, info: "text")
      return "> **\(title)\(ProseExport.escaped(failure.summary))**\(place)\(details)"
    default: return nil
    }
  }

  /// The richest form of a value that Markdown can show.
  private mutating func value(_ bundle: MIMEBundle, _ cell: Cell) -> String? {
    for type in Self.richestFirst {
      let types = bundle.typesRichestFirst.filter(type.includes)
      if let type = types.first, let data = bundle[type], let text = value(data, type, bundle, cell) { return text }
    }
    return nil
  }

  /// Images and sounds come first; HTML, of which Markdown readers show little, comes last.
  private static let richestFirst: [MIMEType] = [
    .png, .wav, .anyImage, .anyAudio, .table, .markdown, .latex, .plainText, .json, .html,
  ]

  private mutating func value(_ data: Data, _ type: MIMEType, _ bundle: MIMEBundle, _ cell: Cell) -> String? {
    let text = String(decoding: data, as: UTF8.self)
    let description = bundle.metadata.alternativeText ?? bundle.text(.plainText)
    switch type {
    case _ where MIMEType.anyImage.includes(type):
      let path = nextPath(for: cell, in: "figures", type: type)
      attachments.append(.init(path: path, data: data))
      let words = report.text(of: .figureAlternativeText(cell: cell.index)) ?? description ?? path
      return "![\(ProseExport.escaped(words))](\(address(path)))"
    case _ where MIMEType.anyAudio.includes(type):
      let path = nextPath(for: cell, in: "sounds", type: type)
      attachments.append(.init(path: path, data: data))
      return "[\(ProseExport.escaped(description ?? "Sound"))](\(address(path)))"
    case .table: return (try? JSONDecoder().decode(Table.self, from: data)).map(Self.pipes)
    case .markdown: return ClosedMarkdown(text).text
    case .latex: return "$$\n\(OutputRenderer.withoutDollars(text))\n$$"
    case .html: return FenceText.block(text, info: "html")
    case .json: return FenceText.block(text, info: "json")
    default: return FenceText.block(text, info: "text")
    }
  }

  /// The path of a cell's next attachment.
  private mutating func nextPath(for cell: Cell, in folder: String, type: MIMEType) -> String {
    let index = attachmentCounts["\(folder)/\(cell.index)", default: 0]
    attachmentCounts["\(folder)/\(cell.index)"] = index + 1
    return "\(folder)/\(names.name(of: cell, index: index)).\(type.fileExtension)"
  }

  private func address(_ path: String) -> String {
    let whole = folder.isEmpty ? path : "\(folder)/\(path)"
    return whole.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? whole
  }

  private static func pipes(_ table: Table) -> String {
    func row(_ cells: [String]) -> String {
      "| " + cells.map { ProseExport.escaped($0) }.joined(separator: " | ") + " |"
    }
    let rule = "|" + String(repeating: " --- |", count: table.columns.count)
    return ([row(table.columns), rule] + table.rows.map(row)).joined(separator: "\n")
  }
}
