/// Citations as text, at their positions in the prose: `[see @knuth1984, p. 33]` as `(see Knuth 1984, p. 33)`.
struct CitationText {
  private let citations: Citations
  private let references: CrossReferences
  private let bytes: [UInt8]
  private(set) var edits: [(range: Range<Int>, text: String)] = []

  /// - Parameter text: The text whose byte offsets the tree contains.
  init(_ document: MarkdownDocument, of text: String, _ references: CrossReferences) {
    self.references = references
    citations = references.citations
    guard !citations.works.isEmpty else {
      bytes = []
      return
    }
    bytes = Array(text.utf8)
    for node in document.nodes where !node.descendants.isEmpty && !node.kind.holdsBlocks {
      read(CitationGroup.parted(document.children(of: node)))
    }
  }

  private mutating func read(_ nodes: [MarkdownNode]) {
    var index = 0
    while index < nodes.count {
      if let end = CitationGroup.end(of: index, in: nodes) {
        let inner = nodes[(index + 1)..<end]
        if let group = CitationGroup(inner, references: references), brackets(around: inner, of: group) {
          index = end + 1
          continue
        }
      }
      if case .crossReference(let label) = nodes[index].kind, references.target(of: label) == nil,
        let (work, rest) = citations.work(of: label), let range = nodes[index].source
      {
        edits.append((range.lowerBound..<(range.upperBound - rest.utf8.count), ProseExport.escaped(work.mention)))
      }
      index += 1
    }
  }

  /// The first unmatched closing bracket, such as that of a link.
  private func bracket(_ wanted: UInt8, in places: some Sequence<Int>, past other: UInt8) -> Int? {
    var depth = 0
    for place in places {
      if bytes[place] == other { depth += 1 }
      guard bytes[place] == wanted else { continue }
      if depth == 0 { return place }
      depth -= 1
    }
    return nil
  }

  /// Replaces the brackets of a group and its keys; false if their positions are unknown.
  private mutating func brackets(around nodes: ArraySlice<MarkdownNode>, of group: CitationGroup) -> Bool {
    let keys = nodes.filter { node in
      if case .crossReference(let label) = node.kind { references.target(of: label) == nil } else { false }
    }
    let ranges = keys.compactMap(\.source)
    guard ranges.count == group.items.count, let first = ranges.first, let last = ranges.last,
      let start = bracket(UInt8(ascii: "["), in: (0..<first.lowerBound).reversed(), past: UInt8(ascii: "]")),
      let end = bracket(UInt8(ascii: "]"), in: last.upperBound..<bytes.count, past: UInt8(ascii: "["))
    else { return false }
    edits.append((start..<(start + 1), "("))
    for (item, range) in zip(group.items, ranges) {
      guard case .work(let work, let rest) = item.target else { continue }
      let words = item.isYearOnly ? work.year : "\(work.authors) \(work.year)"
      let begin = item.isYearOnly ? range.lowerBound - 1 : range.lowerBound
      edits.append((begin..<(range.upperBound - rest.utf8.count), ProseExport.escaped(words)))
    }
    edits.append((end..<(end + 1), ")"))
    return true
  }
}
