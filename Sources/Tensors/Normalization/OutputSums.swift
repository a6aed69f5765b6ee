/// Sums of a convolution's outputs for each channel, gathered while they are written, which spares the batch norm behind
/// it a pass over memory.
///
/// What is added up are deviations from a guess at the mean, so that their squares do not cancel: within a part of the
/// outputs in single precision, over parts in double and in order, so that nothing depends on the number of threads.
///
/// `@unchecked Sendable`: each channel of a part is written by one thread, and all is read when the threads are done.
package final class OutputSums: @unchecked Sendable {
  /// Deviations are from these, `[C]`.
  let guess: Tensor
  private var parts = 0
  private var storage = TensorStorage(uninitialized: 0)

  /// - Parameter guess: about the mean of each channel, such as the running one, `[C]`.
  package init(around guess: Tensor) {
    self.guess = guess.detached.converted(to: .rowMajor)
  }

  private var padded: Int { (guess.count + Lanes.width - 1) / Lanes.width * Lanes.width }

  /// Starts anew, with as many parts as will be added up on their own.
  func begin(parts: Int) {
    self.parts = parts
    storage = TensorStorage(uninitialized: 2 * parts * padded)
    storage.base.update(repeating: 0, count: 2 * parts * padded)
  }

  /// Adds to the sums of the channels from `channel` on, as many as a vector holds.
  @inline(__always) func add(_ sum: Lanes, _ squares: Lanes, part: Int, channel: Int) {
    let place = storage.base + (2 &* part &* padded &+ channel)
    (Lanes(at: place) + sum).store(to: place)
    (Lanes(at: place + padded) + squares).store(to: place + padded)
  }

  /// Adds rows of `[rows, C]` that have been written, few at a time, since a sum of sums rounds less than one long sum.
  func add(_ outputs: UnsafePointer<Float>, rows: Range<Int>, part: Int) {
    let channels = guess.count
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: 64) {
      for channel in stride(from: 0, to: channels, by: Lanes.width) {
        let centre = Lanes(at: guess.storage.base + channel)
        var (sum, squares) = (Lanes.zero, Lanes.zero)
        for row in start..<min(start + 64, rows.upperBound) {
          let deviation = Lanes(at: outputs + (row &* channels &+ channel)) - centre
          sum += deviation
          squares = squares.addingProduct(deviation, deviation)
        }
        add(sum, squares, part: part, channel: channel)
      }
    }
  }

  /// For each channel the sum of all deviations and of their squares.
  func totals() -> (first: [Double], second: [Double]) {
    var sums = [Double](repeating: 0, count: 2 * padded)
    for part in 0..<parts {
      let source = storage.base + 2 * part * padded
      for index in 0..<(2 * padded) { sums[index] += Double(source[index]) }
    }
    return (Array(sums[..<guess.count]), Array(sums[padded..<(padded + guess.count)]))
  }
}
