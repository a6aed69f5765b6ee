import Display
import Foundation

/// Writes one report.
struct MarkdownWriter {
  let report: Report
  let folder: String
  private let prose: ProseExport
  private let references: CrossReferences
  private(set) var attachments: [MarkdownExport.Attachment] = []

  init(report: Report, folder: String) {
    self.report = report
    self.folder = folder
    references = PagePlan.references(of: report.notebook)
    prose = ProseExport(report, references: references)
  }

  mutating func write() -> String {
    let notebook = report.notebook
    var text = titleBlock
    for (index, lines) in notebook.proseLines.enumerated() {
      append(prose.markdown(ofLines: lines), to: &text)
      guard notebook.cells.indices.contains(index) else { continue }
      let cell = notebook.cells[index]
      let container = Container(fence: notebook.lines[cell.fenceLines.lowerBound - 1])
      append(
        container.indent(self.cell(cell, report.records[safe: index] ?? CellRecord())), to: &text,
        inQuote: container.quote)
    }
    return text + "\n"
  }

  /// Adds a block after a blank line, which in a quote is one of the quote's own.
  private func append(_ block: String, to text: inout String, inQuote quote: String = "") {
    let block = block.trimmingCharacters(in: .newlines)
    if block.isEmpty { return }
    text += text.isEmpty ? block : "\n\(quote)\n" + block
  }

  /// A list item or quote that holds a cell: the cell's lines begin as the line of its fence does.
  private struct Container {
    /// What stands before the fence.
    let first: Substring
    /// What stands before the lines below it.
    let following: String
    /// A line of the quote that is blank; empty outside quotes.
    let quote: String

    init(fence: Substring) {
      first = fence.prefix { $0 != "`" && $0 != "~" }
      following = String(first.map { $0 == ">" || $0.isWhitespace ? $0 : " " })
      let trimmed = following.trimmingCharacters(in: .whitespaces)
      quote =
        trimmed.isEmpty ? "" : String(following.prefix(through: following.lastIndex(of: ">") ?? following.startIndex))
    }

    func indent(_ text: String) -> String {
      guard !first.isEmpty, !text.isEmpty else { return text }
      var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
        $0.isEmpty ? quote : following + $0
      }
      lines[0] = String(first) + lines[0].dropFirst(following.count)
      return lines.joined(separator: "\n")
    }
  }

  private var titleBlock: String {
    let front = report.notebook.frontMatter
    let byline = (front.authors + [front.date].compactMap { $0 }).joined(separator: " · ")
    let parts = [front.title.map { "# " + $0 }, front.subtitle.map { "*\($0)*" }, byline.isEmpty ? nil : byline]
    return parts.compactMap { $0 }.joined(separator: "\n\n")
  }

  // MARK: Cells

  private mutating func cell(_ cell: Cell, _ record: CellRecord) -> String {
    var parts: [String] = []
    if cell.options.include, cell.options.echo, !cell.source.isEmpty { parts.append(Self.fence(cell.source, "swift")) }
    let target = references.targetOfCell[cell.index]
    for output in record.outputs {
      guard let part = self.output(output, cell) else { continue }
      parts.append(part)
    }
    if case .notRun(let reason) = record.status { parts.append("> This cell did not run: \(reason)") }
    if let target, record.outputs.contains(where: { $0.picture != nil }) || target.kind == .table {
      let caption = target.kind == .table ? cell.options.tableCaption : cell.options.figureCaption
      parts.append("**\(target.text)**" + (caption.map { ": \($0)" } ?? ""))
    }
    return parts.joined(separator: "\n\n")
  }

  private mutating func output(_ output: CellOutput, _ cell: Cell) -> String? {
    let options = cell.options
    let isShown = options.include && options.output != .hidden
    switch output {
    case .stream(.stdout, let text) where options.output == .asIs && isShown: return text
    case .stream(.stdout, let text) where isShown: return Self.fence(TerminalText.plain(text), "text")
    case .stream(.stderr, let text) where isShown && options.warning:
      return Self.fence(TerminalText.plain(text), "text")
    case .warning(let text) where isShown && options.warning: return Self.fence(text, "text")
    case .display(let bundle, _) where isShown, .result(let bundle) where isShown:
      return value(bundle, cell)
    case .notice(let text) where options.include: return "> \(text)"
    case .failure(let failure):
      let title = failure.wasExpected ? "Expected: " : ""
      let place = failure.line.map { " (line \($0))" } ?? ""
      let details = failure.details.isEmpty ? "" : "\n\n" + Self.fence(failure.details, "text")
      return "> **\(title)\(ProseExport.escaped(failure.summary))**\(place)\(details)"
    default: return nil
    }
  }

  private mutating func value(_ bundle: MIMEBundle, _ cell: Cell) -> String? {
    if let png = bundle[.png] {
      let path = freePath { "figures/\(FigureName.of(cell, index: $0)).png" }
      attachments.append(.init(path: path, data: png))
      let text =
        cell.options.figureAlternativeText ?? bundle.metadata.alternativeText ?? bundle.text(.plainText) ?? path
      return "![\(ProseExport.escaped(text.replacing("\n", with: " ")))](\(address(path)))"
    }
    if let wav = bundle[.wav] {
      let name = freePath { "sounds/\(FigureName.of(cell, index: $0)).wav" }
      attachments.append(.init(path: name, data: wav))
      return
        "[\(ProseExport.escaped(bundle.metadata.alternativeText ?? bundle.text(.plainText) ?? "Sound"))](\(address(name)))"
    }
    if let table = bundle[.table].flatMap({ try? JSONDecoder().decode(Table.self, from: $0) }) {
      return Self.pipes(table)
    }
    if let markdown = bundle.text(.markdown) { return markdown }
    return bundle.text(.plainText).map { Self.fence($0, "text") }
  }

  /// The first of a row of paths that no attachment has.
  private func freePath(_ path: (Int) -> String) -> String {
    var index = 0
    while attachments.contains(where: { $0.path == path(index) }) { index += 1 }
    return path(index)
  }

  private func address(_ path: String) -> String {
    let whole = folder.isEmpty ? path : "\(folder)/\(path)"
    return whole.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? whole
  }

  private static func pipes(_ table: Table) -> String {
    func row(_ cells: [String]) -> String {
      "| " + cells.map { ProseExport.escaped($0.replacing("\n", with: " ")) }.joined(separator: " | ") + " |"
    }
    let rule = "|" + String(repeating: " --- |", count: table.columns.count)
    return ([row(table.columns), rule] + table.rows.map(row)).joined(separator: "\n")
  }

  private static func fence(_ text: String, _ info: String) -> String {
    var longest = 2
    for match in text.matches(of: /`{3,}/) { longest = max(longest, match.output.count) }
    let marks = String(repeating: "`", count: longest + 1)
    return marks + info + "\n" + text + (text.isEmpty || text.hasSuffix("\n") ? "" : "\n") + marks
  }
}
