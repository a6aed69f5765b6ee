/// Divisions: blocks between lines of colons.
extension ProseRenderer {
  mutating func div(_ node: MarkdownNode) {
    let attributes = node.attributes ?? Attributes()
    guard attributes.isShown(in: ["html", "html:js", "html5"], context.metadata) else { return }
    let works = context.references.citations.works
    if attributes.identifier == "refs", !works.isEmpty, !hasReferenceList { return references(to: works) }
    if let kind = CalloutKind(of: attributes) { return callout(node, kind, attributes) }
    if attributes.has("panel-tabset") { return tabs(node, attributes) }
    if let target = context.references.targetOfNode[node.id],
      CrossReferences.Target.Kind(ofTheorem: attributes.identifier ?? "") != nil
    {
      return theorem(node, attributes, "<b>\(target.caption)</b>")
    }
    if let kind = attributes.unnumberedStatement {
      return theorem(node, attributes, "<i>\(kind.prefix(1).uppercased() + kind.dropFirst())</i>")
    }
    if let target = context.references.targetOfNode[node.id] { return panel(node, attributes, target) }
    needs.insert(.blocks)
    if attributes.has("columns") { return columns(node, attributes) }
    let layout = Layout(attributes)
    let isAside = attributes.has("column-margin") || attributes.has("aside")
    if isAside { needs.insert(.layout) }
    let tag = isAside ? "aside" : "div"
    let ours: Set = ["column-margin", "aside"]
    emit(
      "<\(tag)" + commonAttributes(attributes, without: isAside ? ours : []) + (isAside ? " class=\"aside\"" : "")
        + ">\n")
    if let layout {
      rows(items(of: document.children(of: node)), layout)
    } else {
      for child in document.children(of: node) { block(child) }
    }
    emit("</\(tag)>\n")
  }

  /// A statement with its number, or a proof: the title is an attribute or the heading with which it begins.
  private mutating func theorem(_ node: MarkdownNode, _ attributes: Attributes, _ kind: String) {
    needs.insert(.blocks)
    var children = document.children(of: node)
    emit("<div class=\"theorem\"" + (attributes.identifier.map { identifierAttribute($0) } ?? "") + ">\n<p>\(kind)")
    if let title = blockTitle(&children, attributes["name"]) {
      emit(" (")
      for piece in title { emit(piece) }
      emit(")")
    }
    emit("</p>\n")
    for child in children { block(child) }
    emit("</div>\n")
  }

  // MARK: Columns and layouts

  private mutating func columns(_ node: MarkdownNode, _ attributes: Attributes) {
    emit("<div class=\"row\"" + (attributes.identifier.map { identifierAttribute($0) } ?? "") + ">\n")
    for child in document.children(of: node) {
      guard case .div = child.kind, let column = child.attributes, column.has("column") else {
        block(child)
        continue
      }
      var width = ""
      if case .percent(let percent)? = Extent(column["width"]) {
        needs.insert(.width(percent))
        width = " class=\"w\(percent)\""
      }
      emit("<div\(width)>\n")
      for inner in document.children(of: child) { block(inner) }
      emit("</div>\n")
    }
    emit("</div>\n")
  }

  /// The parts of a layout: blocks, and each picture of a paragraph of pictures.
  func items(of blocks: [MarkdownNode]) -> [LayoutItem] {
    blocks.flatMap { node -> [LayoutItem] in
      guard node.kind == .paragraph, let images = document.images(of: node), images.count > 1 else {
        return [.block(node)]
      }
      return images.map { .image($0) }
    }
  }

  mutating func rows(_ items: [LayoutItem], _ layout: Layout) {
    needs.insert(.blocks)
    var rest = items[...]
    for row in layout.rows(ofItems: items.count) where !rest.isEmpty {
      emit("<div class=\"row\">\n")
      for width in row {
        guard let width else {
          emit("<div></div>\n")
          continue
        }
        guard let item = rest.popFirst() else { break }
        if width > 0 { needs.insert(.width(width)) }
        emit(width > 0 ? "<div class=\"w\(width)\">\n" : "<div>\n")
        switch item {
        case .block(let node): block(node)
        case .image(let node): if !figure(node) { paragraph(of: node) }
        }
        emit("</div>\n")
      }
      emit("</div>\n")
    }
    for item in rest {
      switch item {
      case .block(let node): block(node)
      case .image(let node): paragraph(of: node)
      }
    }
  }

  private mutating func paragraph(of image: MarkdownNode) {
    emit("<p>")
    inlines([image])
    emit("</p>\n")
  }

  // MARK: Figures of several parts

  /// A figure or table with a number: its parts, and the caption that is the last paragraph.
  private mutating func panel(_ node: MarkdownNode, _ attributes: Attributes, _ target: CrossReferences.Target) {
    needs.insert(.blocks)
    var children = document.children(of: node)
    var caption: MarkdownNode?
    if children.count > 1, let last = children.last, last.kind == .paragraph, document.images(of: last) == nil {
      caption = last
      children.removeLast()
    }
    emit("<figure" + (attributes.identifier.map { identifierAttribute($0) } ?? "") + ">\n")
    let isBelow = target.kind != .table && target.kind != .listing
    if !isBelow { self.caption(target, caption, or: attributes["tbl-cap"] ?? attributes["lst-cap"]) }
    if let layout = Layout(attributes) {
      rows(items(of: children), layout)
    } else {
      for child in children { block(child) }
    }
    if isBelow { self.caption(target, caption, or: attributes["fig-cap"]) }
    emit("</figure>\n")
  }

  private mutating func caption(_ target: CrossReferences.Target, _ node: MarkdownNode?, or text: String?) {
    emit("<figcaption><b>\(target.caption)</b>")
    if let node {
      emit(": ")
      inlines(of: node)
    } else if let text {
      emit(": " + Self.inlineHTML(text, context: context))
    }
    emit("</figcaption>\n")
  }

  // MARK: Tabs

  /// Parts under headings of one level, of which one is shown at a time; all are when printed.
  private mutating func tabs(_ node: MarkdownNode, _ attributes: Attributes) {
    let children = document.children(of: node)
    guard let level = children.lazy.compactMap(\.headingLevel).first else {
      for child in children { block(child) }
      return
    }
    needs.insert(.blocks)
    tabsets += 1
    let name = "tabs:\(context.scope)\(tabsets)".escapedForHTML
    emit(
      "<div class=\"tabs\" role=\"group\" aria-label=\"Tabs\""
        + (attributes.identifier.map { identifierAttribute($0) } ?? "") + ">\n")
    var count = 0
    for child in children {
      if child.headingLevel == level {
        if count > 0 { emit("</section>\n") }
        count += 1
        emit("<input type=\"radio\" name=\"\(name)\" id=\"\(name):\(count)\"\(count == 1 ? " checked" : "")>")
        emit("<label for=\"\(name):\(count)\">")
        let title = pieces { $0.inlines(of: child) }
        for piece in title { emit(piece) }
        emit("</label>\n<section>\n")
      } else if count > 0 {
        block(child)
      } else {
        emit("<div class=\"above\">\n")
        block(child)
        emit("</div>\n")
      }
    }
    emit("</section>\n</div>\n")
  }
}

extension MarkdownNode {
  var headingLevel: Int? { if case .heading(let level) = kind { level } else { nil } }
}
