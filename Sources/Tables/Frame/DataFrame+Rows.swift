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

  /// Adds a row at the end; other columns get a missing value.
  ///
  /// - Precondition: The named columns are there, and hold values of these types.
  public mutating func append(row values: [String: any ColumnElement]) {
    for name in values.keys.sorted() { _ = index(of: name) }
    self = DataFrame(columns: columns.map { $0.adding(values[$0.name]) })
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
    self = DataFrame(
      columns: columns.map { column in
        let more = other[column.name]
        guard let sum = column.storage.appending(more.storage) else {
          fatalError(
            "the column “\(column.name)” holds \(column.typeName) here and \(more.typeName) in the rows to be added; "
              + "give both one type")
        }
        return sum
      })
  }
}

extension AnyColumn {
  /// The column with one more row.
  fileprivate func adding(_ value: (any ColumnElement)?) -> AnyColumn {
    guard let value else { return storage.taking(Array(0..<count) + [-1]) }
    guard let sum = storage.appending(single(value).storage) else {
      fatalError("the column “\(name)” contains \(typeName), not \(type(of: value)); give a value of its type")
    }
    return sum
  }

  private func single(_ value: some ColumnElement) -> AnyColumn {
    Column(name: name, contents: [value]).eraseToAnyColumn()
  }
}
