import Tensors

/// Arithmetic on columns of numbers as data frames hold them: `frame["total"] = frame["price"] * frame["count"]`.
///
/// Sums, differences and products of integers are integers, everything else is a `Double`, quotients among them. A missing
/// value stays missing.
extension AnyColumn {
  /// The sums of the rows' numbers.
  ///
  /// - Precondition: Both columns hold numbers, and have as many rows.
  public static func + (first: AnyColumn, second: AnyColumn) -> AnyColumn { first.combined(.sum, second) }
  /// The differences of the rows' numbers.
  ///
  /// - Precondition: Both columns hold numbers, and have as many rows.
  public static func - (first: AnyColumn, second: AnyColumn) -> AnyColumn { first.combined(.difference, second) }
  /// The products of the rows' numbers.
  ///
  /// - Precondition: Both columns hold numbers, and have as many rows.
  public static func * (first: AnyColumn, second: AnyColumn) -> AnyColumn { first.combined(.product, second) }
  /// The quotients of the rows' numbers, as `Double`.
  ///
  /// - Precondition: Both columns hold numbers, and have as many rows.
  public static func / (first: AnyColumn, second: AnyColumn) -> AnyColumn { first.combined(.quotient, second) }

  /// Each number with another added.
  ///
  /// - Precondition: The column holds numbers, and so is the other one.
  public static func + (column: AnyColumn, number: some ColumnElement) -> AnyColumn { column + column.filled(number) }
  /// Each number with another taken away.
  ///
  /// - Precondition: The column holds numbers, and so is the other one.
  public static func - (column: AnyColumn, number: some ColumnElement) -> AnyColumn { column - column.filled(number) }
  /// Each number times another.
  ///
  /// - Precondition: The column holds numbers, and so is the other one.
  public static func * (column: AnyColumn, number: some ColumnElement) -> AnyColumn { column * column.filled(number) }
  /// Each number divided by another, as `Double`.
  ///
  /// - Precondition: The column holds numbers, and so is the other one.
  public static func / (column: AnyColumn, number: some ColumnElement) -> AnyColumn { column / column.filled(number) }
  /// A number with each one of the column added.
  ///
  /// - Precondition: The column holds numbers, and so is the other one.
  public static func + (number: some ColumnElement, column: AnyColumn) -> AnyColumn { column.filled(number) + column }
  /// A number with each one of the column taken away.
  ///
  /// - Precondition: The column holds numbers, and so is the other one.
  public static func - (number: some ColumnElement, column: AnyColumn) -> AnyColumn { column.filled(number) - column }
  /// A number times each one of the column.
  ///
  /// - Precondition: The column holds numbers, and so is the other one.
  public static func * (number: some ColumnElement, column: AnyColumn) -> AnyColumn { column.filled(number) * column }
  /// A number divided by each one of the column, as `Double`.
  ///
  /// - Precondition: The column holds numbers, and so is the other one.
  public static func / (number: some ColumnElement, column: AnyColumn) -> AnyColumn { column.filled(number) / column }

  /// A column of this name and length with one value.
  private func filled<Value: ColumnElement>(_ value: Value) -> AnyColumn {
    require(
      Value.axisKind == .numbers,
      "the column “\(name)” cannot be combined with \(Value.columnText(of: value)), a \(Value.self); take a number")
    return Column(name: name, contents: repeatElement(value, count: count)).eraseToAnyColumn()
  }

  private func combined(_ operation: ColumnOperation, _ other: AnyColumn) -> AnyColumn {
    for column in [self, other] {
      require(
        column.isNumeric,
        "the column “\(column.name)” holds \(column.typeName), of which there is no \(operation.rawValue); take columns of "
          + "numbers")
    }
    if operation != .quotient, holds(Int.self), other.holds(Int.self) {
      let sums = assumingType(Int.self).combined(with: other.assumingType(Int.self)) { first, second in
        let (value, overflows) = operation.integer(first, second)
        require(
          !overflows,
          "the \(operation.rawValue) of \(first) and \(second) in “\(name)” is beyond the integers; make one of the two "
            + "a Double")
        return value
      }
      return sums.eraseToAnyColumn()
    }
    return doubles.combined(with: other.doubles, operation.double).eraseToAnyColumn()
  }

  /// The numbers as `Double`; missing where a value is.
  var doubles: Column<Double> {
    if holds(Double.self) { return assumingType(Double.self) }
    return Column(name: name, contents: zip(numbers, storage.missing).map { $1 ? nil : $0 })
  }
}

/// An operation on two numbers of a row.
private enum ColumnOperation: String {
  case sum, difference, product, quotient

  var double: (Double, Double) -> Double? {
    switch self {
    case .sum: { $0 + $1 }
    case .difference: { $0 - $1 }
    case .product: { $0 * $1 }
    case .quotient: { $0 / $1 }
    }
  }

  /// The result of integers, cut off, and true if it was.
  func integer(_ first: Int, _ second: Int) -> (Int, Bool) {
    switch self {
    case .sum: first.addingReportingOverflow(second)
    case .difference: first.subtractingReportingOverflow(second)
    case .product: first.multipliedReportingOverflow(by: second)
    case .quotient: second == 0 ? (0, true) : first.dividedReportingOverflow(by: second)
    }
  }
}
