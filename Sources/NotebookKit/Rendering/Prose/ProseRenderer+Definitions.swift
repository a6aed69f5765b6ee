extension ProseRenderer {
  mutating func definitionList(_ node: MarkdownNode) {
    emit("<dl>\n")
    for part in document.children(of: node) {
      if case .definition(let isTight) = part.kind {
        emit("<dd>")
        for child in document.children(of: part) {
          if isTight, child.kind == .paragraph { inlines(of: child) } else { block(child) }
        }
        emit("</dd>\n")
      } else {
        emit("<dt>")
        inlines(of: part)
        emit("</dt>\n")
      }
    }
    emit("</dl>\n")
  }
}
