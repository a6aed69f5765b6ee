import Display
import Foundation

/// The author's Markdown as other programs read it: values in the places of inline expressions, references resolved,
/// samples under their own names.
///
/// Only the bytes of those are replaced; whatever else the prose holds stays as it is written.
struct ProseExport {
  private let notebook: Notebook
  /// Replacements in the order of the text. Of two that overlap the first counts.
  private let replacements: [(range: Range<Int>, text: String)]
  private let markup: ForeignMarkup?
  /// The first byte of each line.
  private let lineStarts: [Int]

  /// The notebook's own Markdown, its expressions and references as they are written.
  init(_ notebook: Notebook) { self.init(notebook, values: [:], references: nil) }

  /// The Markdown of a report, as some program shows it.
  init(_ report: Report, references: CrossReferences, for target: ForeignMarkup.Target) {
    let notebook = report.notebook
    var context = ForeignMarkup.Context(
      target: target, references: references, metadata: notebook.frontMatter.metadata)
    if let numbers = SectionNumbers(notebook.document, notebook.frontMatter) {
      context.sectionNumbers = notebook.document.nodes.filter { $0.headingLevel != nil }.map { numbers[$0.id] }
    }
    let markup = ForeignMarkup(notebook.document, of: notebook.source, in: context)
    self.init(notebook, values: report.inlineResults, references: references, markup: markup)
  }

  private init(
    _ notebook: Notebook, values: [Notebook.InlineValue.ID: InlineResult], references: CrossReferences?,
    markup: ForeignMarkup? = nil
  ) {
    self.notebook = notebook
    let lineStarts = notebook.lines.lineStarts
    self.lineStarts = lineStarts
    let imageTexts = notebook.document.imageTexts
    self.markup = markup
    let citations = references.map { CitationText(notebook.document, of: notebook.source, $0).edits } ?? []
    let own = notebook.document.nodes.compactMap { node -> (range: Range<Int>, text: String)? in
      switch node.kind {
      case .codeBlock(let info, let fence?):
        guard let original = SampleFence.original(of: info), notebook.lines.indices.contains(node.firstLine - 1),
          let range = FenceText.info(in: notebook.lines[node.firstLine - 1], of: fence)
        else { return nil }
        let start = lineStarts[node.firstLine - 1]
        return ((start + range.lowerBound)..<(start + range.upperBound), original)
      case .htmlBlock where node.parent == 0:
        guard let text = CellMark.unescaped(node.literal), let start = lineStarts[safe: node.firstLine - 1] else {
          return nil
        }
        return (start..<(start + notebook.lines[node.firstLine - 1].utf8.count), text)
      case .crossReference(let label):
        guard let range = node.source, let references else { return nil }
        guard let target = references.target(of: label) else { return nil }
        let text = target.text(values: values, in: notebook)
        return (range.lowerBound..<(range.upperBound - target.rest.utf8.count), Self.escaped(text))
      case .references(let group):
        guard let range = node.source, let references else { return nil }
        let texts = group.members.compactMap { references.text(of: $0, values: values, in: notebook) }
        return texts.count == group.members.count ? (range, Self.escaped(texts.joined(separator: ", "))) : nil
      default:
        guard let range = node.source, let value = notebook.inlineValue(at: node),
          case .value(let bundle)? = values[value.id]
        else { return nil }
        let markdown = imageTexts.contains(node.id) ? nil : bundle.text(.markdown)
        return (range, markdown ?? bundle.text(.plainText).map(Self.escaped) ?? "")
      }
    }
    replacements = ((markup?.edits ?? []) + citations + own)
      .sorted { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
  }

  /// The texts of notes within lines, for the end of the text.
  var notes: [String] { markup?.notes ?? [] }
  /// True if the list of works has a place of its own.
  var hasWorks: Bool { markup?.hasWorks ?? false }

  /// True for a cell in a division that is not shown.
  func isHidden(_ cell: Cell) -> Bool {
    markup?.hiddenLines.contains { $0.contains(cell.fenceLines.lowerBound) } ?? false
  }

  /// Some lines of the notebook, from 1.
  func markdown(ofLines lines: Range<Int>) -> String {
    guard !lines.isEmpty, let last = notebook.lines[safe: lines.upperBound - 2],
      let start = lineStarts[safe: lines.lowerBound - 1]
    else { return "" }
    let source = notebook.source.utf8
    let text = { (range: Range<Int>) in
      notebook.source[
        source.index(
          source.startIndex, offsetBy: range.lowerBound)..<source.index(
            source.startIndex, offsetBy: range.upperBound)]
    }
    let end = lineStarts[lines.upperBound - 2] + last.utf8.count
    var next = start
    var result = ""
    for replacement in replacements[replacements.partitioningIndex { $0.range.lowerBound >= start }...] {
      if replacement.range.upperBound > end { break }
      if replacement.range.lowerBound < next { continue }
      result += text(next..<replacement.range.lowerBound) + replacement.text
      next = replacement.range.upperBound
    }
    return result + text(next..<end)
  }

  /// A value as text of one line, whatever it holds. Blanks with a line end among them are one blank, as on the page.
  static func escaped(_ text: String) -> String {
    let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
    let words = lines.filter { !$0.isEmpty }.joined(separator: " ")
    let blockMark = blockMark(in: words)
    var result = (text.first?.isWhitespace == true ? " " : "").unicodeScalars
    for index in words.unicodeScalars.indices {
      let scalar = words.unicodeScalars[index]
      if index == blockMark || "\\`*_{}[]<>#|~$&".unicodeScalars.contains(scalar) { result.append("\\") }
      result.append(scalar)
    }
    if !words.isEmpty, text.last?.isWhitespace == true { result.append(" ") }
    return String(result)
  }

  /// The place of a character with which a line begins a list, a rule or the underline of a heading; nil if it is none.
  private static func blockMark(in line: String) -> String.Index? {
    let digits = line.prefix { $0.isASCII && $0.isNumber }
    let rest = line[digits.endIndex...]
    guard let mark = rest.first, (digits.isEmpty ? "-+=" : ".)").contains(mark) else { return nil }
    let next = rest.dropFirst().first
    return next == nil || next == " " || next == "\t" || next == mark ? rest.startIndex : nil
  }
}

extension MarkdownDocument {
  /// The nodes of alternative texts, which have no markup.
  fileprivate var imageTexts: Set<MarkdownNode.ID> {
    var nodes: Set<MarkdownNode.ID> = []
    for node in self.nodes {
      if case .image = node.kind, !nodes.contains(node.id) { nodes.formUnion(node.descendants) }
    }
    return nodes
  }
}
