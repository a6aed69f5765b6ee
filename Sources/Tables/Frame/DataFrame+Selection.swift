import Tensors

extension DataFrame {
  /// The columns of these names, in this order: pandas' `frame[["a", "b"]]`.
  ///
  /// - Precondition: There are such columns.
  public func selecting(columnNames: [String]) -> DataFrame { DataFrame(columns: columnNames.map { self[$0] }) }

  /// The columns of these names, in this order.
  ///
  /// - Precondition: There are such columns.
  public func selecting(columnNames: String...) -> DataFrame { selecting(columnNames: columnNames) }

  /// The rows that satisfy a condition.
  ///
  /// - Throws: The error that `isIncluded` throws.
  public func filter(_ isIncluded: (Row) throws -> Bool) rethrows -> DataFrame {
    taking(try rows.indices.filter { try isIncluded(rows[$0]) })
  }

  /// The rows whose value in one column satisfies a condition; a missing value is nil.
  ///
  /// ```swift
  /// let long = frame.filter(on: "minutes", Int.self) { ($0 ?? 0) > 45 }
  /// ```
  /// - Precondition: The column exists and has that type.
  /// - Throws: The error that `isIncluded` throws.
  public func filter<T: ColumnElement>(
    on columnName: String, _ type: T.Type, _ isIncluded: (T?) throws -> Bool
  ) rethrows -> DataFrame {
    let column = self[columnName, type]
    return taking(try column.indices.filter { try isIncluded(column.values[$0]) })
  }

  /// The rows whose value in one column satisfies a condition; a missing value is nil.
  ///
  /// - Precondition: The column exists and has that type.
  /// - Throws: The error that `isIncluded` throws.
  public func filter<T: ColumnElement>(
    on id: ColumnID<T>, _ isIncluded: (T?) throws -> Bool
  ) rethrows -> DataFrame {
    try filter(on: id.name, T.self, isIncluded)
  }

  /// The rows whose mask is true, as `frame[frame["minutes", Int.self] > 45]`.
  ///
  /// - Precondition: There is a mask for each row.
  public subscript(mask: [Bool]) -> DataFrame {
    require(
      mask.count == shape.rows,
      "a mask of \(mask.count) does not fit \(shape.rows) rows; compare a column of this data frame")
    return taking(mask.indices.filter { mask[$0] })
  }

  /// The rows without a missing value in any of the columns, or in the named ones: pandas' `dropna`.
  ///
  /// - Precondition: The named columns are there.
  public func droppingMissing(in columnNames: String...) -> DataFrame {
    let checked = columnNames.isEmpty ? columns : columnNames.map { self[$0] }
    let holes = checked.map { $0.storage.missing }
    return taking((0..<shape.rows).filter { row in !holes.contains { $0[row] } })
  }

  /// The rows in the order of a column's values, missing ones last.
  ///
  /// With several columns the first decides; for equal values, the next. Rows with equal values stay in their
  /// order.
  /// - Precondition: There are such columns.
  public func sorted(on columnNames: String..., order: Order = .ascending) -> DataFrame {
    taking(
      columnNames.reversed().reduce(Array(0..<shape.rows)) { rows, name in self[name].storage.sorted(rows, order) })
  }

  /// The rows in the order of a column's values, missing ones last.
  ///
  /// - Precondition: The column exists and has that type.
  public func sorted<T: ColumnElement>(on id: ColumnID<T>, order: Order = .ascending) -> DataFrame {
    _ = self[id]
    return sorted(on: id.name, order: order)
  }

  /// The rows in a custom order, by the values of a column; missing ones last.
  ///
  /// - Precondition: The column exists and has that type.
  /// - Throws: The error that `areInOrder` throws.
  public func sorted<T: ColumnElement>(
    on columnName: String, _ type: T.Type, by areInOrder: (T, T) throws -> Bool
  ) rethrows -> DataFrame {
    let values = self[columnName, type].values
    let present = values.indices.compactMap { row in values[row].map { (row, $0) } }
    let sorted = try present.sorted { try areInOrder($0.1, $1.1) }
    return taking(sorted.map(\.0) + values.indices.filter { values[$0] == nil })
  }
}
