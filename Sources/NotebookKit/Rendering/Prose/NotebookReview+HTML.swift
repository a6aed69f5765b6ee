/// The author's HTML: the parts that the page leaves out, and files that it cannot show.
extension NotebookReview {
  /// Finds the parts of the author's HTML that the page leaves out.
  mutating func lookAtHTML(_ node: MarkdownNode) {
    let mode = notebook.frontMatter.html
    if mode == .escaped { return }
    let start = node.literal.drop { $0 == " " }
    if node.kind == .htmlBlock, start.hasPrefix("<!--"), !start.contains("-->") {
      return add(.page(place(node), .openComment))
    }
    switch RawProse.swallowing(node.literal) {
    case .element(let name)?: return add(.page(place(node), .elementAsText(name: name)))
    case .markup(let start)?: return add(.page(place(node), .openMarkup(start: start)))
    case nil: break
    }
    let parts = leftOut.parts(of: node, blockEnd: blockEnd(of: node))
    if node.kind == .htmlBlock, let found = Self.picture(in: node.literal),
      !parts.contains(where: { if case .markdown = $0.part { true } else { false } })
    {
      var place = place(node)
      place.line += found.line
      add(.page(place, .markdownAsHTML(element: found.element)))
    }
    for (part, line) in parts {
      var place = place(node)
      place.line = min(node.lastLine, node.firstLine + line)
      switch part {
      case .element(let name): add(.page(place, .leftOutElement(name: name)))
      case .attribute(let name, let element): add(.page(place, .leftOutAttribute(name: name, element: element)))
      case .address(let address):
        add(.brokenLink(place, address: address, reason: "reports may not link to such an address."))
      case .markdown(let element):
        if Self.holdsText(node.literal, below: line) { add(.page(place, .markdownAsHTML(element: element))) }
      }
    }
  }

  /// The node behind the block in which some HTML stands.
  private func blockEnd(of node: MarkdownNode) -> MarkdownNode.ID {
    var block = node
    while let parent = block.parent, !notebook.document[parent].kind.holdsBlocks { block = notebook.document[parent] }
    return block.descendants.upperBound
  }

  /// The first line of some HTML that begins with a picture of Markdown, from 0, and the element with which the HTML begins.
  private static func picture(in html: String) -> (line: Int, element: String)? {
    guard html.contains("![") else { return nil }
    let lines = html.split(separator: "\n", omittingEmptySubsequences: false)
    let line = lines.firstIndex { $0.drop { $0 == " " }.hasPrefix("![") && $0.contains("](") }
    let tag = html.drop { $0 != "<" }.dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == "-" }
    return line.flatMap { tag.isEmpty ? nil : ($0, tag.lowercased()) }
  }

  /// True if text, and no tag, begins a line of some HTML below one of its lines, or stands behind the tags of that.
  private static func holdsText(_ html: String, below line: Int) -> Bool {
    let lines = html.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(line)
    let behind = lines.first.flatMap { first in first.firstIndex(of: ">").map { first[$0...].dropFirst() } }
    return ([behind].compactMap { $0 } + lines.dropFirst()).contains { text in
      text.first { !$0.isWhitespace }.map { $0 != "<" } ?? false
    }
  }

  /// Checks images, videos and sounds of the author's HTML, whose addresses are between quotes or blanks.
  mutating func lookAtFilesOfHTML() {
    guard !plan.missingPictures.isEmpty || !plan.missingMedia.isEmpty else { return }
    let html = notebook.document.nodes.filter(\.isHTML)
    var nodes: [Substring: MarkdownNode] = [:]
    for node in html {
      let quoted = node.literal.split { $0 == "\"" || $0 == "'" }
      let plain = node.literal.split { $0.isWhitespace || "\"'=<>".contains($0) }
      for word in quoted + plain where nodes[word] == nil { nodes[word] = node }
    }
    // An address with entities is written in another way.
    for address in plan.missingPictures {
      if let node = nodes[address[...]] ?? html.first { lookAtPicture(address, node) }
    }
    for address in plan.missingMedia {
      guard let node = nodes[address[...]] ?? html.first,
        let reason = LocalMedia.problem(address, beside: folder)
      else { continue }
      add(.page(place(node), .missingVideo(address: address, reason: reason)))
    }
  }
}
