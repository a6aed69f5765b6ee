import Foundation

/// Names for the notebook's lines that remain valid when prose above them grows: a cell and a line within it.
struct CellLines {
  private let file: String
  private let cells: [(lines: ClosedRange<Int>, first: Int, name: String)]

  init(_ notebook: Notebook) {
    file = notebook.file.lastPathComponent + ":"
    cells = notebook.cells.map { ($0.fenceLines, $0.line, CellRenderer.identifier($0)) }
  }

  /// The text of a cell's compiler messages or trace with `note.md:12` as `note.md:fig-chroma:3`.
  func relative(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let place = rest.firstRange(of: file) {
      result += rest[..<place.upperBound]
      rest = rest[place.upperBound...]
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      guard let line = Int(digits), let cell = cells.first(where: { $0.lines.contains(line) }) else { continue }
      result += "\(cell.name):\(line - cell.first + 1)"
      rest = rest[digits.endIndex...]
    }
    return result + rest
  }
}
