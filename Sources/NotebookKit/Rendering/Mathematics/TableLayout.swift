/// The alignment, the lines and the spacing of a table of MathML 3, as classes of the page's style sheet.
struct TableLayout {
  private let columnAlignments: [Substring]
  private let columnGaps: [Substring]
  private let columnLines: [Substring]
  private let rowLines: [Substring]
  /// True if columns touch, as those of `align` do.
  let isTight: Bool
  /// True if rows stand close, as those of `\substack` do.
  private let isDense: Bool

  init(_ table: MathElement) {
    func list(_ name: String) -> [Substring] { table.attributes[name]?.split(separator: " ") ?? [] }
    columnAlignments = list("columnalign")
    columnGaps = list("columnspacing")
    columnLines = list("columnlines")
    rowLines = list("rowlines")
    isTight = columnGaps.first == "0em" || table.attributes["columnspacing"] == ""
    isDense = list("rowspacing").first == "0.1em"
  }

  var className: String? {
    let names = [isTight ? "tight" : nil, isDense ? "dense" : nil].compactMap { $0 }
    return names.isEmpty ? nil : names.joined(separator: " ")
  }

  /// The classes of a cell.
  func classes(row: Int, column: Int) -> String {
    var names: [String] = []
    if let alignment = columnAlignments[safe: column], alignment != "center" { names.append(String(alignment)) }
    // The pairs of columns of `align` stand apart.
    if isTight, let gap = columnGaps[safe: column - 1], gap != "0em" { names.append("apart") }
    if let line = columnLines[safe: column], line != "none" { names.append("\(line)-end") }
    if let line = rowLines[safe: row], line != "none" { names.append("\(line)-below") }
    return names.joined(separator: " ")
  }
}
