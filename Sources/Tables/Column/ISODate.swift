import Foundation

/// Dates as ISO 8601 writes them, in UTC: `2026-01-31`, `2026-01-31T09:30:00Z`, `2026-01-31 09:30+01:00`.
package enum ISODate {
  /// Seconds since 1970; nil for bytes that are no such date.
  package static func seconds(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    var cursor = Cursor(bytes: bytes)
    guard let year = cursor.digits(4), cursor.skip("-"), let month = cursor.digits(2), cursor.skip("-"),
      let day = cursor.digits(2), (1...12).contains(month), day >= 1, day <= days(inMonth: month, of: year)
    else { return nil }
    let midnight = Double(daysSince1970(year: year, month: month, day: day)) * 86_400
    if cursor.isAtEnd { return midnight }
    guard cursor.skip("T") || cursor.skip(" "), let time = cursor.timeOfDay(), let offset = cursor.offset(),
      cursor.isAtEnd
    else { return nil }
    return midnight + time - offset
  }

  /// Seconds since 1970 of a date in text.
  package static func seconds(_ text: String) -> Double? {
    var text = text
    return text.withUTF8 { seconds($0) }
  }

  /// The day, with the time of day if it is not midnight.
  static func text(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds.magnitude < 1e12 else { return "\(seconds)" }
    // Rounded before the day is split off, so the last half millisecond of a day is not 24:00.
    let instant = (seconds * 1000).rounded()
    let day = (instant / 86_400_000).rounded(.down)
    let (year, month, date) = civil(day: Int(day))
    let text = padded(year, 4) + "-" + padded(month, 2) + "-" + padded(date, 2)
    let thousandths = Int(instant - day * 86_400_000)
    if thousandths == 0 { return text }
    let whole = thousandths / 1000
    let time = padded(whole / 3600, 2) + ":" + padded(whole / 60 % 60, 2) + ":" + padded(whole % 60, 2)
    let fraction = thousandths % 1000 == 0 ? "" : "." + padded(thousandths % 1000, 3)
    return text + "T" + time + fraction + "Z"
  }

  /// Days since 1 January 1970 in the Gregorian calendar, extended to all years (Howard Hinnant, *chrono-Compatible
  /// Low-Level Date Algorithms*).
  package static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// Year, month and day of a number of days since 1 January 1970.
  package static func civil(day: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = day + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    )
  }

  private static func days(inMonth month: Int, of year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  private static func padded(_ number: Int, _ count: Int) -> String {
    let digits = String(number.magnitude)
    return (number < 0 ? "-" : "") + String(repeating: "0", count: max(0, count - digits.count)) + digits
  }
}

/// A position in the bytes of a date.
private struct Cursor {
  let bytes: UnsafeBufferPointer<UInt8>
  var position = 0

  init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard position < bytes.count, UInt32(bytes[position]) == character.value else { return false }
    position += 1
    return true
  }

  mutating func digits(_ count: Int) -> Int? {
    guard position + count <= bytes.count else { return nil }
    var number = 0
    for offset in 0..<count {
      let digit = Int(bytes[position + offset]) - 48
      guard (0...9).contains(digit) else { return nil }
      number = number * 10 + digit
    }
    position += count
    return number
  }

  /// Seconds of `09:30`, `09:30:15` or `09:30:15.25`.
  mutating func timeOfDay() -> Double? {
    guard let hour = digits(2), skip(":"), let minute = digits(2), hour < 24, minute < 60 else { return nil }
    var seconds = Double(hour * 3600 + minute * 60)
    guard skip(":") else { return seconds }
    guard let second = digits(2), second < 61 else { return nil }
    seconds += Double(second)
    guard skip(".") || skip(",") else { return seconds }
    var (fraction, unit) = (0.0, 1.0)
    while let digit = digits(1) {
      fraction = fraction * 10 + Double(digit)
      unit *= 10
    }
    return unit == 1 ? nil : seconds + fraction / unit
  }

  /// Seconds east of Greenwich; UTC if absent.
  mutating func offset() -> Double? {
    if isAtEnd || skip("Z") { return 0 }
    let isEast = skip("+")
    guard isEast || skip("-"), let hour = digits(2) else { return nil }
    _ = skip(":")
    guard let minute = isAtEnd ? 0 : digits(2), hour < 24, minute < 60 else { return nil }
    return Double(hour * 3600 + minute * 60) * (isEast ? 1 : -1)
  }
}
