import Tensors

extension DataFrame {
  /// One row: the values that are side by side.
  ///
  /// ```swift
  /// for row in frame.rows { print(row["name"] ?? "?", row["minutes", Int.self] ?? 0) }
  /// ```
  public struct Row: Sendable {
    /// The data frame of the row.
    public let base: DataFrame
    /// The number of the row, from 0.
    public let index: Int

    /// The value of a column; nil if it is missing.
    ///
    /// - Precondition: The column exists.
    public subscript(columnName: String) -> (any ColumnElement)? { base[columnName][index] }

    /// The value of a column of a type; nil if it is missing.
    ///
    /// - Precondition: The column exists and has that type.
    public subscript<T: ColumnElement>(columnName: String, type: T.Type) -> T? {
      base[columnName, type][index]
    }

    /// The value of a column; nil if it is missing.
    ///
    /// - Precondition: The column exists and has that type.
    public subscript<T: ColumnElement>(id: ColumnID<T>) -> T? { self[id.name, T.self] }
  }

  /// All rows of a data frame, from the first to the last.
  ///
  /// ```swift
  /// let names = frame.rows.map { $0["name", String.self] ?? "" }
  /// ```
  public struct Rows: RandomAccessCollection, Sendable {
    /// The data frame of the rows.
    public let base: DataFrame
    /// The number of the first row, 0.
    public var startIndex: Int { 0 }
    /// The number of rows.
    public var endIndex: Int { base.shape.rows }

    /// A row by its number.
    ///
    /// - Precondition: The row exists.
    public subscript(position: Int) -> Row {
      require(
        position >= 0 && position < endIndex, "there is no row \(position); the \(endIndex) rows are numbered from 0")
      return Row(base: base, index: position)
    }
  }

  /// The rows from the first to the last.
  public var rows: Rows { Rows(base: self) }

  /// One row by its number.
  ///
  /// - Precondition: The row exists.
  public subscript(row index: Int) -> Row { rows[index] }

  /// A range of rows as a data frame.
  ///
  /// - Precondition: There are such rows.
  public subscript(range: Range<Int>) -> DataFrame {
    require(
      range.lowerBound >= 0 && range.upperBound <= shape.rows,
      "there are no rows \(range); the \(shape.rows) rows are numbered from 0")
    return taking(Array(range))
  }

  /// The first rows, ten by default; all if there are fewer.
  public func prefix(_ count: Int = 10) -> DataFrame { self[0..<min(max(count, 0), shape.rows)] }

  /// The last rows, ten by default; all if there are fewer.
  public func suffix(_ count: Int = 10) -> DataFrame { self[max(0, shape.rows - max(count, 0))..<shape.rows] }

  /// Adds a row at the end, in constant time on average; other columns get a missing value.
  ///
  /// - Precondition: The named columns are there, and hold values of these types.
  public mutating func append(row values: [String: any ColumnElement]) {
    for name in values.keys.sorted() { _ = index(of: name) }
    appendInPlace { column in
      let value = values[column.name]
      require(
        column.storage.append(value: value),
        "the column “\(column.name)” holds \(column.typeName), not \(value.map { "\(type(of: $0))" } ?? "nil"); give a value "
          + "of its type")
    }
  }

  /// Adds the rows of another data frame, whose columns have the same names and types, at the end.
  ///
  /// - Precondition: Each column is there, with the same type.
  public mutating func append(rowsOf other: DataFrame) {
    if columns.isEmpty { return self = other }
    require(
      Set(columnNames) == Set(other.columnNames),
      "rows with the columns \(listed(other.columnNames)) do not fit the columns \(listed(columnNames)); "
        + "give both the same names")
    appendInPlace { column in
      let more = other[column.name]
      require(
        column.storage.append(rowsOf: more.storage),
        "the column “\(column.name)” holds \(column.typeName) here and \(more.typeName) in the rows to be added; "
          + "give both one type")
    }
  }
}
