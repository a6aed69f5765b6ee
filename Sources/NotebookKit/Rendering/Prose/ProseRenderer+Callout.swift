/// The kinds of GitHub's alerts, which Quarto calls callouts.
private enum CalloutKind: String {
  case note, tip, important, warning, caution

  var title: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
}

extension ProseRenderer {
  /// A quotation whose first line is `[!NOTE]`, or another of GitHub's kinds, as a box with a heading.
  ///
  /// - Returns: false for any other quotation, of which nothing is written.
  mutating func callout(_ node: MarkdownNode) -> Bool {
    let children = document.children(of: node)
    guard let first = children.first, first.kind == .paragraph else { return false }
    let line = document.children(of: first)
    // cmark may part the brackets from the word.
    let opening = line.prefix { $0.kind == .text }
    let mark = opening.map(\.literal).joined()
    guard mark.hasPrefix("[!"), mark.hasSuffix("]"),
      let kind = CalloutKind(rawValue: mark.dropFirst(2).dropLast().lowercased())
    else { return false }
    let rest = line.dropFirst(opening.count)
    guard rest.first.map({ $0.kind == .softBreak || $0.kind == .lineBreak }) ?? true else { return false }
    let name = kind.title
    emit("<div class=\"callout callout-\(kind.rawValue)\" role=\"note\" aria-label=\"\(name)\">\n")
    emit("<p class=\"kind\" aria-hidden=\"true\">\(name)</p>\n")
    if rest.count > 1 {
      emit("<p>")
      inlines(Array(rest.dropFirst()))
      emit("</p>\n")
    }
    for child in children.dropFirst() { block(child) }
    emit("</div>\n")
    return true
  }
}
