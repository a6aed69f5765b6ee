import Tensors

/// Comparisons of a column with a value give one `Bool` per row, which filters a data frame:
/// `frame[frame["minutes", Int.self] > 60]`. Comparisons with a missing value are false.
extension Column where WrappedElement: Comparable {
  /// True for the rows whose value is greater than that of the other column.
  ///
  /// - Precondition: Both columns have as many rows, as for the other comparisons.
  public static func > (first: Column, second: Column) -> [Bool] { first.compared(with: second, >) }
  /// True for the rows whose value is less than that of the other column.
  ///
  /// - Precondition: Both columns have as many rows.
  public static func < (first: Column, second: Column) -> [Bool] { first.compared(with: second, <) }
  /// True for the rows whose value is at least that of the other column.
  ///
  /// - Precondition: Both columns have as many rows.
  public static func >= (first: Column, second: Column) -> [Bool] { first.compared(with: second, >=) }
  /// True for the rows whose value is at most that of the other column.
  ///
  /// - Precondition: Both columns have as many rows.
  public static func <= (first: Column, second: Column) -> [Bool] { first.compared(with: second, <=) }

  /// True for the rows whose value is greater.
  public static func > (column: Column, value: WrappedElement) -> [Bool] {
    column.values.map { $0.map { $0 > value } ?? false }
  }
  /// True for the rows whose value is less.
  public static func < (column: Column, value: WrappedElement) -> [Bool] {
    column.values.map { $0.map { $0 < value } ?? false }
  }
  /// True for the rows whose value is greater or equal.
  public static func >= (column: Column, value: WrappedElement) -> [Bool] {
    column.values.map { $0.map { $0 >= value } ?? false }
  }
  /// True for the rows whose value is less or equal.
  public static func <= (column: Column, value: WrappedElement) -> [Bool] {
    column.values.map { $0.map { $0 <= value } ?? false }
  }
}

extension Column {
  /// True for the rows whose value is missing: pandas' `isna`.
  public static func == (column: Column, missing: _OptionalNilComparisonType) -> [Bool] {
    column.values.map { $0 == nil }
  }
  /// True for the rows that have a value: pandas' `notna`.
  public static func != (column: Column, missing: _OptionalNilComparisonType) -> [Bool] {
    column.values.map { $0 != nil }
  }
  /// True for the rows that have this value.
  public static func == (column: Column, value: WrappedElement) -> [Bool] { column.values.map { $0 == value } }
  /// True for the rows with another value or a missing one.
  public static func != (column: Column, value: WrappedElement) -> [Bool] { column.values.map { $0 != value } }

  /// True for the rows where both columns have a value, and the two are so.
  fileprivate func compared(with other: Column, _ agree: (WrappedElement, WrappedElement) -> Bool) -> [Bool] {
    requireSameCount(self, other)
    return zip(values, other.values).map { first, second in
      guard let first, let second else { return false }
      return agree(first, second)
    }
  }
}

/// True for the rows where both are true: `frame[frame["minutes", Int.self] > 60 && frame["focus", Int.self] > 3]`.
///
/// - Precondition: Both have a value for each row.
public func && (first: [Bool], second: [Bool]) -> [Bool] {
  requireSameCount(first, second)
  return zip(first, second).map { $0 && $1 }
}

/// True for the rows where at least one is true.
///
/// - Precondition: Both have a value for each row.
public func || (first: [Bool], second: [Bool]) -> [Bool] {
  requireSameCount(first, second)
  return zip(first, second).map { $0 || $1 }
}

/// True for the rows where it is false.
public prefix func ! (rows: [Bool]) -> [Bool] { rows.map { !$0 } }

private func requireSameCount(_ first: [Bool], _ second: [Bool]) {
  require(
    first.count == second.count,
    "conditions on \(first.count) and on \(second.count) rows cannot be joined; compare columns of one data frame")
}
