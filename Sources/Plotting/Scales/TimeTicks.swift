import Foundation

/// Ticks of an axis of seconds, at positions that are round on a clock.
enum TimeTicks {
  /// Distances between ticks that divide minutes and hours evenly, in seconds.
  private static let steps: [Double] = [
    5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
  ]

  static func ticks(low: Double, high: Double, intervals: Int) -> [Tick] {
    let span = high - low
    guard span > 60, let step = steps.first(where: { span / $0 <= Double(intervals) }) else {
      let places = LinearTicks.places(low: low, high: high, intervals: intervals)
      return zip(places, TickLabels.numbers(places)).map { Tick(value: $0, label: $1) }
    }
    let places = stride(from: (low / step).rounded(.up) * step, through: high, by: step)
    return places.map { Tick(value: $0, label: label($0, showsHours: high >= 3600)) }
  }

  /// `1:30`, or `0:01:30` where hours are shown.
  private static func label(_ seconds: Double, showsHours: Bool) -> String {
    let whole = Int(abs(seconds).rounded())
    let sign = seconds < 0 ? "−" : ""
    return showsHours
      ? sign + String(format: "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
      : sign + String(format: "%d:%02d", whole / 60, whole % 60)
  }
}
