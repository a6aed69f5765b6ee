/// A table with named columns, as labels and splits need it: cells as text.
///
/// An array of dictionaries is such a table. Your own type conforms with these two members:
///
/// ```swift
/// let rows: [[String: String]] = [["file": "a.png", "note": "A3"], ["file": "b.png", "note": "B3"]]
/// print(rows.columnNames)  // ["file", "note"]
/// ```
public protocol TextColumns {
  /// The names of the columns.
  var columnNames: [String] { get }

  /// The cells of a column from the first row on, nil for a missing value; nil if no column has the name.
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
