/// The combination of several numbers into one, for example the bands of a frame or the frames of a beat.
///
/// ```swift
/// let perBeat = try features.synchronized(to: [10, 20], aggregation: .median)
/// ```
public enum Aggregation: String, Sendable, Hashable, CaseIterable {
  /// The arithmetic mean.
  case mean
  /// The middle one in order, or the mean of the middle two.
  case median
  /// The sum.
  case sum
  /// The largest.
  case maximum = "max"
  /// The smallest.
  case minimum = "min"

  /// The result for `values`, which are reordered; NaN for none, except 0 for their sum.
  func callAsFunction(_ values: UnsafeMutableBufferPointer<Float>) -> Double {
    switch self {
    case .sum: values.reduce(0.0) { $0 + Double($1) }
    case .mean: values.reduce(0.0) { $0 + Double($1) } / Double(values.count)
    case .maximum: values.max().map { Double($0) } ?? .nan
    case .minimum: values.min().map { Double($0) } ?? .nan
    case .median: Self.median(values)
    }
  }

  private static func median(_ values: UnsafeMutableBufferPointer<Float>) -> Double {
    guard !values.isEmpty else { return .nan }
    let middle = values.count / 2
    let upper = values.select(middle)
    guard values.count % 2 == 0 else { return Double(upper) }
    // No number before the selected position is larger.
    var lower = values[0]
    for index in 0..<middle where values[index] > lower { lower = values[index] }
    return Double((lower + upper) / 2)
  }
}

extension UnsafeMutableBufferPointer<Float> {
  /// The number that would be at `place` in order (Hoare, *Algorithm 65: Find*, 1961); no larger ones are left
  /// before it.
  fileprivate func select(_ place: Int) -> Float {
    var (low, high) = (0, count - 1)
    while low < high {
      let pivot = self[(low + high) / 2]
      var (left, right) = (low, high)
      while left <= right {
        while self[left] < pivot { left += 1 }
        while pivot < self[right] { right -= 1 }
        if left <= right {
          swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if place <= right {
        high = right
      } else if place >= left {
        low = left
      } else {
        break
      }
    }
    return self[place]
  }
}
