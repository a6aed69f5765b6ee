import Foundation

/// A list item, quote or footnote that contains a cell: the cell's lines begin as the line of its fence does.
struct CellContainer: Equatable {
  /// Text before the fence.
  let first: String
  /// Text before each line below it.
  let following: String

  init(fence: Substring) {
    let first = fence.prefix { $0 != "`" && $0 != "~" }
    self.first = String(first)
    // A footnote's lines are indented by four, however long its label is.
    following =
      first.hasPrefix("[^") ? "    " : String(first.map { $0 == ">" || $0.isWhitespace ? $0 : " " })
  }

  /// A container by the text before each line; `first` is nil if that is the same for all lines.
  init(following: String, first: String? = nil) {
    self.following = following
    self.first = first ?? following
  }

  var isEmpty: Bool { first.isEmpty }

  /// A blank line of the container; empty outside quotes.
  var blankLine: String {
    guard let last = following.lastIndex(of: ">") else { return "" }
    return String(following[...last])
  }

  /// True for a blank line that does not end the container: in a quote, one with the quote's marks.
  private func isBlank(_ line: Substring) -> Bool {
    BlankLines.isBlank(line) && line.count { $0 == ">" } == following.count { $0 == ">" }
  }

  /// The text as it is in the container.
  func indent(_ text: String) -> String {
    guard !isEmpty, !text.isEmpty else { return text }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.enumerated().map { index, line in
      index == 0 ? first + line : line.isEmpty ? blankLine : following + line
    }
    .joined(separator: "\n")
  }

  /// True for a line below the first that is in the container.
  func holds(_ line: Substring) -> Bool { line.hasPrefix(following) || isBlank(line) }

  /// A line that is in the container, without what is before it.
  func outdent(_ line: String) -> String { line.hasPrefix(following) ? String(line.dropFirst(following.count)) : "" }
}
