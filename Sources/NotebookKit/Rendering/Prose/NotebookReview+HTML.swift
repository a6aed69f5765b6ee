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
    if let name = RawProse.swallowing(node.literal) { return add(.page(place(node), .elementAsText(name: name))) }
    for (part, line) in leftOut.parts(of: node.literal) {
      var place = place(node)
      place.line = min(node.lastLine, node.firstLine + line)
      switch part {
      case .element(let name): add(.page(place, .leftOutElement(name: name)))
      case .attribute(let name, let element): add(.page(place, .leftOutAttribute(name: name, element: element)))
      case .address(let address):
        add(.brokenLink(place, address: address, reason: "reports may not link to such an address."))
      }
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
