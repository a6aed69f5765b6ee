import Foundation

/// Ticks of logarithmic axes, at powers of the base.
enum LogTicks {
  /// Powers of `base` within `low...high`, thinned evenly to at most `count`, with the multiples between as minor
  /// ticks; round numbers if fewer than two powers are in range.
  static func ticks(low: Double, high: Double, base: Double, count: Int) -> [Tick] {
    guard low > 0, high > low, high.isFinite else { return [] }
    let first = Int((log(low) / log(base) - 1e-9).rounded(.up))
    let last = Int((log(high) / log(base) + 1e-9).rounded(.down))
    guard last > first else {
      let places = LinearTicks.places(low: low, high: high, intervals: max(2, count / 2))
      return zip(places, TickLabels.numbers(places)).map { Tick(value: $0, label: $1) }
    }
    let stride = (last - first) / max(1, count) + 1
    let powers = Swift.stride(from: firstMultiple(of: stride, from: first), through: last, by: stride)
    let exponents = Array(powers)
    let isPlain = base != 10 || (exponents.first ?? 0) >= -3 && (exponents.last ?? 0) <= 4
    let major = exponents.map { exponent in
      let value = pow(base, Double(exponent))
      return Tick(value: value, label: isPlain ? TickLabels.short(value) : TickLabels.power(exponent))
    }
    return major + minorTicks(low: low, high: high, base: base, exponents: first - 1...last, stride: stride)
  }

  private static func minorTicks(
    low: Double, high: Double, base: Double, exponents: ClosedRange<Int>, stride: Int
  ) -> [Tick] {
    guard base >= 3, exponents.count <= 12 else { return [] }
    return exponents.flatMap { exponent -> [Tick] in
      let unit = pow(base, Double(exponent))
      let multiples = Swift.stride(from: 2.0, to: base, by: 1).map { $0 * unit }
      let between = stride == 1 ? multiples : [unit]
      return between.filter { $0 >= low && $0 <= high }.map { Tick(value: $0, label: "", isMinor: true) }
    }
  }

  private static func firstMultiple(of stride: Int, from first: Int) -> Int {
    let remainder = ((first % stride) + stride) % stride
    return remainder == 0 ? first : first + stride - remainder
  }

  /// Zero and the powers of `base` from the threshold on, on both sides: matplotlib's `SymmetricalLogLocator`.
  static func symmetricalPlaces(low: Double, high: Double, base: Double, threshold: Double) -> [Double] {
    guard high > low else { return [low] }
    if low >= -threshold, high <= threshold { return Array(Set([low, 0, high])).sorted() }
    let hasLower = low < -threshold
    let hasUpper = high > threshold
    let hasMiddle = hasLower && high > -threshold || hasUpper && low < threshold
    func exponents(_ low: Double, _ high: Double) -> ClosedRange<Int> {
      let first = Int(floor(log(low) / log(base)))
      return first...max(first, Int(ceil(log(high) / log(base))))
    }
    let lower = hasLower ? exponents(abs(min(-threshold, high)), abs(low) + 1) : 0...0
    let upper = hasUpper ? exponents(max(threshold, low), high + 1) : 0...0
    let total = lower.count - 1 + upper.count - 1 + (hasMiddle ? 1 : 0)
    let stride = max(total / 14, 1)
    func powers(_ range: ClosedRange<Int>) -> [Double] {
      Swift.stride(from: range.lowerBound, to: range.upperBound, by: stride).map { pow(base, Double($0)) }
    }
    return (hasLower ? powers(lower).reversed().map { -$0 } : []) + (hasMiddle ? [0] : [])
      + (hasUpper ? powers(upper) : [])
  }
}
