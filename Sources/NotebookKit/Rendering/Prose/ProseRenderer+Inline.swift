extension ProseRenderer {
  /// The words, links and pictures of a paragraph.
  mutating func inlines(_ nodes: [MarkdownNode]) {
    inlineDepth += 1
    defer { inlineDepth -= 1 }
    let nodes = context.references.citations.hasBibliography ? CitationGroup.parted(nodes) : nodes
    var index = nodes.startIndex
    while index < nodes.endIndex {
      if let end = citation(at: index, in: nodes) {
        index = end
        continue
      }
      if let mark = punctuation(behind: index, in: nodes) {
        // A line would end between a formula and the full stop behind it.
        emit("<span class=\"joined\">")
        inline(nodes[index])
        emit("\(mark.escapedForHTML)</span>\(nodes[index + 1].literal.dropFirst(mark.count).escapedForHTML)")
        index += 2
        continue
      }
      // cmark reads emphasis of any depth, too.
      if inlineDepth < Self.maximumDepth { inline(nodes[index]) } else { flattened(nodes[index]) }
      index += 1
    }
  }

  /// The marks that belong to a formula within a line, of which the text behind it begins; nil if there are none.
  private func punctuation(behind index: Int, in nodes: [MarkdownNode]) -> Substring? {
    guard case .formula(let formula) = nodes[index].kind, !formula.isDisplayed, nodes.indices.contains(index + 1),
      nodes[index + 1].kind == .text, case .typeset = mathematics.outcome(of: formula, at: nodes[index].id)
    else { return nil }
    let marks = nodes[index + 1].literal.prefix { ".,;:!?)]’”".contains($0) }
    return marks.isEmpty ? nil : marks
  }

  mutating func inlines(of node: MarkdownNode) { inlines(document.children(of: node)) }

  private mutating func inline(_ node: MarkdownNode) {
    switch node.kind {
    case .text: emit(node.literal.escapedForHTML)
    case .softBreak: emit("\n")
    case .lineBreak: emit("<br>\n")
    case .code: code(node)
    case .formula(let formula): emit(self.formula(formula, at: node.id))
    case .crossReference(let label): crossReference(node, label)
    case .emphasis: wrap("em", node)
    case .strong: wrap("strong", node)
    case .strikethrough: wrap("del", node)
    case .subscripted: wrap("sub", node)
    case .superscripted: wrap("sup", node)
    case .htmlInline, .htmlEnd: rawHTML(node.literal, inBlock: false)
    case .link(let url, let title): link(node, url, title)
    case .image(let url, let title): image(node, url, title)
    case .footnoteReference, .inlineNote: if !isInContents { footnoteReference(node) }
    case .span: span(node)
    case .references(let group): references(group)
    case .shortcode(let shortcode): self.shortcode(shortcode)
    default: inlines(of: node)
    }
  }

  private mutating func wrap(_ tag: String, _ node: MarkdownNode) {
    emit("<\(tag)>")
    inlines(of: node)
    emit("</\(tag)>")
  }

  private mutating func code(_ node: MarkdownNode) {
    if let value = context.notebook?.inlineValue(at: node) {
      emit(.inlineValue(value.id))
    } else {
      emit("<code>\(node.literal.escapedForHTML)</code>")
    }
  }

  private mutating func link(_ node: MarkdownNode, _ url: String, _ title: String) {
    guard !isInContents, let address = LinkPolicy.safe(url) else { return inlines(of: node) }
    emit("<a href=\"\(address.escapedForHTML)\"\(titleAttribute(title))\(commonAttributes(node.attributes))>")
    isInLink = true
    inlines(of: node)
    isInLink = false
    emit("</a>")
  }

  /// A picture beside the notebook is put into the page; one from elsewhere becomes a link, since the page loads
  /// nothing.
  ///
  /// - Parameter describedByCaption: True if the words of the picture stand below it, too.
  mutating func image(_ node: MarkdownNode, _ url: String, _ title: String = "", describedByCaption: Bool = false) {
    let alternative = PlainText(of: node, in: document, of: context.notebook)
    if isInContents {
      emit(alternative)
    } else if let data = context.pictures(url) {
      emit("<img src=\"\(data)\" alt=\"")
      if let written = node.attributes?["fig-alt"] ?? node.attributes?["alt"] {
        emit(written.escapedForHTML)
      } else {
        emit(alternative)
      }
      emit("\"\(titleAttribute(title))\(pictureAttributes(node))>")
    } else if LocalMedia.isVideo(url) {
      video(url, title: title.isEmpty ? nil : title)
    } else if let address = LinkPolicy.safe(url) {
      emit("<a class=\"picture\" href=\"\(address.escapedForHTML)\"\(titleAttribute(title))>")
      emit(alternative.isEmpty ? PlainText(address) : alternative)
      emit("</a>")
    } else {
      emit(alternative)
    }
  }

  /// A reference as a link; one that leads nowhere stays visible as `?@fig-…`, and a name stays a name.
  private mutating func crossReference(_ node: MarkdownNode, _ label: String) {
    guard let resolved = context.references.target(of: label) else {
      let isReference = CrossReferenceSyntax.isReference(label)
      let text = node.literal.escapedForHTML
      return emit(isReference ? "<strong class=\"missing\">?\(text)</strong>" : text)
    }
    if !isInContents { emit("<a class=\"ref\" href=\"#\(resolved.label.escapedForHTML)\">") }
    emit(resolved.target.text)
    emit((isInContents ? "" : "</a>") + resolved.rest.escapedForHTML)
  }

  private func titleAttribute(_ title: String) -> String {
    title.isEmpty ? "" : " title=\"\(title.escapedForHTML)\""
  }
}
