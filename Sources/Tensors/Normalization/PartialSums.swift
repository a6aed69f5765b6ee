/// Two sums for each channel of each part of some rows: in single precision within a part, in double and in order over
/// parts, so results do not depend on the number of threads.
struct PartialSums: Sendable {
  private let channels: Int
  private let parts: Int
  private let padded: Int
  private let storage: TensorStorage

  /// Room for sums, arbitrary until written.
  init(parts: Int, channels: Int) {
    self.channels = channels
    self.parts = parts
    padded = (channels + Lanes.width - 1) / Lanes.width * Lanes.width
    storage = TensorStorage(uninitialized: 2 * parts * padded)
  }

  /// Sets all sums to 0.
  func clear() {
    storage.base.update(repeating: 0, count: storage.count)
  }

  /// Sets the sums of one part to 0.
  func clear(part: Int) {
    (storage.base + 2 * part * padded).update(repeating: 0, count: 2 * padded)
  }

  /// Adds to the sums of one vector of channels from `channel` on.
  @inline(__always) func add(_ first: Lanes, _ second: Lanes, part: Int, channel: Int) {
    let place = storage.base + (2 &* part &* padded &+ channel)
    (Lanes(at: place) + first).store(to: place)
    (Lanes(at: place + padded) + second).store(to: place + padded)
  }

  /// The sums over all parts, `[C]` each.
  func totals() -> (first: [Double], second: [Double]) {
    var sums = [Double](repeating: 0, count: 2 * padded)
    for part in 0..<parts {
      let source = storage.base + 2 * part * padded
      for index in 0..<(2 * padded) { sums[index] += Double(source[index]) }
    }
    return (Array(sums[..<channels]), Array(sums[padded..<(padded + channels)]))
  }
}
