import Tensors

/// Arithmetic on columns gives a column of the left one's name with a value for each row:
/// `frame["pay", Double.self] * 1.05`. A missing value stays missing, and so does what is computed with one. An integer
/// beyond its type's range stops the program, as in Swift; operators on columns without a type name the two numbers.
extension Column where WrappedElement: Numeric {
  /// The sums of the rows' values.
  ///
  /// - Precondition: Both columns have as many rows.
  public static func + (first: Column, second: Column) -> Column { first.combined(with: second, +) }
  /// The differences of the rows' values.
  ///
  /// - Precondition: Both columns have as many rows.
  public static func - (first: Column, second: Column) -> Column { first.combined(with: second, -) }
  /// The products of the rows' values.
  ///
  /// - Precondition: Both columns have as many rows.
  public static func * (first: Column, second: Column) -> Column { first.combined(with: second, *) }

  /// Each value with a number added.
  public static func + (column: Column, number: WrappedElement) -> Column { column.mapNonNil { $0 + number } }
  /// Each value with a number taken away.
  public static func - (column: Column, number: WrappedElement) -> Column { column.mapNonNil { $0 - number } }
  /// Each value times a number.
  public static func * (column: Column, number: WrappedElement) -> Column { column.mapNonNil { $0 * number } }
  /// A number with each value added.
  public static func + (number: WrappedElement, column: Column) -> Column { column.mapNonNil { number + $0 } }
  /// A number with each value taken away.
  public static func - (number: WrappedElement, column: Column) -> Column { column.mapNonNil { number - $0 } }
  /// A number times each value.
  public static func * (number: WrappedElement, column: Column) -> Column { column.mapNonNil { number * $0 } }
}

extension Column where WrappedElement: FloatingPoint {
  /// The quotients of the rows' values; infinite or NaN where the second is 0.
  ///
  /// - Precondition: Both columns have as many rows.
  public static func / (first: Column, second: Column) -> Column { first.combined(with: second, /) }
  /// Each value divided by a number.
  public static func / (column: Column, number: WrappedElement) -> Column { column.mapNonNil { $0 / number } }
  /// A number divided by each value.
  public static func / (number: WrappedElement, column: Column) -> Column { column.mapNonNil { number / $0 } }
}

extension Column where WrappedElement: BinaryInteger {
  /// The whole parts of the quotients, as Swift divides integers; missing where the second is 0.
  ///
  /// - Precondition: Both columns have as many rows.
  public static func / (first: Column, second: Column) -> Column {
    first.combined(with: second) { $1 == 0 ? nil : $0 / $1 }
  }
  /// The whole part of each value divided by a number, as Swift divides integers.
  ///
  /// - Precondition: The number is not 0.
  public static func / (column: Column, number: WrappedElement) -> Column {
    require(number != 0, "the integers of the column “\(column.name)” cannot be divided by 0; take another number")
    return column.mapNonNil { $0 / number }
  }
}

extension Column {
  /// The results of a function of the values of both columns, row by row.
  func combined<Result: ColumnElement>(
    with other: Column, _ combine: (WrappedElement, WrappedElement) -> Result?
  ) -> Column<Result> {
    requireSameCount(self, other)
    return Column<Result>(
      name: name,
      contents: zip(values, other.values).map { first, second in
        guard let first, let second else { return nil }
        return combine(first, second)
      })
  }
}

/// Stops where the rows of two columns do not belong together.
func requireSameCount<First, Second>(_ first: Column<First>, _ second: Column<Second>) {
  require(
    first.count == second.count,
    "the column “\(first.name)” has \(first.count) rows and “\(second.name)” \(second.count); take columns of one data "
      + "frame")
}
