extension MarkdownDocument {
  /// The document with an end for each unclosed element of the author's HTML, so it does not contain everything after
  /// it.
  ///
  /// An inline element ends with its parent. One of several blocks ends before the next heading or
  /// cell, and at the latest with its list item, quotation, division or included file.
  ///
  /// - Parameter dialect: The meaning of a plain Swift fence.
  func closingHTML(_ dialect: SwiftFence.Dialect) -> MarkdownDocument {
    guard nodes.contains(where: { $0.authorHTML != nil }) else { return self }
    let reader = HTMLEndReader(self, dialect)
    return reader.ends.isEmpty ? self : MarkdownDocument(nodes: reader.arranged())
  }
}

extension MarkdownNode {
  /// The HTML that the author wrote as such; nil for any other node.
  var authorHTML: String? {
    switch kind {
    case .htmlBlock, .htmlInline: literal
    case .codeBlock(let info, _): ["html", "text/html"].contains(RawFence.format(of: info)) ? literal : nil
    default: nil
    }
  }
}

/// Finds the unclosed elements, and the positions where they end.
private struct HTMLEndReader {
  private let document: MarkdownDocument
  /// The children of each node.
  private let children: [[MarkdownNode.ID]]
  /// True for nodes that are or contain a heading or a cell.
  private var stops: [Bool]
  /// The elements that need an end, in order of their start.
  private(set) var ends: [Open] = []

  struct Open {
    var name: String
    var node: MarkdownNode.ID
    /// True if the author wrote it as complete, `<a id="x"/>`, or may leave out its end.
    var isExpected: Bool
    /// Number of elements that begin before it.
    var order: Int
  }

  init(_ document: MarkdownDocument, _ dialect: SwiftFence.Dialect) {
    self.document = document
    var children = Array(repeating: [MarkdownNode.ID](), count: document.nodes.count)
    stops = Array(repeating: false, count: document.nodes.count)
    for node in document.nodes { if let parent = node.parent { children[parent].append(node.id) } }
    self.children = children
    for node in document.nodes.reversed() {
      if node.isStop(dialect) { stops[node.id] = true }
      if stops[node.id], let parent = node.parent { stops[parent] = true }
    }
    findOpenElements()
  }

  /// Elements are closed by name within the innermost part of the document whose HTML is self-contained.
  private mutating func findOpenElements() {
    var scopes: [(end: MarkdownNode.ID, open: [String: [Open]])] = [(document.nodes.count, [:])]
    var count = 0
    func open(_ name: String, _ node: MarkdownNode.ID, isExpected: Bool) -> Open {
      count += 1
      return Open(name: name, node: node, isExpected: isExpected, order: count)
    }
    for node in document.nodes {
      while scopes.count > 1, let last = scopes.last, node.id >= last.end { leave(&scopes) }
      if node.kind.partsHTML { scopes.append((node.descendants.upperBound, [:])) }
      // What would swallow the rest is shown as text.
      guard var html = node.authorHTML, RawProse.swallowing(html) == nil else { continue }
      html.withUTF8 { bytes in
        var tags = HTMLTagScanner(bytes)
        var endsInParagraph = false
        while let tag = tags.next() {
          if !tag.isEnd, HTMLTagNames.rawText.contains(tag.name) { _ = tags.skipText(of: tag.name) }
          if HTMLTagNames.block.contains(tag.name) { endsInParagraph = tag.name == "p" && !tag.isEnd }
          guard HTMLPolicy.elements.contains(tag.name), !HTMLTagNames.void.contains(tag.name),
            !HTMLTagNames.implied.contains(tag.name)
          else { continue }
          if tag.isEnd {
            _ = scopes[scopes.count - 1].open[tag.name]?.popLast()
          } else if tag.isSelfClosing {
            ends.append(open(tag.name, node.id, isExpected: true))
          } else {
            scopes[scopes.count - 1].open[tag.name, default: []].append(open(tag.name, node.id, isExpected: false))
          }
        }
        // A paragraph of HTML contains no blocks.
        if endsInParagraph, node.kind == .htmlBlock { ends.append(open("p", node.id, isExpected: true)) }
      }
    }
    while !scopes.isEmpty { leave(&scopes) }
    ends.sort { $0.order < $1.order }
  }

  private mutating func leave(_ scopes: inout [(end: MarkdownNode.ID, open: [String: [Open]])]) {
    for open in scopes.removeLast().open.values { ends += open }
  }

  // MARK: Places

  /// The nodes with the ends inserted.
  func arranged() -> [MarkdownNode] {
    var arrangement = MarkdownArrangement(document.nodes, definitionLines: [:])
    /// Ends to write after a node, before one, and at the end of one.
    var after: [MarkdownNode.ID: [MarkdownNode.ID]] = [:]
    var before = after
    var last = after
    var parents: Set<MarkdownNode.ID> = []
    let next = nextStops()
    // The innermost element ends first.
    for open in ends.reversed() {
      let node = document[open.node]
      guard let parent = node.parent else { continue }
      let end = arrangement.add(
        .htmlEnd(name: open.name, isExpected: open.isExpected), literal: "</\(open.name)>", like: node, [])
      let endsWithNode = open.isExpected || HTMLTagNames.isPhrasing(open.name)
      if !document[parent].kind.holdsBlocks {
        // An inline node with content, such as emphasis, keeps the element within.
        if open.isExpected { after[node.id, default: []].append(end) } else { last[parent, default: []].append(end) }
      } else if endsWithNode {
        after[node.id, default: []].append(end)
      } else if let stop = next[node.id] {
        before[stop, default: []].append(end)
      } else {
        last[parent, default: []].append(end)
      }
      parents.insert(parent)
    }
    for parent in parents {
      arrangement.children[parent] =
        children[parent].flatMap { (before[$0] ?? []) + [$0] + (after[$0] ?? []) } + (last[parent] ?? [])
    }
    return arrangement.flattened()
  }

  /// For each block, the next sibling that is or contains a heading or a cell.
  private func nextStops() -> [MarkdownNode.ID: MarkdownNode.ID] {
    var next: [MarkdownNode.ID: MarkdownNode.ID] = [:]
    for parent in Set(ends.compactMap { document[$0.node].parent }) {
      var stop: MarkdownNode.ID?
      for child in children[parent].reversed() {
        next[child] = stop
        if stops[child] { stop = child }
      }
    }
    return next
  }
}

extension MarkdownNode {
  /// True for a heading and a cell.
  fileprivate func isStop(_ dialect: SwiftFence.Dialect) -> Bool {
    switch kind {
    case .heading: true
    case .codeBlock(let info, _?): SwiftFence(info: info, dialect) != nil
    default: false
    }
  }
}

extension MarkdownNode.Kind {
  /// True for a part of the document that elements of the author's HTML do not leave.
  fileprivate var partsHTML: Bool {
    switch self {
    case .blockQuote, .item, .div, .definition, .footnoteDefinition, .inlineNote, .tableCell: true
    default: false
    }
  }
}
