/// Markdown as a tree: CommonMark with GitHub's tables, strikethrough, task lists, footnotes and bare links, with
/// formulas and cross references.
///
/// The nodes are in one array in document order, each before its children. So a node's descendants are a range, and
/// visiting all of them is a loop, however deep the text nests.
package struct MarkdownDocument: Equatable, Sendable {
  /// All nodes; the first is the document itself.
  package let nodes: [MarkdownNode]

  init(nodes: [MarkdownNode]) { self.nodes = nodes }

  package subscript(id: MarkdownNode.ID) -> MarkdownNode { nodes[id] }

  /// The stretches of the document in order: its paragraphs, lists, code blocks, …
  package var blocks: [MarkdownNode] { children(of: nodes[0]) }

  /// The children of `node`, without their own children.
  package func children(of node: MarkdownNode) -> [MarkdownNode] {
    var children: [MarkdownNode] = []
    var next = node.descendants.lowerBound
    while next < node.descendants.upperBound {
      children.append(nodes[next])
      next = nodes[next].descendants.upperBound
    }
    return children
  }

  /// The nodes below `node`, at any depth.
  package func descendants(of node: MarkdownNode) -> ArraySlice<MarkdownNode> { nodes[node.descendants] }

  /// The literal text of the node and all below it.
  package func plainText(of node: MarkdownNode) -> String {
    nodes[node.id..<node.descendants.upperBound].map(\.plainText).joined()
  }
}

extension MarkdownNode {
  /// The text that the node itself adds to a text without markup.
  package var plainText: String {
    switch kind {
    case .text, .code, .footnoteReference, .formula, .crossReference: literal
    case .softBreak, .lineBreak: " "
    default: ""
    }
  }
}
