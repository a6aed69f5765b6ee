/// A table whose columns have names, as far as labels and splits need to know it: cells as text.
///
/// Rows as dictionaries are such a table, and a type of one's own becomes one by these two members:
///
/// ```swift
/// let rows: [[String: String]] = [["file": "a.png", "note": "A3"], ["file": "b.png", "note": "B3"]]
/// print(rows.columnNames)  // ["file", "note"]
/// ```
public protocol TextColumns {
  /// The names of the columns.
  var columnNames: [String] { get }

  /// The cells of a column from the first row on, nil where a value is missing; nil when no column has the name.
  func texts(inColumn name: String) -> [String?]?
}

extension Array: TextColumns where Element == [String: String] {
  /// The keys of all rows, sorted.
  public var columnNames: [String] { Set(flatMap(\.keys)).sorted() }

  /// The values of a key, nil in rows without it.
  public func texts(inColumn name: String) -> [String?]? {
    contains { $0[name] != nil } ? map { $0[name] } : nil
  }
}
