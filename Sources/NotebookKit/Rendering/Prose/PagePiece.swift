/// A part of the page's content: text that never changes, or a placeholder that the run fills.
enum PagePiece: Equatable, Sendable {
  case html(String)
  /// The cell with some index.
  case cell(Int)
  /// The value of an inline expression.
  case inlineValue(Notebook.InlineValue.ID)
  /// The value of an inline expression as text without markup, for attributes.
  case inlineText(Notebook.InlineValue.ID)
  /// The beginning of a block of the document.
  case blockStart
  /// HTML of the author, which the sanitiser reads together with the HTML around it.
  case rawHTML(String)
}

/// Pieces in order; neighbouring texts join.
struct PieceList: Equatable, Sendable {
  /// The pieces except for the text at their end.
  private var finished: [PagePiece] = []
  private var text = ""

  var pieces: [PagePiece] { text.isEmpty ? finished : finished + [.html(text)] }

  mutating func append(_ html: String) { text += html }

  mutating func append(_ piece: PagePiece) {
    if case .html(let html) = piece { return append(html) }
    if !text.isEmpty {
      finished.append(.html(text))
      text = ""
    }
    finished.append(piece)
  }

  /// Adds a text without markup.
  mutating func append(_ text: PlainText) {
    for part in text.parts {
      switch part {
      case .text(let text): append(text.escapedForHTML)
      case .inlineValue(let id): append(.inlineText(id))
      }
    }
  }
}
