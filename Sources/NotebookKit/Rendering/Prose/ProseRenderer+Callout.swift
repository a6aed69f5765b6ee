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

  /// Quarto's box: a title that the author may give, and a body that may be folded.
  mutating func callout(_ node: MarkdownNode, _ kind: CalloutKind, _ attributes: Attributes) {
    needs.insert(.blocks)
    var children = document.children(of: node)
    let title = blockTitle(&children, attributes["title"]) ?? [.html(kind.title)]
    let name = attributes.identifier.map { identifierAttribute($0) } ?? ""
    let classes = "callout callout-\(kind.rawValue)"
    if let collapse = attributes["collapse"] {
      emit("<details class=\"\(classes)\"\(name)\(collapse == "false" ? " open" : "")>\n<summary class=\"kind\">")
      for piece in title { emit(piece) }
      emit("</summary>\n")
    } else {
      emit("<div class=\"\(classes)\"\(name) role=\"note\" aria-label=\"\(kind.title)\">\n<p class=\"kind\">")
      for piece in title { emit(piece) }
      emit("</p>\n")
    }
    for child in children { block(child) }
    emit(attributes["collapse"] == nil ? "</div>\n" : "</details>\n")
  }

  /// The title from an attribute, or the first heading of the body; nil if there is none.
  mutating func blockTitle(_ children: inout [MarkdownNode], _ written: String?) -> [PagePiece]? {
    if let written {
      return [.html(Self.inlineHTML(written, context: context))]
    }
    guard let first = children.first, first.kind.isHeading else { return nil }
    children.removeFirst()
    return pieces { $0.inlines(of: first) }
  }
}
