/// Sums of a convolution's outputs for each channel, computed while they are written, which saves the following batch
/// norm a pass over memory.
///
/// Deviations from an estimate of the mean are summed, so their squares do not cancel.
///
/// `@unchecked Sendable`: each channel of a part is written by one thread, and all is read when the threads are done.
package final class OutputSums: @unchecked Sendable {
  /// The estimate of the mean, `[C]`.
  let centre: Tensor
  private var partials: PartialSums

  /// - Parameter centre: about the mean of each channel, such as the running one, `[C]`.
  package init(around centre: Tensor) {
    self.centre = centre.detached.converted(to: .rowMajor)
    partials = PartialSums(parts: 0, channels: centre.count)
  }

  /// Starts again, with as many parts as are summed separately.
  func begin(parts: Int) {
    partials = PartialSums(parts: parts, channels: centre.count)
    partials.clear()
  }

  /// Adds to the sums of one vector of channels from `channel` on.
  @inline(__always) func add(_ sum: Lanes, _ squares: Lanes, part: Int, channel: Int) {
    partials.add(sum, squares, part: part, channel: channel)
  }

  /// Adds rows of `[rows, C]` that have been written, few at a time, since a sum of sums rounds less than one long sum.
  func add(_ outputs: UnsafePointer<Float>, rows: Range<Int>, part: Int) {
    let channels = centre.count
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: 64) {
      for channel in stride(from: 0, to: channels, by: Lanes.width) {
        let count = min(Lanes.width, channels &- channel)
        let middle = Lanes(at: centre.storage.base + channel)
        var (sum, squares) = (Lanes.zero, Lanes.zero)
        for row in start..<min(start + 64, rows.upperBound) {
          let deviation = Lanes(at: outputs + (row &* channels &+ channel), count: count) - middle
          sum += deviation
          squares = squares.addingProduct(deviation, deviation)
        }
        add(sum, squares, part: part, channel: channel)
      }
    }
  }

  /// For each channel the sum of all deviations and of their squares.
  func totals() -> (first: [Double], second: [Double]) { partials.totals() }
}
