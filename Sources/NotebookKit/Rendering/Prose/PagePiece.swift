/// A part of the page's content: text that never changes, or a place that the run fills.
enum PagePiece: Equatable, Sendable {
  case html(String)
  /// The cell with some index.
  case cell(Int)
  /// The value of an inline expression: the `index`-th after the cell `cell`, or before all cells if that is nil.
  case inlineValue(cell: Int?, index: Int, expression: String)
}

/// Pieces in order; neighbouring texts join.
struct PieceList: Equatable, Sendable {
  private(set) var pieces: [PagePiece] = []

  mutating func append(_ html: String) {
    if case .html(let text)? = pieces.last {
      pieces[pieces.count - 1] = .html(text + html)
    } else {
      pieces.append(.html(html))
    }
  }

  mutating func append(_ piece: PagePiece) { pieces.append(piece) }
}
