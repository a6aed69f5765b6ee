extension ProseRenderer {
  /// Writes the notes at the end of the text.
  ///
  /// - Parameter beginning: Called before each note.
  mutating func notes(_ beginning: (inout ProseRenderer) -> Void) {
    for (index, node) in notes.nodes.enumerated() {
      beginning(&self)
      footnote(node, index + 1)
    }
  }

  private mutating func footnote(_ node: MarkdownNode, _ number: Int) {
    emit("<div class=\"footnote\" id=\"\(noteIdentifier(number))\">")
    emit("<sup>\(number)</sup> ")
    let back =
      " <a href=\"#\(referenceIdentifier(number, 1))\" aria-label=\"Back to the text\">↩</a>"
    let children = document.children(of: node)
    if node.kind == .inlineNote {
      inlines(children)
      emit(back)
    } else {
      for (index, child) in children.enumerated() {
        if child.kind == .paragraph, index == 0 {
          inlines(of: child)
        } else if child.kind == .paragraph {
          emit("<br>\n")
          inlines(of: child)
        } else {
          block(child)
        }
      }
      emit(back)
    }
    emit("</div>\n")
  }

  /// A footnote's name has a colon, which no heading's and no label has.
  private func noteIdentifier(_ number: Int) -> String { "fn:\(context.scope)\(number)".escapedForHTML }

  private func referenceIdentifier(_ number: Int, _ count: Int) -> String {
    "fnref:\(context.scope)\(number)".escapedForHTML + (count > 1 ? ":\(count)" : "")
  }

  /// A position in the text that refers to a footnote, perhaps not the first, or that contains one.
  mutating func footnoteReference(_ node: MarkdownNode) {
    guard let number = notes.numbers[node.id] else { return emit(node.literal.escapedForHTML) }
    let count = footnoteReferences[number, default: 0] + 1
    footnoteReferences[number] = count
    emit(
      "<sup><a id=\"\(referenceIdentifier(number, count))\" href=\"#\(noteIdentifier(number))\" "
        + "aria-label=\"Footnote \(number)\">\(number)</a></sup>")
  }
}
