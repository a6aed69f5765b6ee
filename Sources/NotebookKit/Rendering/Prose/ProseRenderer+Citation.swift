/// Citations as Pandoc has them: `[see @knuth1984, p. 33; -@lamport1994]`, `@knuth1984`, `@knuth1984 [p. 33]`.
extension ProseRenderer {
  /// Writes the citation that begins at a node of a line.
  ///
  /// - Returns: The index after it; nil if none begins there, in which case nothing is written.
  mutating func citation(at index: Int, in nodes: [MarkdownNode]) -> Int? {
    let citations = context.references.citations
    guard citations.hasBibliography else { return nil }
    if case .crossReference(let label) = nodes[index].kind {
      return mention(label, at: index, in: nodes, citations)
    }
    guard let end = CitationGroup.end(of: index, in: nodes),
      let group = CitationGroup(nodes[(index + 1)..<end], references: context.references)
    else { return nil }
    emit("(")
    for (number, item) in group.items.enumerated() {
      if number > 0 { emit("; ") }
      emit(item.prefix)
      switch item.target {
      case .work(let work, let rest):
        let words = item.isYearOnly ? work.year : "\(work.authors) \(work.year)"
        link(to: work, words)
        emit(rest.escapedForHTML)
      case .unknown(let label): emit("<strong class=\"missing\">?@\(label.escapedForHTML)</strong>")
      }
      emit(item.suffix)
    }
    emit(")")
    return end + 1
  }

  /// A work as a part of the sentence, with the position in brackets after it.
  private mutating func mention(
    _ label: String, at index: Int, in nodes: [MarkdownNode], _ citations: Citations
  ) -> Int? {
    guard context.references.target(of: label) == nil, let (work, rest) = citations.work(of: label) else { return nil }
    var place: ArraySlice<MarkdownNode>?
    if rest.isEmpty, let blank = nodes[safe: index + 1], blank.kind == .text, blank.literal == " ",
      let end = CitationGroup.end(of: index + 2, in: nodes)
    {
      let inner = nodes[(index + 3)..<end]
      if !inner.isEmpty, inner.allSatisfy({ $0.kind == .text }) { place = inner }
    }
    let words = place.map { "\(work.authors) (\(work.year), \($0.map(\.literal).joined()))" } ?? work.mention
    link(to: work, words)
    emit(rest.escapedForHTML)
    return place.map { $0.endIndex + 1 } ?? index + 1
  }

  private mutating func link(to work: Citations.Work, _ words: String) {
    if isInContents || isInLink { return emit(words.escapedForHTML) }
    let title = ReferenceList.plainText(work).escapedForHTML
    emit("<a class=\"cite\" href=\"#\(work.anchor.escapedForHTML)\" title=\"\(title)\">\(words.escapedForHTML)</a>")
  }

  /// Writes parts of a group without the blanks at their outer ends.
  private mutating func emit(_ parts: [CitationGroup.Part]) {
    for part in parts {
      switch part {
      case .text(let text): emit(text.escapedForHTML)
      case .node(let node): inlines([node])
      }
    }
  }

  /// The list of the works that the notebook cites, below a heading unless the text ends in one.
  mutating func referenceList() {
    let works = context.references.citations.works
    guard !works.isEmpty, !hasReferenceList else { return }
    emit(.blockStart)
    let last = document.blocks.last { $0.kind != .footnoteDefinition }
    if case .heading? = last?.kind {} else { ownHeading("References", level: 2) }
    references(to: works)
  }

  /// Writes the list where the prose has a division with the name `refs` for it, or at the end.
  mutating func references(to works: [Citations.Work]) {
    hasReferenceList = true
    emit("<div class=\"references\">\n\(ReferenceList(works: works).html)</div>\n")
  }
}
