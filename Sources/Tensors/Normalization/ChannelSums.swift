/// Two sums over all rows for each channel.
struct ChannelSums {
  private(set) var first: [Double]
  private(set) var second: [Double]

  /// Rows that are added up in single precision; more where the partial sums would be so many that adding them took long.
  private static func chunk(rows: Int) -> Int { rows < 32_768 ? 64 : 256 }

  /// Adds up what `terms(row, channel, count)` returns for the `count` channels from `channel` on.
  @inline(__always)
  init(rows: Int, channels: Int, order: LoopOrder = .ascending, terms: (Int, Int, Int) -> (Lanes, Lanes)) {
    let width = Lanes.width
    let size = Self.chunk(rows: rows)
    let chunks = (rows + size - 1) / size
    let partials = PartialSums(parts: chunks, channels: channels)
    parallelFor(chunks, grain: max(1, 2 * elementwiseGrain / (size * max(1, channels))), order: order) { range in
      for chunk in range {
        let (start, end) = (chunk &* size, min(rows, (chunk &+ 1) &* size))
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
              partials.set(pair.0, pair.1, part: chunk, channel: channel + offset * width)
            }
            channel &+= 4 &* width
          } else {
            var (a, b) = (Lanes.zero, Lanes.zero)
            for row in start..<end {
              let term = terms(row, channel, min(width, channels &- channel))
              a += term.0
              b += term.1
            }
            partials.set(a, b, part: chunk, channel: channel)
            channel &+= width
          }
        }
      }
    }
    (first, second) = partials.totals()
  }
}
