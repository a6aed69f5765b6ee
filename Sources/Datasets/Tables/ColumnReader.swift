import Foundation

/// Items, labels and splits from a table with a row for each file; fastai's `ColReader` and `ColSplitter`.
///
/// ```swift
/// let table = try ColumnReader(frame, files: "file")
/// let block = DataBlock(
///   blocks: (.image, .category), getItems: table.items, splitter: try table.splitter("is_valid"),
///   getY: try table.label("note"), itemTransforms: [Resize(128)])
/// ```
public struct ColumnReader {
  private let table: any TextColumns
  private let files: [String]
  private let rows: [String: Int]

  /// Reads the column that names the files.
  ///
  /// A row belongs to the file whose path ends with its cell: `a.png` or `cats/a.png`.
  ///
  /// - Parameters:
  ///   - table: the rows.
  ///   - column: the name of the column with the files.
  ///   - suffix: the file name's ending after the cell's text, such as `.png`.
  /// - Throws: ``DatasetError/noColumn(name:known:)``, ``DatasetError/noCell(column:row:)`` and
  ///   ``DatasetError/repeatedRow(file:)``.
  public init(_ table: some TextColumns, files column: String, suffix: String = "") throws {
    self.table = table
    let names = try Self.cells(column, of: table)
    var (files, rows): ([String], [String: Int]) = ([], [:])
    for (row, name) in names.enumerated() {
      guard let name, !name.isEmpty else { throw DatasetError.noCell(column: column, row: row + 1) }
      let file = name + suffix
      guard rows.updateValue(row, forKey: file) == nil else { throw DatasetError.repeatedRow(file: file) }
      files.append(file)
    }
    self.files = files
    self.rows = rows
  }

  /// The files of all rows in a folder, to pass as a data block's `getItems`.
  public func items(in folder: URL) -> [URL] { files.map { folder.appending(path: $0) } }

  /// A label function: the text of a column in the item's row.
  ///
  /// - Throws: ``DatasetError/noColumn(name:known:)``. The function throws ``DatasetError/noRow(file:)`` and
  ///   ``DatasetError/noCell(column:row:)``.
  public func label(_ column: String) throws -> (URL) throws -> String {
    let cells = try Self.cells(column, of: table)
    return { file in
      let row = try row(of: file)
      guard let cell = cells[row] else { throw DatasetError.noCell(column: column, row: row + 1) }
      return cell
    }
  }

  /// A label function for several labels per item: the parts of a column's text; a missing value has none.
  ///
  /// - Throws: As ``label(_:)``.
  public func labels(_ column: String, separator: String = " ") throws -> (URL) throws -> [String] {
    let cells = try Self.cells(column, of: table)
    return { file in
      (cells[try row(of: file)] ?? "").components(separatedBy: separator)
        .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }
  }

  /// A label function for numbers: the values of some columns in the item's row.
  ///
  /// - Throws: Like ``label(_:)``; the function also throws ``DatasetError/noNumber(text:column:row:)``.
  public func numbers(_ columns: String...) throws -> (URL) throws -> [Double] { try numbers(columns) }

  private func numbers(_ columns: [String]) throws -> (URL) throws -> [Double] {
    let cells = try columns.map { (name: $0, texts: try Self.cells($0, of: table)) }
    return { file in
      let row = try row(of: file)
      return try cells.map { column in
        guard let text = column.texts[row] else { throw DatasetError.noCell(column: column.name, row: row + 1) }
        guard let number = Double(text.trimmingCharacters(in: .whitespaces)) else {
          throw DatasetError.noNumber(text: text, column: column.name, row: row + 1)
        }
        return number
      }
    }
  }

  /// A label function for points: x and y of each, from a pair of columns in the item's row.
  ///
  /// - Throws: As ``numbers(_:)``.
  public func points(_ columns: (x: String, y: String)...) throws -> (URL) throws -> [SIMD2<Double>] {
    let numbers = try numbers(columns.flatMap { [$0.x, $0.y] })
    return { file in
      let own = try numbers(file)
      return stride(from: 0, to: own.count, by: 2).map { SIMD2(own[$0], own[$0 + 1]) }
    }
  }

  /// A splitter that holds back the items whose row has `true`, `1`, `yes` or `valid` in a column, and trains on those with
  /// `false`, `0`, `no` or `train`.
  ///
  /// - Throws: ``DatasetError/noColumn(name:known:)``. Splitting throws ``DatasetError/noRow(file:)``, and
  ///   ``DatasetError/noCell(column:row:)`` and ``DatasetError/noSide(text:column:row:)`` for a row that says neither.
  public func splitter(_ column: String) throws -> FunctionSplitter {
    let cells = try Self.cells(column, of: table)
    return FunctionSplitter { file in
      let row = try row(of: file)
      guard let cell = cells[row], !cell.isEmpty else { throw DatasetError.noCell(column: column, row: row + 1) }
      switch cell.trimmingCharacters(in: .whitespaces).lowercased() {
      case "true", "1", "1.0", "yes", "valid", "validation": return true
      case "false", "0", "0.0", "no", "train", "training": return false
      default: throw DatasetError.noSide(text: cell, column: column, row: row + 1)
      }
    }
  }

  /// The row whose cell is the end of the file's path; the longest of several.
  private func row(of file: URL) throws -> Int {
    let parts = file.pathComponents.filter { $0 != "/" }
    for start in parts.indices {
      if let row = rows[parts[start...].joined(separator: "/")] { return row }
    }
    throw DatasetError.noRow(file: file.lastPathComponent)
  }

  private static func cells(_ column: String, of table: any TextColumns) throws -> [String?] {
    guard let cells = table.texts(inColumn: column) else {
      throw DatasetError.noColumn(name: column, known: table.columnNames)
    }
    return cells
  }
}
