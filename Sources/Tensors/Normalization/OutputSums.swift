/// Sums of a convolution's outputs for each channel, gathered while they are written, which spares the batch norm behind
/// it a pass over memory.
///
/// What is added up are deviations from a guess at the mean, so that their squares do not cancel.
///
/// `@unchecked Sendable`: each channel of a part is written by one thread, and all is read when the threads are done.
package final class OutputSums: @unchecked Sendable {
  /// What deviations are from, `[C]`.
  let centre: Tensor
  private var partials: PartialSums

  /// - Parameter centre: about the mean of each channel, such as the running one, `[C]`.
  package init(around centre: Tensor) {
    self.centre = centre.detached.converted(to: .rowMajor)
    partials = PartialSums(parts: 0, channels: centre.count)
  }

  /// Starts again, with as many parts as will be added up on their own.
  func begin(parts: Int) {
    partials = PartialSums(parts: parts, channels: centre.count)
    partials.clear()
  }

  /// Adds to the sums of the channels from `channel` on, as many as a vector holds.
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
