import Tensors

extension DataFrame {
  /// A row for each value of one column, a column for each value of another, and in each cell an aggregate of the rows
  /// with both values: pandas' `pivot_table`.
  ///
  /// ```swift
  /// sessions.pivoted(rows: "instrument", columns: "level", aggregate: .mean("minutes"))
  /// ```
  /// Rows and columns are in the order of their values. A cell without rows is missing.
  /// - Precondition: The columns exist, and at most 1000 values become columns.
  public func pivoted(rows: String, columns: String, aggregate: Aggregate = .count()) -> DataFrame {
    let cells = grouped(by: rows, columns).aggregated(aggregate)
    let (rowKeys, columnKeys) = (cells[rows].storage.keys(), cells[columns].storage.keys())
    require(
      columnKeys.firstRows.count <= 1000,
      "“\(columns)” has \(columnKeys.firstRows.count) values, each of which would be a column; group its values first")
    let sortedRows = cells[rows].storage.sorted(rowKeys.firstRows, .ascending)
    var result = DataFrame(columns: [cells[rows].storage.taking(sortedRows)])
    var place = [[Int]](
      repeating: [Int](repeating: -1, count: rowKeys.firstRows.count), count: columnKeys.firstRows.count)
    for cell in cells.rows.indices { place[columnKeys.codes[cell]][rowKeys.codes[cell]] = cell }
    for row in cells[columns].storage.sorted(columnKeys.firstRows, .ascending) {
      let places = place[columnKeys.codes[row]]
      var column = cells[aggregate.name].storage.taking(sortedRows.map { places[rowKeys.codes[$0]] })
      let name = cells[columns].storage.text(row) ?? "missing"
      column.name = name == rows ? "\(columns) \(name)" : name
      result.append(column: column)
    }
    return result
  }
}
