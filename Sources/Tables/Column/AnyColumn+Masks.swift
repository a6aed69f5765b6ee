import Tensors

/// Comparisons of a column with a value or with another column give one `Bool` a row, by which a data frame is filtered:
/// `frame[frame["minutes"] > 60 && frame["instrument"] == "piano"]`. A missing value is neither greater nor less nor equal.
extension AnyColumn {
  /// True for the rows whose value is missing: pandas' `isna`.
  public static func == (column: AnyColumn, missing: _OptionalNilComparisonType) -> [Bool] { column.storage.missing }
  /// True for the rows that have a value: pandas' `notna`.
  public static func != (column: AnyColumn, missing: _OptionalNilComparisonType) -> [Bool] {
    column.storage.missing.map { !$0 }
  }

  /// True for the rows that have this value; numbers of two types are compared as numbers.
  ///
  /// - Precondition: The column holds numbers or values of this type, as for the other comparisons.
  public static func == (column: AnyColumn, value: some ColumnElement) -> [Bool] {
    column.compared(with: value) {
      $0 == $1
    } _: {
      $0 == $1
    }
  }
  /// True for the rows that have another value, or none.
  ///
  /// - Precondition: The column holds numbers or values of this type.
  public static func != (column: AnyColumn, value: some ColumnElement) -> [Bool] { (column == value).map { !$0 } }
  /// True for the rows whose value is greater.
  ///
  /// - Precondition: The column holds numbers or values of this type.
  public static func > (column: AnyColumn, value: some ColumnElement) -> [Bool] {
    column.compared(with: value) {
      $0 > $1
    } _: {
      type(of: $1).isOrdered($1, before: $0)
    }
  }
  /// True for the rows whose value is less.
  ///
  /// - Precondition: The column holds numbers or values of this type.
  public static func < (column: AnyColumn, value: some ColumnElement) -> [Bool] {
    column.compared(with: value) {
      $0 < $1
    } _: {
      type(of: $1).isOrdered($0, before: $1)
    }
  }
  /// True for the rows whose value is greater or equal.
  ///
  /// - Precondition: The column holds numbers or values of this type.
  public static func >= (column: AnyColumn, value: some ColumnElement) -> [Bool] {
    column.compared(with: value) {
      $0 >= $1
    } _: {
      !type(of: $1).isOrdered($0, before: $1)
    }
  }
  /// True for the rows whose value is less or equal.
  ///
  /// - Precondition: The column holds numbers or values of this type.
  public static func <= (column: AnyColumn, value: some ColumnElement) -> [Bool] {
    column.compared(with: value) {
      $0 <= $1
    } _: {
      !type(of: $1).isOrdered($1, before: $0)
    }
  }

  /// True for the rows whose number is greater than that of the other column.
  ///
  /// - Precondition: Both hold numbers or dates, and have as many rows, as for the other comparisons.
  public static func > (first: AnyColumn, second: AnyColumn) -> [Bool] { first.compared(with: second, >, >) }
  /// True for the rows whose number is less than that of the other column.
  ///
  /// - Precondition: Both hold numbers or dates, and have as many rows.
  public static func < (first: AnyColumn, second: AnyColumn) -> [Bool] { first.compared(with: second, <, <) }
  /// True for the rows whose number is at least that of the other column.
  ///
  /// - Precondition: Both hold numbers or dates, and have as many rows.
  public static func >= (first: AnyColumn, second: AnyColumn) -> [Bool] { first.compared(with: second, >=, >=) }
  /// True for the rows whose number is at most that of the other column.
  ///
  /// - Precondition: Both hold numbers or dates, and have as many rows.
  public static func <= (first: AnyColumn, second: AnyColumn) -> [Bool] { first.compared(with: second, <=, <=) }

  /// Numbers are compared as such, values of the column's type in their own way.
  private func compared<Value: ColumnElement>(
    with value: Value, _ numbersAgree: (Double, Double) -> Bool, _ valuesAgree: (Value, Value) -> Bool
  ) -> [Bool] {
    // Numbers with fractions are compared as such: NaN is neither greater nor less, though it is sorted last.
    if holds(Value.self), Value.self != Double.self, Value.self != Float.self {
      return assumingType(Value.self).values.map { own in own.map { valuesAgree($0, value) } ?? false }
    }
    guard isNumeric, Value.axisKind == .numbers, let number = Value.columnNumber(of: value) else {
      fatalError(
        "the column “\(name)” holds \(typeName) and cannot be compared with \(Value.columnText(of: value)), a "
          + "\(Value.self); compare it with a value of its type")
    }
    return doubles.values.map { own in own.map { numbersAgree($0, number) } ?? false }
  }

  private func compared(
    with other: AnyColumn, _ numbersAgree: (Double, Double) -> Bool, _ integersAgree: (Int, Int) -> Bool
  ) -> [Bool] {
    require(
      axisKind == other.axisKind && axisKind != .names,
      "the columns “\(name)”, which holds \(typeName), and “\(other.name)”, which holds \(other.typeName), cannot be "
        + "compared row by row; take two of numbers or two of dates")
    if holds(Int.self), other.holds(Int.self) {
      return Self.compared(assumingType(Int.self), other.assumingType(Int.self), integersAgree)
    }
    return Self.compared(doubles, other.doubles, numbersAgree)
  }

  private static func compared<Value>(
    _ first: Column<Value>, _ second: Column<Value>, _ agree: (Value, Value) -> Bool
  ) -> [Bool] {
    requireSameCount(first, second)
    return zip(first.values, second.values).map { first, second in
      guard let first, let second else { return false }
      return agree(first, second)
    }
  }
}
