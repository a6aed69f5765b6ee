extension ProseRenderer {
  mutating func footnote(_ node: MarkdownNode) {
    footnotes += 1
    emit("<div class=\"footnote\" id=\"\(noteIdentifier("\(footnotes)"))\">")
    emit("<sup>\(footnotes)</sup> ")
    for child in document.children(of: node) {
      if child.kind == .paragraph { inlines(of: child) } else { block(child) }
    }
    let reference = referenceIdentifier("\(footnotes)", 1)
    emit(" <a href=\"#\(reference)\" aria-label=\"Back to the text\">↩</a></div>\n")
  }

  /// A footnote's name has a colon, which no heading's and no label has.
  private func noteIdentifier(_ number: String) -> String { "fn:\(context.scope)\(number)".escapedForHTML }

  private func referenceIdentifier(_ number: String, _ count: Int) -> String {
    "fnref:\(context.scope)\(number)".escapedForHTML + (count > 1 ? ":\(count)" : "")
  }

  /// A place in the text that refers to a footnote, perhaps not the first.
  mutating func footnoteReference(_ number: String) {
    let count = footnoteReferences[number, default: 0] + 1
    footnoteReferences[number] = count
    let shown = number.escapedForHTML
    emit(
      "<sup><a id=\"\(referenceIdentifier(number, count))\" href=\"#\(noteIdentifier(number))\" "
        + "aria-label=\"Footnote \(shown)\">\(shown)</a></sup>")
  }
}
