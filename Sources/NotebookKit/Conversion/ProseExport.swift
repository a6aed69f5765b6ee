import Display

/// The author's Markdown with values in the places of inline expressions, and references resolved.
///
/// Only the bytes of those are replaced; whatever else the prose holds stays as it is written.
struct ProseExport {
  private let notebook: Notebook
  /// What is replaced, in the order of the text.
  private let replacements: [(range: Range<Int>, text: String)]

  init(_ report: Report, references: CrossReferences) {
    let notebook = report.notebook
    self.notebook = notebook
    replacements = notebook.document.nodes.compactMap { node in
      guard let range = node.source else { return nil }
      if case .crossReference(let label) = node.kind {
        return references.targets[label].map { (range, $0.text) }
      }
      guard let value = notebook.inlineValue(at: node), case .value(let bundle)? = report.inlineResults[value.id] else {
        return nil
      }
      let markdown = Self.isInImage(node, notebook.document) ? nil : bundle.text(.markdown)
      return (range, markdown ?? bundle.text(.plainText).map(Self.escaped) ?? "")
    }
    .sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// Some lines of the notebook, from 1.
  func markdown(ofLines lines: Range<Int>) -> String {
    guard !lines.isEmpty else { return "" }
    let source = notebook.source
    let offset = { (index: String.Index) in source.utf8.distance(from: source.startIndex, to: index) }
    let text = { (range: Range<Int>) in
      source[
        source.utf8.index(
          source.startIndex, offsetBy: range.lowerBound)..<source.utf8.index(
            source.startIndex, offsetBy: range.upperBound)]
    }
    let end = offset(notebook.lines[lines.upperBound - 2].endIndex)
    var next = offset(notebook.lines[lines.lowerBound - 1].startIndex)
    var result = ""
    for replacement in replacements where replacement.range.lowerBound >= next && replacement.range.upperBound <= end {
      result += text(next..<replacement.range.lowerBound) + replacement.text
      next = replacement.range.upperBound
    }
    return result + text(next..<end)
  }

  /// Whether the node is part of an alternative text, which has no markup.
  private static func isInImage(_ node: MarkdownNode, _ document: MarkdownDocument) -> Bool {
    sequence(first: node) { $0.parent.map { document[$0] } }.contains { ancestor in
      if case .image = ancestor.kind { true } else { false }
    }
  }

  /// A value as text, whatever it holds.
  static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      if "\\`*_{}[]<>#|~$&".contains(character) { result.append("\\") }
      result.append(character)
    }
  }
}
