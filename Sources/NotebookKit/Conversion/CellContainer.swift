import Foundation

/// A list item, quote or footnote that holds a cell: the cell's lines begin as the line of its fence does.
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

  /// A container by what stands before each line; `first` is nil if that is the same for all lines.
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
  func isBlank(_ line: Substring) -> Bool {
    line.allSatisfy { $0.isWhitespace || $0 == ">" } && line.count { $0 == ">" } == following.count { $0 == ">" }
  }

  /// The text as it stands in the container.
  func indent(_ text: String) -> String {
    guard !isEmpty, !text.isEmpty else { return text }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.enumerated().map { index, line in
      index == 0 ? first + line : line.isEmpty ? blankLine : following + line
    }
    .joined(separator: "\n")
  }

  /// The lines at the head of a text that stand in the container, without what stands before them; and the rest.
  func outdent(_ text: String) -> (inside: String, outside: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let inside = lines.prefix { $0.hasPrefix(following) || isBlank($0) }
    let plain = inside.map { $0.hasPrefix(following) ? $0.dropFirst(following.count) : "" }
    return (plain.joined(separator: "\n"), lines.dropFirst(inside.count).joined(separator: "\n"))
  }
}
