/// Code that does not run.
extension ProseRenderer {
  mutating func sample(_ node: MarkdownNode, _ info: String) {
    if let format = RawFence.format(of: info) {
      // Content for other formats than a page is not shown.
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
    if let target = context.references.targetOfNode[node.id] { return listing(node, fence, target) }
    if let file = fence.attributes["filename"] {
      needs.insert(.blocks)
      emit("<p class=\"filename\">\(file.escapedForHTML)</p>\n")
    }
    let name = fence.attributes.identifier.map { identifierAttribute($0) } ?? ""
    sampleCode(node, fence, name)
  }

  /// Code with a number and a caption.
  private mutating func listing(_ node: MarkdownNode, _ fence: CodeFence, _ target: CrossReferences.Target) {
    needs.insert(.blocks)
    let name = fence.attributes.identifier.map { identifierAttribute($0) } ?? ""
    let caption = fence.attributes["lst-cap"].map { ": " + Self.inlineHTML($0, context: context) } ?? ""
    emit("<figure\(name)>\n<figcaption><b>\(target.caption)</b>\(caption)</figcaption>\n")
    sampleCode(node, fence, "")
    emit("</figure>\n")
  }

  private mutating func sampleCode(_ node: MarkdownNode, _ fence: CodeFence, _ name: String) {
    let source = node.literal
    let body = fence.language == "swift" ? SwiftHighlighter.html(source) : source.escapedForHTML
    emit("<pre class=\"sample\"\(name) tabindex=\"0\"><code>\(body)</code></pre>\n")
  }
}
