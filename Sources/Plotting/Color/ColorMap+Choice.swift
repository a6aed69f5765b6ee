extension ColorMap {
  /// The map that suits the data, as `librosa.display.cmap` chooses it.
  ///
  /// Looks at the 2nd and 98th percentile of the finite values (with linear interpolation, like numpy's): if both have
  /// one sign, ``magma``; otherwise ``coolwarm``. Data without a finite value gives ``magma``.
  public static func suiting(_ values: [Double]) -> ColorMap {
    var finite = values.filter(\.isFinite)
    guard !finite.isEmpty else { return .magma }
    let low = percentile(2, of: &finite)
    let high = percentile(98, of: &finite)
    return low >= 0 || high <= 0 ? .magma : .coolwarm
  }

  /// The map for yes and no: white and black.
  public static func suiting(_ values: [Bool]) -> ColorMap { .grayReversed }

  /// The percentile of the values; sorts them only partially.
  private static func percentile(_ percent: Double, of values: inout [Double]) -> Double {
    let place = percent / 100 * Double(values.count - 1)
    let below = Int(place)
    let lower = select(below, of: &values)
    guard place > Double(below), below + 1 < values.count else { return lower }
    let upper = values[(below + 1)...].min() ?? lower
    return lower + (upper - lower) * (place - Double(below))
  }

  /// Hoare's selection: afterwards no value before `rank` is larger, and none after it is smaller.
  private static func select(_ rank: Int, of values: inout [Double]) -> Double {
    var (low, high) = (0, values.count - 1)
    while low < high {
      let pivot = values[(low + high) / 2]
      var (left, right) = (low, high)
      while left <= right {
        while values[left] < pivot { left += 1 }
        while values[right] > pivot { right -= 1 }
        if left <= right {
          values.swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if rank <= right {
        high = right
      } else if rank >= left {
        low = left
      } else {
        break
      }
    }
    return values[rank]
  }
}
