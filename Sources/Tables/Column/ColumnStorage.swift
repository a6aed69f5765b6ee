import Foundation

/// The demands of data frames on columns of any type.
protocol ColumnStorage: Sendable, CustomStringConvertible {
  var name: String { get set }
  var count: Int { get }
  var missingCount: Int { get }
  var elementType: any ColumnElement.Type { get }
  var numbers: [Double] { get }
  /// The numbers without those of missing values.
  var presentNumbers: [Double] { get }
  var texts: [String?] { get }
  /// True for the rows whose value is missing.
  var missing: [Bool] { get }

  func value(_ row: Int) -> (any ColumnElement)?
  func text(_ row: Int) -> String?
  func texts(_ rows: Range<Int>) -> [String?]
  func isEqual(to other: any ColumnStorage) -> Bool
  /// The values of these rows; a negative row gives a missing value.
  func taking(_ rows: [Int]) -> AnyColumn
  /// The values of these rows, missing where the number is negative.
  func filling(_ rows: [Int], from other: any ColumnStorage, _ otherRows: [Int]) -> AnyColumn
  /// The rows sorted by their values; equal ones keep their order, missing ones come last.
  func sorted(_ rows: [Int], _ order: Order) -> [Int]
  /// The number of its value among the distinct ones, for each row.
  func keys() -> ColumnKeys
  /// The numbers of values for two columns, equal numbers for equal values; nil for columns of two types.
  func keys(with other: any ColumnStorage) -> (ColumnKeys, [Int])?
  /// The row with the first value in an order, the first of equal ones; nil if all are missing.
  func firstRow(of rows: [Int], _ order: Order) -> Int?
  /// Adds a value, in constant time on average; false for one of another type.
  mutating func append(value: (any ColumnElement)?) -> Bool
  /// Adds the rows of a column of the same type; false for another type.
  mutating func append(rowsOf other: any ColumnStorage) -> Bool
}

/// The rows of a column by their values: equal values have equal codes, numbered in order of appearance.
struct ColumnKeys {
  var codes: [Int]
  /// The first row that has each code.
  var firstRows: [Int]
}

// Compiled for the common types as well, since storage of unknown type calls the general code otherwise.
extension Column: ColumnStorage {
  var elementType: any ColumnElement.Type { WrappedElement.self }

  var numbers: [Double] { allNumbers() }
  var presentNumbers: [Double] { allPresentNumbers() }
  var texts: [String?] { values.map { $0.map(WrappedElement.columnText) } }

  var missing: [Bool] { holes() }

  func value(_ row: Int) -> (any ColumnElement)? { self[row] }
  func text(_ row: Int) -> String? { self[row].map(WrappedElement.columnText) }

  @_specialize(where WrappedElement == Int)
  @_specialize(where WrappedElement == Double)
  @_specialize(where WrappedElement == Bool)
  @_specialize(where WrappedElement == String)
  @_specialize(where WrappedElement == Date)
  func texts(_ rows: Range<Int>) -> [String?] { values[rows].map { $0.map(WrappedElement.columnText) } }

  func isEqual(to other: any ColumnStorage) -> Bool { (other as? Column).map { $0 == self } ?? false }

  @_specialize(where WrappedElement == Int)
  @_specialize(where WrappedElement == Double)
  @_specialize(where WrappedElement == Bool)
  @_specialize(where WrappedElement == String)
  @_specialize(where WrappedElement == Date)
  func taking(_ rows: [Int]) -> AnyColumn {
    AnyColumn(Column(name: name, contents: rows.map { $0 < 0 ? nil : values[$0] }))
  }

  func filling(_ rows: [Int], from other: any ColumnStorage, _ otherRows: [Int]) -> AnyColumn {
    let others = (other as? Column)?.values ?? []
    return AnyColumn(
      Column(
        name: name,
        contents: zip(rows, otherRows).map { $0 >= 0 ? values[$0] : others.indices.contains($1) ? others[$1] : nil }))
  }

  @_specialize(where WrappedElement == Int)
  @_specialize(where WrappedElement == Double)
  @_specialize(where WrappedElement == Bool)
  @_specialize(where WrappedElement == String)
  @_specialize(where WrappedElement == Date)
  func sorted(_ rows: [Int], _ order: Order) -> [Int] {
    var pairs: [(row: Int, value: WrappedElement)] = []
    var missing: [Int] = []
    pairs.reserveCapacity(rows.count)
    for row in rows {
      if let value = values[row] { pairs.append((row, value)) } else { missing.append(row) }
    }
    // Swift's sort is stable, so equal values keep the order of rows in either direction.
    let sorted =
      order == .ascending
      ? pairs.sorted { WrappedElement.isOrdered($0.value, before: $1.value) }
      : pairs.sorted { WrappedElement.isOrdered($1.value, before: $0.value) }
    return sorted.map(\.row) + missing
  }

  @_specialize(where WrappedElement == Int)
  @_specialize(where WrappedElement == Double)
  @_specialize(where WrappedElement == Bool)
  @_specialize(where WrappedElement == String)
  @_specialize(where WrappedElement == Date)
  func keys() -> ColumnKeys {
    var known: [WrappedElement?: Int] = [:]
    return keys(&known)
  }

  @_specialize(where WrappedElement == Int)
  @_specialize(where WrappedElement == Double)
  @_specialize(where WrappedElement == Bool)
  @_specialize(where WrappedElement == String)
  @_specialize(where WrappedElement == Date)
  func keys(with other: any ColumnStorage) -> (ColumnKeys, [Int])? {
    guard let other = other as? Column else { return nil }
    var known: [WrappedElement?: Int] = [:]
    let keys = keys(&known)
    return (keys, other.keys(&known).codes)
  }

  @inline(__always)
  private func keys(_ known: inout [WrappedElement?: Int]) -> ColumnKeys {
    var keys = ColumnKeys(codes: [], firstRows: [])
    keys.codes.reserveCapacity(values.count)
    // NaN is not equal to itself, but one key.
    var codeOfNaN: Int?
    for (row, value) in values.enumerated() {
      if let code = value == value ? known[value] : codeOfNaN {
        keys.codes.append(code)
      } else {
        keys.codes.append(known.count)
        if value != value { codeOfNaN = known.count }
        known[value] = known.count
        keys.firstRows.append(row)
      }
    }
    return keys
  }

  @_specialize(where WrappedElement == Int)
  @_specialize(where WrappedElement == Double)
  @_specialize(where WrappedElement == Bool)
  @_specialize(where WrappedElement == String)
  @_specialize(where WrappedElement == Date)
  func firstRow(of rows: [Int], _ order: Order) -> Int? {
    var first: (row: Int, value: WrappedElement)?
    for row in rows {
      guard let value = values[row] else { continue }
      guard let known = first else {
        first = (row, value)
        continue
      }
      let isBefore =
        order == .ascending
        ? WrappedElement.isOrdered(value, before: known.value) : WrappedElement.isOrdered(known.value, before: value)
      if isBefore { first = (row, value) }
    }
    return first?.row
  }

  mutating func append(value: (any ColumnElement)?) -> Bool {
    guard let value else {
      values.append(nil)
      return true
    }
    guard let value = value as? WrappedElement else { return false }
    values.append(value)
    return true
  }

  mutating func append(rowsOf other: any ColumnStorage) -> Bool {
    guard let other = other as? Column else { return false }
    values.append(contentsOf: other.values)
    return true
  }

  @_specialize(where WrappedElement == Int)
  @_specialize(where WrappedElement == Double)
  @_specialize(where WrappedElement == Bool)
  @_specialize(where WrappedElement == String)
  @_specialize(where WrappedElement == Date)
  private func allNumbers() -> [Double] { values.map { $0.flatMap(WrappedElement.columnNumber) ?? .nan } }

  @_specialize(where WrappedElement == Int)
  @_specialize(where WrappedElement == Double)
  @_specialize(where WrappedElement == Bool)
  @_specialize(where WrappedElement == String)
  @_specialize(where WrappedElement == Date)
  private func allPresentNumbers() -> [Double] { values.compactMap { $0.flatMap(WrappedElement.columnNumber) } }

  @_specialize(where WrappedElement == Int)
  @_specialize(where WrappedElement == Double)
  @_specialize(where WrappedElement == Bool)
  @_specialize(where WrappedElement == String)
  @_specialize(where WrappedElement == Date)
  private func holes() -> [Bool] { values.map { $0 == nil } }

  @_specialize(where WrappedElement == Int)
  @_specialize(where WrappedElement == Double)
  @_specialize(where WrappedElement == Bool)
  @_specialize(where WrappedElement == String)
  @_specialize(where WrappedElement == Date)
  func countOfMissing() -> Int {
    var count = 0
    for value in values where value == nil { count += 1 }
    return count
  }
}
