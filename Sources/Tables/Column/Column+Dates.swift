public import Foundation

/// A stretch of the calendar.
///
/// ```swift
/// let months = frame["date", Date.self].truncated(to: .month)
/// ```
public enum DateUnit: String, Hashable, Sendable, CaseIterable {
  /// From midnight to midnight, in UTC.
  case day
  /// From Monday to Sunday.
  case week
  /// From the first day of a month.
  case month
  /// Three months from January, April, July or October.
  case quarter
  /// From 1 January.
  case year
}

/// A day of the week, Monday first.
///
/// ```swift
/// frame["weekday", Weekday.self] = frame["date", Date.self].weekdays()
/// ```
public enum Weekday: String, Hashable, Sendable, CaseIterable, ColumnElement {
  /// The first day of the week.
  case monday
  /// The second day.
  case tuesday
  /// The third day.
  case wednesday
  /// The fourth day.
  case thursday
  /// The fifth day.
  case friday
  /// The sixth day.
  case saturday
  /// The last day.
  case sunday

  /// The English name, as `Monday`.
  public static func columnText(of value: Weekday) -> String { value.rawValue.capitalized }
}

extension Column where WrappedElement == Date {
  /// The start of the day, week, month, quarter or year of each date, in UTC, for grouping rows.
  public func truncated(to unit: DateUnit) -> Column<Date> {
    mapNonNil { date in
      guard let day = Self.day(of: date) else { return date }
      let civil = ISODate.civil(day: day)
      let start =
        switch unit {
        case .day: day
        case .week: day - Self.weekday(day)
        case .month: ISODate.daysSince1970(year: civil.year, month: civil.month, day: 1)
        case .quarter: ISODate.daysSince1970(year: civil.year, month: (civil.month - 1) / 3 * 3 + 1, day: 1)
        case .year: ISODate.daysSince1970(year: civil.year, month: 1, day: 1)
        }
      return Date(timeIntervalSince1970: Double(start) * 86_400)
    }
  }

  /// The day of the week of each date, in UTC.
  public func weekdays() -> Column<Weekday> {
    mapNonNil { date in Self.day(of: date).map { Weekday.allCases[Self.weekday($0)] } }
  }

  /// Days since 1 January 1970; nil for a date beyond any calendar.
  private static func day(of date: Date) -> Int? {
    let day = (date.timeIntervalSince1970 / 86_400).rounded(.down)
    return day.magnitude < 1e9 ? Int(day) : nil
  }

  /// Days since Monday; 1 January 1970 was a Thursday.
  private static func weekday(_ day: Int) -> Int { ((day + 3) % 7 + 7) % 7 }
}
