/// Statistics of numbers; NaN if there are too few.
enum Sample {
  /// The sum by Neumaier's method, whose error does not grow with the count.
  static func sum(_ numbers: some Sequence<Double>) -> Double {
    var (sum, correction) = (0.0, 0.0)
    for number in numbers {
      let next = sum + number
      correction += abs(sum) >= abs(number) ? (sum - next) + number : (number - next) + sum
      sum = next
    }
    // Infinite numbers have no correction.
    return correction.isFinite ? sum + correction : sum
  }

  static func mean(_ numbers: [Double]) -> Double { numbers.isEmpty ? .nan : sum(numbers) / Double(numbers.count) }

  /// `Σ (x - mean)² / (n - ddof)`.
  static func variance(_ numbers: [Double], ddof: Int) -> Double {
    guard numbers.count > ddof, !numbers.isEmpty else { return .nan }
    let mean = mean(numbers)
    return sum(numbers.lazy.map { ($0 - mean) * ($0 - mean) }) / Double(numbers.count - ddof)
  }

  /// Linear between the two nearest values, like numpy's default; NaN if there is a number that is not one.
  static func quantile(_ fraction: Double, ofSorted sorted: [Double]) -> Double {
    guard let last = sorted.last, !last.isNaN else { return .nan }
    let place = fraction * Double(sorted.count - 1)
    let below = Int(place)
    guard below + 1 < sorted.count else { return last }
    let (low, high) = (sorted[below], sorted[below + 1])
    return low == high ? low : low + (high - low) * (place - Double(below))
  }

  /// The smallest number; NaN if one number is NaN, as for the largest.
  static func minimum(_ numbers: [Double]) -> Double {
    numbers.contains(where: \.isNaN) ? .nan : numbers.min() ?? .nan
  }

  /// Ascending, NaN last.
  static func sorted(_ numbers: [Double]) -> [Double] { numbers.sorted { Double.isOrdered($0, before: $1) } }

  static func quantile(_ fraction: Double, _ numbers: [Double]) -> Double {
    quantile(fraction, ofSorted: sorted(numbers))
  }
}
