import Foundation

/// Evenly spaced round numbers: the algorithm of matplotlib's `MaxNLocator`.
enum LinearTicks {
  static let roundSteps: [Double] = [1, 2, 2.5, 5, 10]
  /// The steps that librosa gives to axes of time.
  static let timeSteps: [Double] = [1, 1.5, 5, 6, 10]
  static let decibelSteps: [Double] = [1, 2, 3, 6, 10]

  /// At most `intervals` + 1 positions within `low...high`, at multiples of `steps` times a power of ten.
  static func places(
    low: Double, high: Double, intervals: Int, steps: [Double] = roundSteps, isInteger: Bool = false
  ) -> [Double] {
    guard high > low, (high - low).isFinite else { return low.isFinite ? [low] : [] }
    let offset = offset(low: low, high: high)
    let (low, high) = (low - offset, high - offset)
    let scale = pow(10, floor(log10((high - low) / Double(intervals))))
    var candidates = staircase(steps).map { $0 * scale }
    if isInteger { candidates = candidates.filter { $0 < 1 || abs($0 - $0.rounded()) < 0.001 } }
    let wanted = (high - low) / Double(intervals)
    let first = candidates.firstIndex { $0 >= wanted } ?? candidates.count - 1
    var places: [Double] = []
    for candidate in candidates[...first].reversed() {
      let step = isInteger && floor(high) - ceil(low) >= 1 ? max(1, candidate) : candidate
      places = multiples(of: step, low: low, high: high, offset: offset)
      if places.count >= 2 { break }
    }
    return places.map { $0 + offset }
  }

  /// The large offset that all values share, which keeps small differences visible.
  static func offset(low: Double, high: Double) -> Double {
    let mean = (low + high) / 2
    guard abs(mean) / (high - low) >= 100 else { return 0 }
    return copysign(pow(10, floor(log10(abs(mean)))), mean)
  }

  private static func staircase(_ steps: [Double]) -> [Double] {
    steps.dropLast().map { $0 / 10 } + steps + [steps[1] * 10]
  }

  private static func multiples(of step: Double, low: Double, high: Double, offset: Double) -> [Double] {
    let start = floor(low / step) * step
    var tolerance = 1e-10
    if offset != 0 { tolerance = min(0.4999, max(1e-10, pow(10, log10(abs(offset) / step) - 12))) }
    guard step > 0, start.isFinite, (high - start) / step < 1000 else { return [low, high] }
    let last = Int(((high - start) / step + tolerance).rounded(.down)) + 1
    let slack = step * tolerance
    return (0...max(last, 0)).map { Double($0) * step + start }.filter { $0 >= low - slack && $0 <= high + slack }
  }
}
