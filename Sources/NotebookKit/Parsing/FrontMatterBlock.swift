/// A cell of code that is front matter: YAML between two lines of hyphens, as at the top of a Markdown notebook.
package struct FrontMatterBlock: Equatable, Sendable {
  /// The block with its lines of hyphens, at the start of a notebook.
  package let text: String

  /// The front matter in a cell; nil for a code cell.
  package init?(_ code: String) {
    let lines = code.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let text = lines.drop { $0.allSatisfy(\.isWhitespace) }
    guard let last = text.lastIndex(where: { !$0.allSatisfy(\.isWhitespace) }), last > text.startIndex else {
      return nil
    }
    let block = text[...last]
    guard let first = block.first, let last = block.last, FrontMatterReader.isFence(first, "---"),
      ["---", "..."].contains(where: { FrontMatterReader.isFence(last, $0) })
    else { return nil }
    self.text = block.joined(separator: "\n") + "\n"
  }

  /// The lines between those of hyphens.
  var lines: [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().dropLast(2).map(String.init)
  }
}
