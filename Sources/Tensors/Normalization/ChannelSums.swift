/// Two sums over all rows for each channel.
struct ChannelSums {
  private(set) var first: [Double]
  private(set) var second: [Double]

  /// Rows that are added up in single precision; more where the partial sums would be so many that adding them took long.
  private static func chunk(rows: Int) -> Int { rows < 32_768 ? 64 : 256 }

  /// Adds up what `terms(row, channel, count)` returns for the `count` channels from `channel` on.
  @inline(__always)
  init(rows: Int, channels: Int, terms: (Int, Int, Int) -> (Lanes, Lanes)) {
    let width = Lanes.width
    let padded = (channels + width - 1) / width * width
    let size = Self.chunk(rows: rows)
    let chunks = (rows + size - 1) / size
    let partial = TensorStorage(uninitialized: 2 * chunks * padded)
    parallelFor(chunks, grain: max(1, 2 * elementwiseGrain / (size * max(1, padded)))) { range in
      for chunk in range {
        let (start, end) = (chunk &* size, min(rows, (chunk &+ 1) &* size))
        let target = partial.base + 2 &* chunk &* padded
        var channel = 0
        while channel < channels {
          // Four lanes at a time: neighbouring cache lines of a row are read together.
          let isWide = channel &+ 4 &* width <= channels
          if isWide {
            var (a0, a1, a2, a3) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
            var (b0, b1, b2, b3) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
            for row in start..<end {
              let t0 = terms(row, channel, width)
              let t1 = terms(row, channel &+ width, width)
              let t2 = terms(row, channel &+ 2 &* width, width)
              let t3 = terms(row, channel &+ 3 &* width, width)
              a0 += t0.0
              a1 += t1.0
              a2 += t2.0
              a3 += t3.0
              b0 += t0.1
              b1 += t1.1
              b2 += t2.1
              b3 += t3.1
            }
            for (offset, pair) in [(a0, b0), (a1, b1), (a2, b2), (a3, b3)].enumerated() {
              pair.0.store(to: target + channel + offset * width)
              pair.1.store(to: target + padded + channel + offset * width)
            }
            channel &+= 4 &* width
          } else {
            var (a, b) = (Lanes.zero, Lanes.zero)
            for row in start..<end {
              let term = terms(row, channel, min(width, channels &- channel))
              a += term.0
              b += term.1
            }
            a.store(to: target + channel)
            b.store(to: target + padded + channel)
            channel &+= width
          }
        }
      }
    }
    var sums = [Double](repeating: 0, count: 2 * padded)
    for chunk in 0..<chunks {
      let source = partial.base + 2 * chunk * padded
      for index in 0..<(2 * padded) { sums[index] += Double(source[index]) }
    }
    first = Array(sums[..<channels])
    second = Array(sums[padded..<(padded + channels)])
  }
}
