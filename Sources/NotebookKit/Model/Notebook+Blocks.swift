extension Notebook {
  /// A stretch of the notebook.
  package enum Block: Equatable, Sendable {
    case prose(Prose)
    case cell(Cell)
  }

  /// Markdown between cells.
  package struct Prose: Equatable, Sendable {
    /// The text as written, inline values too.
    package var markdown: String
    /// The notebook's line on which the markdown begins, from 1.
    package var line: Int
    /// The inline values of the text in order.
    package var inlineValues: [InlineValue]
  }

  /// Prose and cells in order of appearance.
  package var blocks: [Block] {
    var blocks: [Block] = []
    var values = inlineValues.prefix(inlineValueIDs.count)
    for (index, lines) in proseLines.enumerated() {
      let inner = values.prefix { $0.line < lines.upperBound }
      values = values.dropFirst(inner.count)
      if let prose = prose(lines, Array(inner)) { blocks.append(.prose(prose)) }
      if cells.indices.contains(index) { blocks.append(.cell(cells[index])) }
    }
    return blocks
  }

  /// The lines above each cell and below the last, from 1: one stretch more than there are cells.
  var proseLines: [Range<Int>] {
    let starts = [frontMatterLines.upperBound] + cells.map { $0.fenceLines.upperBound + 1 }
    let ends = cells.map(\.fenceLines.lowerBound) + [lines.count + 1]
    return zip(starts, ends).map { start, end in min(start, end)..<end }
  }

  /// Nil if there are only blank lines.
  private func prose(_ range: Range<Int>, _ inlineValues: [InlineValue]) -> Prose? {
    var lines = self.lines[(range.lowerBound - 1)..<(range.upperBound - 1)]
    while lines.first?.allSatisfy(\.isWhitespace) == true { lines.removeFirst() }
    while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
    guard !lines.isEmpty else { return nil }
    return Prose(
      markdown: lines.joined(separator: "\n"), line: lines.startIndex + 1, inlineValues: inlineValues)
  }
}
