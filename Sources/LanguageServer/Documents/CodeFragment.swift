import NotebookKit

/// Code in a notebook: a cell's, or an inline value's.
struct CodeFragment: Equatable, Sendable {
  /// A line of the code in the notebook.
  struct Line: Equatable, Sendable {
    /// The notebook's line, from 0.
    var number: Int
    /// Bytes of the notebook's line before the code, such as those of a block quote.
    var offset: Int
  }

  /// The module that the code becomes.
  let module: String
  /// The name under which sourcekit-lsp knows the code during editing, and so the module's name.
  let document: String
  /// The number of steps before it.
  let position: Int
  /// The cell; nil for an inline value.
  let cell: Cell?
  let code: String
  /// The position of each line of the code; nil for one that cannot be found in the notebook, for example because a
  /// list cut a tab.
  let places: [Line?]
  private let codeLines: [Substring]

  init(module: String, document: String, position: Int, cell: Cell?, code: String, places: [Line?]) {
    self.module = module
    self.document = document
    self.position = position
    self.cell = cell
    self.code = code
    self.places = places
    codeLines = code.split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// The notebook's lines that it occupies, from 0; nil if they are unknown.
  var lines: ClosedRange<Int>? {
    let known = places.compactMap { $0?.number }
    guard let first = known.first, let last = known.last else { return nil }
    return first...last
  }

  // MARK: - Places

  /// The position in the code, in units of UTF-16, of one in the notebook; nil for one outside it.
  func placeInCode(_ place: Place, in text: EditedText, _ encoding: PositionEncoding) -> Place? {
    guard text.lines.indices.contains(place.line), let row = places.firstIndex(where: { $0?.number == place.line }),
      let line = places[row]
    else { return nil }
    let offset = encoding.offset(ofColumn: place.column, in: text.lines[place.line]) - line.offset
    guard offset >= 0, offset <= codeLines[row].utf8.count else { return nil }
    return Place(line: row, column: PositionEncoding.utf16.column(ofOffset: offset, in: codeLines[row]))
  }

  /// The position in the notebook of one in the code, in units of UTF-16; nil if it is not known.
  func placeInNotebook(_ place: Place, in text: EditedText, _ encoding: PositionEncoding) -> Place? {
    guard places.indices.contains(place.line) else { return nil }
    let offset = PositionEncoding.utf16.offset(ofColumn: place.column, in: codeLines[place.line])
    return self.place(row: place.line, offset: offset, in: text, encoding)
  }

  /// The position in the notebook of a byte in a line of the code.
  func place(row: Int, offset: Int, in text: EditedText, _ encoding: PositionEncoding) -> Place? {
    guard places.indices.contains(row), let line = places[row], text.lines.indices.contains(line.number) else {
      return nil
    }
    return Place(
      line: line.number, column: encoding.column(ofOffset: offset + line.offset, in: text.lines[line.number]))
  }

  /// The range in the notebook of one in the code; nil if it is not known.
  func rangeInNotebook(_ range: Range<Place>, in text: EditedText, _ encoding: PositionEncoding) -> Range<Place>? {
    guard let start = placeInNotebook(range.lowerBound, in: text, encoding),
      let end = placeInNotebook(range.upperBound, in: text, encoding), start <= end
    else { return nil }
    return start..<end
  }
}
