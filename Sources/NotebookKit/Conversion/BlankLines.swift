/// Prose between two cells, without the blank lines at its ends; a line with only quote marks is blank.
///
/// Blank lines are significant in lists, quotes and footnotes around a cell.
struct BlankLines {
  /// The blank lines above the text; all lines if there is no text.
  let above: [String]
  /// The lines between the blank ones.
  let text: [String]
  /// The blank lines below the text.
  let below: [String]

  init(around lines: some BidirectionalCollection<Substring>) {
    let lines = lines.map(String.init)
    let start = lines.firstIndex { !Self.isBlank($0) } ?? lines.endIndex
    let end = lines.lastIndex { !Self.isBlank($0) }.map { $0 + 1 } ?? lines.endIndex
    above = Array(lines[..<start])
    text = Array(lines[start..<end])
    below = Array(lines[end...])
  }

  /// True for a line with no visible content.
  static func isBlank(_ line: some StringProtocol) -> Bool { line.allSatisfy { " \t>".contains($0) } }

  /// The text between two blocks that some blank lines part.
  static func separator(_ lines: [String]) -> String { "\n" + lines.map { $0 + "\n" }.joined() }
}

extension Notebook {
  /// The list item, quote or footnote that contains a cell.
  func container(of cell: Cell) -> CellContainer { CellContainer(fence: lines[cell.fenceLines.lowerBound - 1]) }

  /// The blank lines directly above a cell's fence.
  func blankLines(above cell: Cell) -> [String] {
    let above = lines[..<(cell.fenceLines.lowerBound - 1)]
    return above[(above.lastIndex { !BlankLines.isBlank($0) }.map { $0 + 1 } ?? 0)...].map(String.init)
  }
}
