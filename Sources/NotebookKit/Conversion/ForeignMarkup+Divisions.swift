/// Divisions of Pandoc and Quarto, as readers of GitHub and Jupyter show them.
extension ForeignMarkup {
  mutating func div(_ div: MarkdownNode.Div, _ node: MarkdownNode) {
    let attributes = node.attributes ?? Attributes()
    let last = div.closingLine ?? node.lastLine
    let margin = margin(ofLine: node.firstLine)
    if attributes.identifier == "refs", !context.references.citations.works.isEmpty {
      hasWorks = true
      let works = ReferenceList(works: context.references.citations.works).markdown
      replaceLine(node.firstLine) { _ in works.replacing("\n", with: "\n" + margin) }
      if last > node.firstLine { hide((node.firstLine + 1)...last) }
      return
    }
    guard attributes.isShown(in: ["html", "markdown", "gfm", "ipynb"], context.metadata) else {
      return hide(node.firstLine...last)
    }
    if let aid = attributes.foldedAid, let closing = div.closingLine, CalloutKind(of: attributes) == nil,
      CrossReferences.Target.Kind(ofTheorem: attributes.identifier ?? "") == nil
    {
      let title = (attributes["title"] ?? attributes["name"]).map { ": " + $0.escapedForHTML } ?? ""
      let isOpen = attributes["collapse"] == "false" ? " open" : ""
      replaceLine(node.firstLine) { _ in "<details\(isOpen)><summary>\(aid)\(title)</summary>\n" + margin }
      return replaceLine(closing) { _ in "\n\(margin)</details>" }
    }
    var ending = ""
    defer { if let closing = div.closingLine { replaceLine(closing) { _ in ending } } }
    guard let kind = CalloutKind(of: attributes) else {
      if let statement = statement(attributes) {
        let title = attributes["name"].map { " (\($0))" } ?? ""
        let heading = title.isEmpty ? titleHeading(of: node) : nil
        if let heading { titles[heading.id] = (statement + " (", ")") }
        return replaceLine(node.firstLine) { _ in heading == nil ? statement + title + "\n" + margin : "" }
      }
      let caption = panelCaption(node, attributes)
      replaceLine(node.firstLine) { _ in caption.above }
      ending = caption.below
      return
    }
    let indentation = prefix(ofLine: node.firstLine)
    let title = attributes["title"]
    let heading = title == nil ? titleHeading(of: node) : nil
    if let heading {
      let isStrong = document.descendants(of: heading).contains { $0.kind == .strong }
      titles[heading.id] = isStrong ? ("", "") : ("**", "**")
    }
    switch context.target {
    case .gitHub:
      replaceLine(node.firstLine) { _ in
        "> [!\(kind.rawValue.uppercased())]" + (title.map { "\n\(margin)> **\($0)**\n\(margin)>" } ?? "")
      }
    case .jupyter:
      replaceLine(node.firstLine) { _ in heading == nil ? "> **\(title ?? kind.title)**\n\(margin)>" : ">" }
    }
    let inner = (node.firstLine + 1)..<(div.closingLine ?? node.lastLine + 1)
    for line in inner where lineStarts.indices.contains(line - 1) {
      let present = min(indentation.utf8.count, range(ofLine: line).count)
      let start = lineStarts[line - 1] + present
      // An empty line may lack the indentation of the list item that contains the callout.
      edits.append((start..<start, String(decoding: indentation.utf8.dropFirst(present), as: UTF8.self) + "> "))
    }
    quotedLines.append(inner)
  }

  /// The name of a theorem with its number, or of a proof; nil for any other division.
  private func statement(_ attributes: Attributes) -> String? {
    let name = attributes.identifier ?? ""
    if CrossReferences.Target.Kind(ofTheorem: name) != nil, let target = context.references.targets[name] {
      return "**\(target.caption)**"
    }
    return attributes.unnumberedStatement.map { "*\($0.prefix(1).uppercased() + $0.dropFirst())*" }
  }

  /// The heading with which a division begins, which is its title.
  private func titleHeading(of node: MarkdownNode) -> MarkdownNode? {
    document.children(of: node).first.flatMap { $0.kind.isHeading ? $0 : nil }
  }

  /// Puts the number before the caption of a figure of several parts, which is its last paragraph or an attribute.
  ///
  /// - Returns: The lines in the places of the colons.
  private mutating func panelCaption(_ node: MarkdownNode, _ attributes: Attributes) -> (above: String, below: String) {
    guard let name = attributes.identifier, let target = context.references.targets[name] else { return ("", "") }
    let children = document.children(of: node)
    guard children.count > 1, let last = children.last, last.kind == .paragraph, document.images(of: last) == nil,
      let start = lineStarts[safe: last.firstLine - 1]
    else {
      let isAbove = target.kind == .table || target.kind == .listing
      let words = isAbove ? attributes["tbl-cap"] ?? attributes["lst-cap"] : attributes["fig-cap"]
      let text = "**\(target.caption)**" + (words.map { ": \($0)" } ?? "")
      let margin = margin(ofLine: node.firstLine)
      return isAbove ? (text + "\n" + margin, "") : ("", "\n" + margin + text)
    }
    let place = start + prefix(ofLine: last.firstLine).utf8.count
    edits.append((place..<place, "**\(target.caption)**: "))
    return ("", "")
  }
}
