import Foundation

/// Rows under named columns, shown as a table that readers can sort.
///
/// ```swift
/// try Table(columns: ["epoch", "error rate"], rows: [["0", "0.75"], ["1", "0.84"]])
/// ```
public struct Table: Equatable, Sendable, Codable {
  /// The heading of each column.
  public var columns: [String]
  /// The cells, row by row; each row has one cell per column. One that was changed to hold fewer or more is shown
  /// with empty cells, or under an empty heading.
  public var rows: [[String]]
  /// A title above the table, or nil.
  public var caption: String?
  /// Places of columns whose cells are text even if they look like numbers, and are shown as they are.
  package var textColumns: Set<Int>?

  /// - Throws: ``DisplayError/unevenRow(index:cellCount:columnCount:)`` for a row whose number of cells differs from
  ///   the number of columns.
  public init(columns: [String], rows: [[String]], caption: String? = nil) throws(DisplayError) {
    if let index = rows.firstIndex(where: { $0.count != columns.count }) {
      throw .unevenRow(index: index, cellCount: rows[index].count, columnCount: columns.count)
    }
    self.init(columns: columns, evenRows: rows, caption: caption)
  }

  /// For rows that are known to have one cell per column.
  package init(
    columns: [String], evenRows rows: [[String]], caption: String? = nil, textColumns: Set<Int>? = nil
  ) {
    self.columns = columns
    self.rows = rows
    self.caption = caption
    self.textColumns = textColumns
  }

  /// Reads a table as it was encoded.
  ///
  /// - Throws: `DecodingError`, also if the number of cells in a row differs from the number of columns.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    columns = try container.decode([String].self, forKey: .columns)
    rows = try container.decode([[String]].self, forKey: .rows)
    caption = try container.decodeIfPresent(String.self, forKey: .caption)
    textColumns = try container.decodeIfPresent(Set<Int>.self, forKey: .textColumns)
    let count = columns.count
    guard rows.allSatisfy({ $0.count == count }) else {
      throw DecodingError.dataCorruptedError(
        forKey: .rows, in: container, debugDescription: "A row has more or fewer cells than there are columns.")
    }
  }
}

extension Table: Displayable, CustomStringConvertible {
  /// The table as aligned text and as data that the report draws.
  public var mimeBundle: MIMEBundle {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let bundle = MIMEBundle(plainText: description)
    return (try? encoder.encode(evened)).map { bundle.adding($0, as: .table) } ?? bundle
  }

  /// The columns padded to equal width. The numbers of a column are rounded to the same number of decimals and aligned
  /// right, and so are dashes among them.
  public var description: String {
    let table = evened.withAlignedNumbers
    let lines = [table.columns] + table.rows
    let widths = table.columns.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    let holdsNumbers = table.columns.indices.map { column in table.rows.contains { Double($0[column]) != nil } }
    let text = lines.map { line in
      line.indices.map { column in
        let cell = line[column]
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        return Double(cell) != nil || cell == "–" && holdsNumbers[column] ? padding + cell : cell + padding
      }
      .joined(separator: "  ").trimmingSuffix(while: { $0 == " " })
    }
    return ([caption].compactMap { $0 } + text.map(String.init)).joined(separator: "\n")
  }
}

extension Table {
  /// The table as it is shown: the numbers of each column with one number of decimals.
  package var withAlignedNumbers: Table {
    let shown = columns.indices.map { column in
      let cells = rows.map { $0[column] }
      return textColumns?.contains(column) == true ? cells : AlignedNumbers(cells).texts
    }
    return Table(
      columns: columns, evenRows: rows.indices.map { row in shown.map { $0[row] } }, caption: caption,
      textColumns: textColumns)
  }

  /// The table with every row extended to the length of the longest.
  private var evened: Table {
    let count = rows.reduce(columns.count) { max($0, $1.count) }
    func filled(_ row: [String]) -> [String] { row + [String](repeating: "", count: count - row.count) }
    return Table(
      columns: filled(columns), evenRows: rows.map(filled), caption: caption, textColumns: textColumns)
  }
}

extension StringProtocol {
  fileprivate func trimmingSuffix(while isTrimmed: (Character) -> Bool) -> SubSequence {
    var end = endIndex
    while end > startIndex, isTrimmed(self[index(before: end)]) { end = index(before: end) }
    return self[startIndex..<end]
  }
}
