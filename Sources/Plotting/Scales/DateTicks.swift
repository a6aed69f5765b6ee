import Foundation
import Tables

/// Ticks of an axis of dates in UTC, at round dates and times.
///
/// Labels say no more than the distance between ticks needs; the day or the year is below the first label and wherever
/// it changes.
enum DateTicks {
  /// The distance between two ticks.
  enum Step: Hashable {
    case seconds(Double)
    case days(Int)
    case months(Int)
    case years(Int)

    /// About how long the step is, in seconds.
    var length: Double {
      switch self {
      case .seconds(let count): count
      case .days(let count): Double(count) * 86_400
      case .months(let count): Double(count) * 2_629_746
      case .years(let count): Double(count) * 31_556_952
      }
    }
  }

  private static let steps: [Step] =
    [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200].map { .seconds($0) }
    + [1, 2, 3, 7, 14].map { .days($0) } + [1, 2, 3, 6].map { .months($0) }
    + [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000].map { .years($0) }

  /// - Parameters:
  ///   - low: The earliest date that is shown, in seconds since 1970.
  ///   - high: The latest one.
  ///   - intervals: The maximum number of intervals between ticks.
  static func ticks(low: Double, high: Double, intervals: Int) -> [Tick] {
    let span = high - low
    // Years outside 1 to 9999 have no calendar ticks; intervals below a second use decimals.
    guard low > -62_135_596_800, high < 253_402_300_800, span >= 1 else {
      let places = LinearTicks.places(low: low, high: high, intervals: intervals)
      return zip(places, TickLabels.numbers(places)).map { Tick(value: $0, label: $1) }
    }
    let step = steps.first { span / $0.length <= Double(max(intervals, 1)) } ?? .years(10_000)
    let places = places(low: low, high: high, step: step)
    var (ticks, context): ([Tick], String?) = ([], nil)
    for place in places {
      let (label, below) = label(place, step: step)
      ticks.append(Tick(value: place, label: below == context || below.isEmpty ? label : "\(label)\n\(below)"))
      context = below
    }
    return ticks
  }

  /// A date in words, as exact as a range of `span` seconds requires: `14 Mar 2026, 10:30`.
  static func spoken(_ seconds: Double, span: Double) -> String {
    guard seconds > -62_135_596_800, seconds < 253_402_300_800 else { return TickLabels.spoken(seconds) }
    let day = ISODate.civil(day: Int((seconds / 86_400).rounded(.down)))
    if span > 20 * 31_556_952 { return "\(day.year)" }
    let date = "\(day.day) \(month(day.month)) \(day.year)"
    return span > 2 * 86_400 ? date : "\(date), \(clock(seconds, showsSeconds: span < 600))"
  }

  private static func places(low: Double, high: Double, step: Step) -> [Double] {
    switch step {
    case .seconds(let count):
      return Array(stride(from: (low / count).rounded(.up) * count, through: high, by: count))
    case .days(let count):
      // Weeks begin on Mondays; 1 January 1970 was a Thursday.
      let shift = count % 7 == 0 ? 4.0 * 86_400 : 0
      let length = Double(count) * 86_400
      let first = ((low - shift) / length).rounded(.up) * length + shift
      return Array(stride(from: first, through: high, by: length))
    case .months(let count): return monthPlaces(low: low, high: high, step: count)
    case .years(let count): return monthPlaces(low: low, high: high, step: 12 * count)
    }
  }

  private static func monthPlaces(low: Double, high: Double, step: Int) -> [Double] {
    let start = ISODate.civil(day: Int((low / 86_400).rounded(.down)))
    var month = (start.year * 12 + start.month - 1) / step * step
    var places: [Double] = []
    while true {
      let place = Double(ISODate.daysSince1970(year: month / 12, month: month % 12 + 1, day: 1)) * 86_400
      if place > high { return places }
      if place >= low { places.append(place) }
      month += step
    }
  }

  /// The label at a position, and the second line below it where that changes.
  private static func label(_ seconds: Double, step: Step) -> (String, below: String) {
    let day = ISODate.civil(day: Int((seconds / 86_400).rounded(.down)))
    switch step {
    case .seconds(let count):
      return (clock(seconds, showsSeconds: count < 60), "\(day.day) \(month(day.month)) \(day.year)")
    case .days: return ("\(day.day) \(month(day.month))", "\(day.year)")
    case .months: return (month(day.month), "\(day.year)")
    case .years: return ("\(day.year)", "")
    }
  }

  private static func clock(_ seconds: Double, showsSeconds: Bool) -> String {
    let time = Int((seconds - (seconds / 86_400).rounded(.down) * 86_400).rounded(.down))
    return showsSeconds
      ? String(format: "%02d:%02d:%02d", time / 3600, time / 60 % 60, time % 60)
      : String(format: "%02d:%02d", time / 3600, time / 60 % 60)
  }

  private static func month(_ number: Int) -> String {
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][(number - 1) % 12]
  }
}
