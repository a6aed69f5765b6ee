/// Code that does not run.
extension ProseRenderer {
  mutating func sample(_ node: MarkdownNode, _ info: String) {
    if let format = RawFence.format(of: info) {
      // What is for other formats than a page is not shown.
      if format == "html" || format == "text/html" { rawHTML(node.literal, inBlock: true) }
      return
    }
    let fence = CodeFence(info: info)
    if ["dot", "graphviz"].contains(fence.language),
      case .drawn(let address) = context.graphviz.drawing(of: node.literal)
    {
      let text = fence.attributes["fig-alt"] ?? "Diagram"
      return emit("<p class=\"paper\"><img src=\"\(address)\" alt=\"\(text.escapedForHTML)\"></p>\n")
    }
    if let file = fence.attributes["filename"] {
      needs.insert(.blocks)
      emit("<p class=\"filename\">\(file.escapedForHTML)</p>\n")
    }
    let source = node.literal
    let body = fence.language == "swift" ? SwiftHighlighter.html(source) : source.escapedForHTML
    let name = fence.attributes.identifier.map { identifierAttribute($0) } ?? ""
    emit("<pre class=\"sample\"\(name) tabindex=\"0\"><code>\(body)</code></pre>\n")
  }
}
