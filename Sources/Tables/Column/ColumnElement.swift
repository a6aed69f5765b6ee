/// A type for the values of a column.
///
/// `Int`, `Double`, `Float`, `Bool`, `String` and `Date` are such types. One of yours is shown by its description, and
/// sorted by it, or in the order of its cases if it has a list of them:
///
/// ```swift
/// enum Instrument: String, ColumnElement { case piano, violin }
/// let column = Column(name: "instrument", contents: [Instrument.piano, .violin])
/// ```
public protocol ColumnElement: Hashable, Sendable, ColumnCell where CellElement == Self {
  /// The text of a value in tables and files.
  static func columnText(of value: Self) -> String
  /// True if one value is before another in a sorted column.
  static func isOrdered(_ first: Self, before second: Self) -> Bool
  /// The number of a value on an axis and in statistics; nil for a type that is not a number.
  static func columnNumber(of value: Self) -> Double?
  /// The kind of axis that shows such values.
  static var axisKind: ColumnAxisKind { get }
}

/// The kind of axis that shows the values of a column.
///
/// ```swift
/// let kind = Column(name: "minutes", contents: [30, 45]).axisKind  // .numbers
/// ```
public enum ColumnAxisKind: String, Hashable, Sendable {
  /// Numbers at their positions.
  case numbers
  /// Each name at a separate position.
  case names
  /// Points in time, whose numbers are seconds since 1970.
  case dates
}

/// A value as arrays hold it that become columns: an element, or an optional one.
///
/// ```swift
/// let frame: DataFrame = ["name": ["Ada", "Ben"], "age": [12, nil]]
/// ```
public protocol ColumnCell: Sendable {
  /// The type of the column's values.
  associatedtype CellElement: ColumnElement
  /// The value; nil if it is missing.
  static func columnValue(of cell: Self) -> CellElement?
}

extension ColumnElement {
  /// The description of a value.
  public static func columnText(of value: Self) -> String { String(describing: value) }

  /// The order of texts.
  public static func isOrdered(_ first: Self, before second: Self) -> Bool {
    columnText(of: first) < columnText(of: second)
  }

  /// Nil: not a number.
  public static func columnNumber(of value: Self) -> Double? { nil }

  /// An axis of names.
  public static var axisKind: ColumnAxisKind { .names }

  /// The value itself, which is not missing.
  public static func columnValue(of cell: Self) -> Self? { cell }
}

extension ColumnElement where Self: CaseIterable {
  /// The order of the cases.
  public static func isOrdered(_ first: Self, before second: Self) -> Bool {
    for value in allCases where value == first || value == second { return value == first && value != second }
    return false
  }
}

extension Optional: ColumnCell where Wrapped: ColumnElement {
  /// The value, if there is one.
  public static func columnValue(of cell: Wrapped?) -> Wrapped? { cell }
}
