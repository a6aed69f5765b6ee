/// Rearranges the nodes of a document: attributes are attached to their elements, spans and divisions contain what is
/// between their marks, definitions and captions replace cmark's lists.
///
/// Lists of children, and no recursion: the text may nest to any depth.
struct MarkdownArrangement {
  var nodes: [MarkdownNode]
  /// The children of each node.
  var children: [[MarkdownNode.ID]]
  /// The lines at which definitions and captions begin.
  let definitionLines: Set<Int>

  init(_ nodes: [MarkdownNode], definitionLines: [Int: Int]) {
    self.nodes = nodes
    self.definitionLines = Set(definitionLines.keys)
    children = Array(repeating: [], count: nodes.count)
    for node in nodes { if let parent = node.parent { children[parent].append(node.id) } }
  }

  /// The nodes in their new order.
  mutating func arranged() -> [MarkdownNode] {
    // Inner content is rearranged before its parent.
    for id in nodes.indices.reversed() where !children[id].isEmpty {
      let list = children[id]
      let isInline = !nodes[id].kind.holdsBlocks
      children[id] = isInline ? arrangedInlines(list, in: id) : arrangedBlocks(list, in: id)
    }
    return flattened()
  }

  /// A new node with some children.
  mutating func add(_ kind: MarkdownNode.Kind, literal: String = "", like node: MarkdownNode, _ list: [Int]) -> Int {
    let id = nodes.count
    let lastLine = list.last.map { nodes[$0].lastLine } ?? node.lastLine
    nodes.append(
      MarkdownNode(
        id: id, parent: nil, kind: kind, literal: literal, firstLine: node.firstLine,
        lastLine: max(node.firstLine, lastLine), source: nil, descendants: (id + 1)..<(id + 1)))
    children.append(list)
    return id
  }

  /// The nodes in document order, with new numbers.
  func flattened() -> [MarkdownNode] {
    var result: [MarkdownNode] = []
    result.reserveCapacity(nodes.count)
    // Nodes to write, each with its new parent; nil ends the last open one.
    var waiting: [(id: Int, parent: Int?, ends: Bool)] = [(0, nil, false)]
    while let next = waiting.popLast() {
      if next.ends {
        result[next.id].descendants = (next.id + 1)..<result.count
        continue
      }
      var node = nodes[next.id]
      node.id = result.count
      node.parent = next.parent
      waiting.append((node.id, nil, true))
      for child in children[next.id].reversed() { waiting.append((child, node.id, false)) }
      result.append(node)
    }
    return result
  }
}

extension MarkdownNode.Kind {
  /// True if a node of this kind contains blocks.
  var holdsBlocks: Bool {
    switch self {
    case .document, .blockQuote, .footnoteDefinition, .list, .item, .table, .tableRow, .div, .definition, .include: true
    default: false
    }
  }
}
