import Foundation

extension ProseRenderer {
  /// The words, links and pictures of a paragraph.
  mutating func inlines(_ nodes: [MarkdownNode]) {
    for node in nodes { inline(node) }
  }

  private mutating func inline(_ node: MarkdownNode) {
    switch node.kind {
    case .text: text(node.literal)
    case .softBreak: emit("\n")
    case .lineBreak: emit("<br>\n")
    case .code: code(node)
    case .emphasis: wrap("em", node)
    case .strong: wrap("strong", node)
    case .strikethrough: wrap("del", node)
    case .htmlInline: rawHTML(node.literal, inBlock: false)
    case .link(let url, let title): link(node, url, title)
    case .image(let url, let title): image(node, url, title)
    case .footnoteReference: footnoteReference(node.literal)
    default: inlines(node.children)
    }
  }

  private mutating func wrap(_ tag: String, _ node: MarkdownNode) {
    emit("<\(tag)>")
    inlines(node.children)
    emit("</\(tag)>")
  }

  private mutating func text(_ literal: String) {
    var html = ""
    guarded.split(literal) {
      html += context.references.link($0)
    } formula: {
      html += MathML.render($0)
    }
    emit(html)
  }

  private mutating func code(_ node: MarkdownNode) {
    let literal = guarded.restored(node.literal)
    if context.isNotebook, let expression = InlineExpression.text(in: literal) {
      emit(nextInlineValue(expression))
    } else {
      emit("<code>\(literal.escapedForHTML)</code>")
    }
  }

  private mutating func link(_ node: MarkdownNode, _ url: String, _ title: String) {
    guard let address = LinkPolicy.safe(guarded.restored(url)) else { return inlines(node.children) }
    let attribute = title.isEmpty ? "" : " title=\"\(title.escapedForHTML)\""
    emit("<a href=\"\(address.escapedForHTML)\"\(attribute)>")
    inlines(node.children)
    emit("</a>")
  }

  /// A picture beside the notebook is put into the page; one from elsewhere becomes a link, since the page loads nothing.
  private mutating func image(_ node: MarkdownNode, _ url: String, _ title: String) {
    let alternative = node.plainText.escapedForHTML
    let attribute = title.isEmpty ? "" : " title=\"\(title.escapedForHTML)\""
    if let data = context.pictures(url) {
      emit("<img src=\"\(data)\" alt=\"\(alternative)\"\(attribute)>")
    } else if let address = LinkPolicy.safe(url) {
      let text = alternative.isEmpty ? address.escapedForHTML : alternative
      emit("<a class=\"picture\" href=\"\(address.escapedForHTML)\"\(attribute)>\(text)</a>")
    } else {
      emit(alternative)
    }
  }
}
