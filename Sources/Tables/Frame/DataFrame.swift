import Files
import Tensors

/// Columns of one length, each with a name and a type: a table to compute with, after Apple's TabularData.
///
/// ```swift
/// let sessions = try DataFrame(contentsOfCSVFile: URL(filePath: "sessions.csv"))
/// let long = sessions.filter(on: "minutes", Int.self) { ($0 ?? 0) > 45 }
/// long.grouped(by: "instrument").means("minutes")
/// ```
/// Data frames are values: a changed copy leaves the original as it was.
@dynamicMemberLookup
public struct DataFrame: Sendable {
  /// The columns from left to right.
  public private(set) var columns: [AnyColumn]

  /// A data frame without columns.
  public init() { columns = [] }

  /// A data frame of columns.
  ///
  /// - Precondition: They have equal numbers of rows, and different names.
  public init(columns: some Sequence<AnyColumn>) {
    self.columns = Array(columns)
    var known: Set<String> = []
    for column in self.columns {
      requireNewName(known.insert(column.name).inserted, column.name)
      checkCount(of: column)
    }
  }

  /// Rows and columns, counted.
  public var shape: (rows: Int, columns: Int) { (columns.first?.count ?? 0, columns.count) }

  /// The headings from left to right.
  public var columnNames: [String] { columns.map(\.name) }

  /// True if there are no rows.
  public var isEmpty: Bool { shape.rows == 0 }

  // MARK: Columns

  /// A column by its name.
  ///
  /// - Precondition: The column exists; assigning under a new name adds a column.
  public subscript(columnName: String) -> AnyColumn {
    get { columns[index(of: columnName)] }
    set {
      var column = newValue
      column.name = columnName
      if let index = indexOfColumn(columnName) { replace(at: index, with: column) } else { append(column: column) }
    }
  }

  /// A column by its name and the type of its values.
  ///
  /// - Precondition: The column exists and has that type; assigning under a new name adds a column.
  public subscript<T: ColumnElement>(columnName: String, type: T.Type) -> Column<T> {
    get { self[columnName].assumingType(type) }
    set { self[columnName] = newValue.eraseToAnyColumn() }
  }

  /// A column by its identifier.
  ///
  /// - Precondition: The column exists and has that type; assigning under a new name adds a column.
  public subscript<T: ColumnElement>(id: ColumnID<T>) -> Column<T> {
    get { self[id.name, T.self] }
    set { self[id.name, T.self] = newValue }
  }

  /// A column whose name is a Swift name, such as `frame.minutes`.
  ///
  /// - Precondition: The column exists; assigning under a new name adds a column.
  public subscript(dynamicMember columnName: String) -> AnyColumn {
    get { self[columnName] }
    set { self[columnName] = newValue }
  }

  /// The columns of these names, in this order.
  ///
  /// - Precondition: There are such columns.
  public subscript(columnNames: [String]) -> DataFrame { selecting(columnNames: columnNames) }

  /// True if there is a column of this name.
  public func containsColumn(_ name: String) -> Bool { indexOfColumn(name) != nil }

  /// The position of a column, from 0; nil if there is none of that name.
  public func indexOfColumn(_ name: String) -> Int? { columns.firstIndex { $0.name == name } }

  /// Adds a column at the right end.
  ///
  /// - Precondition: It has as many rows as the others, and a new name.
  public mutating func append(column: AnyColumn) { insert(column: column, at: columns.count) }

  /// Adds a column at the right end.
  ///
  /// - Precondition: It has as many rows as the others, and a new name.
  public mutating func append<T: ColumnElement>(column: Column<T>) { append(column: column.eraseToAnyColumn()) }

  /// Adds a column at a position.
  ///
  /// - Precondition: It has as many rows as the others, and a new name.
  public mutating func insert(column: AnyColumn, at index: Int) {
    requireNewName(!containsColumn(column.name), column.name)
    checkCount(of: column)
    columns.insert(column, at: index)
  }

  /// Removes a column.
  ///
  /// - Precondition: The column exists.
  @discardableResult
  public mutating func removeColumn(_ name: String) -> AnyColumn { columns.remove(at: index(of: name)) }

  /// Renames a column.
  ///
  /// - Precondition: There is such a column, and no other has the new name.
  public mutating func renameColumn(_ name: String, to newName: String) {
    let index = index(of: name)
    require(
      newName == name || !containsColumn(newName),
      "there is a column “\(newName)” already; choose another name for “\(name)”")
    columns[index].name = newName
  }

  /// Replaces the values of a column by transformed ones.
  ///
  /// - Precondition: The column exists and has that type.
  /// - Throws: The error that `transform` throws.
  public mutating func transformColumn<From: ColumnElement, To: ColumnElement>(
    _ name: String, _ transform: (From?) throws -> To?
  ) rethrows {
    let column = self[name, From.self]
    self[name, To.self] = Column(name: name, contents: try column.map(transform))
  }

  private mutating func replace(at index: Int, with column: AnyColumn) {
    if columns.count > 1 { checkCount(of: column) }
    columns[index] = column
  }

  private func requireNewName(_ isNew: Bool, _ name: String) {
    require(
      isNew, "there is a column “\(name)” already; rename one of the two, or replace it by frame[\"\(name)\"] = …")
  }

  private func checkCount(of column: AnyColumn) {
    require(
      columns.isEmpty || column.count == shape.rows,
      "the column “\(column.name)” has \(column.count) values, but the data frame has \(shape.rows) rows; give it a "
        + "value for each row, nil for a missing one")
  }

  /// The position of a required column.
  func index(of name: String) -> Int {
    if let index = indexOfColumn(name) { return index }
    let nearest = NearestName.of(name, in: columnNames).map { "did you mean “\($0)”? The columns are" }
    fatalError("there is no column “\(name)”; \(nearest ?? "the columns are") \(listed(columnNames))")
  }

  /// Adds rows to each column where it is, so that none is copied.
  mutating func appendInPlace(_ append: (inout AnyColumn) -> Void) {
    for place in columns.indices { append(&columns[place]) }
  }

  /// The columns restricted to these rows.
  func taking(_ rows: [Int]) -> DataFrame {
    var copy = self
    copy.columns.withUnsafeMutableBufferPointer { taken in
      parallelFor(taken.count) { place in taken[place] = columns[place].storage.taking(rows) }
    }
    return copy
  }
}

extension DataFrame: Equatable {}

/// The direction in which a column is sorted.
///
/// ```swift
/// let latest = frame.sorted(on: "date", order: .descending)
/// ```
public enum Order: String, Hashable, Sendable, CaseIterable {
  /// The smallest first.
  case ascending
  /// The largest first.
  case descending
}
