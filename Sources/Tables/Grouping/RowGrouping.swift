import Tensors

/// The rows of a data frame by the values of one or more columns.
///
/// ```swift
/// let groups = sessions.grouped(by: "instrument")
/// groups.counts(order: .descending)
/// groups.aggregated(.mean("minutes"), .maximum("score"))
/// ```
public struct RowGrouping: Sendable {
  /// The data frame that is grouped.
  public let base: DataFrame
  /// The columns of the grouping.
  public let keyNames: [String]
  /// The rows of each group, groups in the order of their keys.
  let groups: [[Int]]

  init(_ base: DataFrame, by names: [String]) {
    self.base = base
    keyNames = names
    let keys = base.rowKeys(names)
    var groups = [[Int]](repeating: [], count: keys.firstRows.count)
    for (row, code) in keys.codes.enumerated() { groups[code].append(row) }
    // Groups are in the order of their keys, independent of the order of rows.
    let order = names.reversed().reduce(keys.firstRows) { base[$1].storage.sorted($0, .ascending) }
    self.groups = order.map { groups[keys.codes[$0]] }
  }

  /// The rows of one group, by the key's text in the order of ``keyNames``; nil if there is no such group.
  public subscript(key: String...) -> DataFrame? {
    let columns = keyNames.map { base[$0] }
    let rows = groups.first { rows in zip(columns, key).allSatisfy { $0.storage.text(rows[0]) == $1 } }
    return key.count == keyNames.count ? rows.map { base.taking($0) } : nil
  }

  /// The number of rows of each group, under `count`; in the order of keys by default.
  public func counts(order: Order? = nil) -> DataFrame { aggregated([.count()], order: order) }

  /// The sum of a column in each group, under `sum(column)`.
  ///
  /// - Precondition: The column exists and contains numbers.
  public func sums(_ columnName: String, order: Order? = nil) -> DataFrame {
    aggregated([.sum(columnName)], order: order)
  }

  /// The mean of a column in each group, under `mean(column)`.
  ///
  /// - Precondition: The column exists and contains numbers.
  public func means(_ columnName: String, order: Order? = nil) -> DataFrame {
    aggregated([.mean(columnName)], order: order)
  }

  /// The median of a column in each group, under `median(column)`.
  ///
  /// - Precondition: The column exists and contains numbers.
  public func medians(_ columnName: String, order: Order? = nil) -> DataFrame {
    aggregated([.median(columnName)], order: order)
  }

  /// The smallest number of a column in each group, under `minimum(column)`.
  ///
  /// - Precondition: The column exists and contains numbers.
  public func minimums(_ columnName: String, order: Order? = nil) -> DataFrame {
    aggregated([.minimum(columnName)], order: order)
  }

  /// The largest number of a column in each group, under `maximum(column)`.
  ///
  /// - Precondition: The column exists and contains numbers.
  public func maximums(_ columnName: String, order: Order? = nil) -> DataFrame {
    aggregated([.maximum(columnName)], order: order)
  }

  /// A row for each group with its keys and the aggregates.
  ///
  /// - Precondition: The columns are there, and hold numbers where an aggregate needs them.
  public func aggregated(_ aggregates: Aggregate...) -> DataFrame { aggregated(aggregates) }

  /// A row for each group with its keys and the aggregates.
  ///
  /// - Parameter order: The order of the first aggregate; nil is that of the keys.
  /// - Precondition: The columns are there, and hold numbers where an aggregate needs them.
  public func aggregated(_ aggregates: [Aggregate], order: Order? = nil) -> DataFrame {
    var result = keyColumns
    for aggregate in aggregates {
      let source = aggregate.source.map { base[$0] } ?? base[keyNames[0]]
      result.append(column: aggregate.compute(source, groups).column(named: aggregate.name))
    }
    guard let order, let first = aggregates.first else { return result }
    return result.sorted(on: first.name, order: order)
  }

  /// A row for each group with its keys and the result of your function for one column.
  ///
  /// ```swift
  /// sessions.grouped(by: "instrument").aggregated(on: "minutes", Int.self, naming: "range") { ($0.max() ?? 0) - ($0.min() ?? 0) }
  /// ```
  /// - Precondition: The column exists and has that type.
  /// - Throws: The error that `transform` throws.
  public func aggregated<Source: ColumnElement, Result: ColumnElement>(
    on columnName: String, _ type: Source.Type, naming name: String, transform: (Column<Source>) throws -> Result?
  ) rethrows -> DataFrame {
    let column = base[columnName, type]
    var result = keyColumns
    let values = try groups.map { rows in
      try transform(Column(name: columnName, contents: rows.map { column.values[$0] }))
    }
    result.append(column: Column(name: name, contents: values))
    return result
  }

  /// The data frames that your function returns for the rows of each group, concatenated.
  ///
  /// - Throws: The error that `transform` throws.
  public func mapGroups(_ transform: (DataFrame) throws -> DataFrame) rethrows -> DataFrame {
    var result = DataFrame()
    for rows in groups { result.append(rowsOf: try transform(base.taking(rows))) }
    return result
  }

  private var keyColumns: DataFrame { base[keyNames].taking(groups.map { $0[0] }) }
}

extension RowGrouping: RandomAccessCollection {
  /// The position of the first group, 0.
  public var startIndex: Int { 0 }
  /// The number of groups.
  public var endIndex: Int { groups.count }

  /// One group: the text of its keys, with commas between several, and its rows.
  public subscript(position: Int) -> (key: String, group: DataFrame) {
    require(groups.indices.contains(position), "there is no group \(position); the \(groups.count) are numbered from 0")
    let rows = groups[position]
    let key = keyNames.map { base[$0].storage.text(rows[0]) ?? MissingValue.mark }.joined(separator: ", ")
    return (key, base.taking(rows))
  }
}

extension DataFrame {
  /// The rows by the values of one or more columns; missing values form a separate group.
  ///
  /// - Precondition: The columns exist, and there is at least one.
  public func grouped(by columnNames: String...) -> RowGrouping { grouped(by: columnNames) }

  /// The rows by the values of one or more columns; missing values form a separate group.
  ///
  /// - Precondition: The columns exist, and there is at least one.
  public func grouped(by columnNames: [String]) -> RowGrouping {
    require(
      !columnNames.isEmpty, "rows are grouped by columns, but none is named; give one of \(listed(self.columnNames))")
    return RowGrouping(self, by: columnNames)
  }

  /// The rows by the result of a function of a column's values, under the column's name.
  ///
  /// ```swift
  /// sessions.grouped(by: "date", Date.self) { $0.map { Calendar.current.component(.month, from: $0) } }.counts()
  /// ```
  /// - Precondition: The column exists and has that type.
  /// - Throws: The error that `transform` throws.
  public func grouped<Source: ColumnElement, Key: ColumnElement>(
    by columnName: String, _ type: Source.Type, transform: (Source?) throws -> Key?
  ) rethrows -> RowGrouping {
    var copy = self
    try copy.transformColumn(columnName, transform)
    return RowGrouping(copy, by: [columnName])
  }

  /// Equal codes for rows with equal values in all named columns.
  func rowKeys(_ names: [String]) -> ColumnKeys {
    var keys = self[names[0]].storage.keys()
    for name in names.dropFirst() { keys = keys.combined(with: self[name].storage.keys()) }
    return keys
  }
}

extension ColumnKeys {
  /// Equal codes for rows with equal codes in both.
  fileprivate func combined(with other: ColumnKeys) -> ColumnKeys {
    let width = Swift.max(other.firstRows.count, 1)
    let pairs = Column(name: "", contents: zip(codes, other.codes).map { $0 * width + $1 })
    return pairs.keys()
  }
}
