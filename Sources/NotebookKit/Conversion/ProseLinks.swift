/// The links of a notebook's prose by their first line, and the definitions that they need.
struct ProseLinks {
  private let lines: [Substring]
  private let definitions: LinkDefinitions
  /// In the order of their lines, each with its position in the notebook's tree.
  private let links: [(line: Int, place: Int, kind: MarkdownNode.Kind)]

  init(_ notebook: Notebook) {
    lines = notebook.lines
    definitions = LinkDefinitions(notebook.document, lines: notebook.lines)
    links = notebook.document.nodes.filter(\.kind.isLink).map { ($0.firstLine, $0.id, $0.kind) }
      .sorted { ($0.0, $0.1) < ($1.0, $1.1) }
  }

  /// The definitions that some lines need in a separate cell; nil if they cannot be found.
  func definitions(missingIn lines: Range<Int>) -> [LinkDefinitions.Definition]? {
    if definitions.all.isEmpty || lines.isEmpty { return [] }
    let text = self.lines[(lines.lowerBound - 1)..<(lines.upperBound - 1)].joined(separator: "\n")
    let start = links.partitioningIndex { $0.line >= lines.lowerBound }
    let end = links.partitioningIndex { $0.line >= lines.upperBound }
    let links = links[start..<end]
    return definitions.missing(from: text, links: links.sorted { $0.place < $1.place }.map(\.kind))
  }
}
