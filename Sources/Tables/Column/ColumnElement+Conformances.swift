public import Foundation

extension Int: ColumnElement {
  /// The decimal digits.
  public static func columnText(of value: Int) -> String { String(value) }
  /// The order of numbers.
  public static func isOrdered(_ first: Int, before second: Int) -> Bool { first < second }
  /// The number, exact up to 2⁵³.
  public static func columnNumber(of value: Int) -> Double? { Double(value) }
  /// An axis of numbers.
  public static var axisKind: ColumnAxisKind { .numbers }
}

extension Double: ColumnElement {
  /// The fewest digits that give the number back.
  public static func columnText(of value: Double) -> String { "\(value)" }
  /// The order of numbers; what is not a number comes last.
  public static func isOrdered(_ first: Double, before second: Double) -> Bool {
    first < second || second.isNaN && !first.isNaN
  }
  /// The number itself.
  public static func columnNumber(of value: Double) -> Double? { value }
  /// An axis of numbers.
  public static var axisKind: ColumnAxisKind { .numbers }
}

extension Float: ColumnElement {
  /// The fewest digits that give the number back.
  public static func columnText(of value: Float) -> String { "\(value)" }
  /// The order of numbers; what is not a number comes last.
  public static func isOrdered(_ first: Float, before second: Float) -> Bool {
    first < second || second.isNaN && !first.isNaN
  }
  /// The number, widened.
  public static func columnNumber(of value: Float) -> Double? { Double(value) }
  /// An axis of numbers.
  public static var axisKind: ColumnAxisKind { .numbers }
}

extension Bool: ColumnElement {
  /// `true` or `false`.
  public static func columnText(of value: Bool) -> String { value ? "true" : "false" }
  /// False before true.
  public static func isOrdered(_ first: Bool, before second: Bool) -> Bool { !first && second }
}

extension String: ColumnElement {
  /// The text itself.
  public static func columnText(of value: String) -> String { value }
  /// The order of characters by their codes.
  public static func isOrdered(_ first: String, before second: String) -> Bool { first < second }
}

extension Date: ColumnElement {
  /// The day as `2026-01-31`, with the time of day in UTC if it is not midnight: `2026-01-31T09:30:00Z`.
  public static func columnText(of value: Date) -> String { ISODate.text(value.timeIntervalSince1970) }
  /// The earlier one first.
  public static func isOrdered(_ first: Date, before second: Date) -> Bool { first < second }
  /// Seconds since 1970.
  public static func columnNumber(of value: Date) -> Double? { value.timeIntervalSince1970 }
  /// An axis of dates.
  public static var axisKind: ColumnAxisKind { .dates }
}
