/// The footnotes of a document, including those within lines, in the order in which the text refers to them.
struct DocumentNotes {
  /// The nodes with the text of each note, from number 1 on.
  private(set) var nodes: [MarkdownNode] = []
  /// The number of a reference or of a note within a line.
  private(set) var numbers: [MarkdownNode.ID: Int] = [:]

  init(_ document: MarkdownDocument) {
    let includes = document.nodes.compactMap { node -> Range<MarkdownNode.ID>? in
      if case .include = node.kind { node.descendants } else { nil }
    }
    // An included file counts its own.
    func scope(of node: MarkdownNode) -> MarkdownNode.ID {
      includes.last { $0.contains(node.id) }?.lowerBound ?? 0
    }
    // cmark numbers the definitions of a text as it has them at its end.
    var definitions: [MarkdownNode.ID: [MarkdownNode]] = [:]
    for node in document.nodes where node.kind == .footnoteDefinition {
      definitions[scope(of: node), default: []].append(node)
    }
    var numberOfDefinition: [MarkdownNode.ID: Int] = [:]
    for node in document.nodes {
      if node.kind == .inlineNote {
        nodes.append(node)
        numbers[node.id] = nodes.count
      } else if node.kind == .footnoteReference, let index = Int(node.literal),
        let definition = definitions[scope(of: node)]?[safe: index - 1]
      {
        if numberOfDefinition[definition.id] == nil {
          nodes.append(definition)
          numberOfDefinition[definition.id] = nodes.count
        }
        numbers[node.id] = numberOfDefinition[definition.id]
      }
    }
  }
}
