/// A part of the page's content: text that never changes, or a place that the run fills.
enum PagePiece: Equatable, Sendable {
  case html(String)
  /// The cell with some index.
  case cell(Int)
  /// The value of an inline expression.
  case inlineValue(Notebook.InlineValue.ID)
  /// The value of an inline expression as text without markup, as attributes want it.
  case inlineText(Notebook.InlineValue.ID)
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

  mutating func append(_ piece: PagePiece) {
    if case .html(let html) = piece { append(html) } else { pieces.append(piece) }
  }

  /// Adds a text in which nothing is markup.
  mutating func append(_ text: PlainText) {
    for part in text.parts {
      switch part {
      case .text(let text): append(text.escapedForHTML)
      case .inlineValue(let id): append(.inlineText(id))
      }
    }
  }
}
