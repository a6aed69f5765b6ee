/// Two sums over all rows for each channel.
struct ChannelSums {
  private(set) var first: [Double]
  private(set) var second: [Double]

  /// Rows that are summed in single precision; more if there would be too many partial sums.
  private static func chunk(rows: Int) -> Int { rows < 32_768 ? 64 : 256 }

  /// Sums what `terms(row, channel, count)` returns for the `count` channels from `channel` on.
  @inline(__always)
  init(rows: Int, channels: Int, order: LoopOrder = .ascending, terms: (Int, Int, Int) -> (Lanes, Lanes)) {
    let size = Self.chunk(rows: rows)
    let chunks = (rows + size - 1) / size
    let partials = PartialSums(parts: chunks, channels: channels)
    parallelFor(chunks, grain: max(1, 2 * elementwiseGrain / (size * max(1, channels))), order: order) { range in
      for chunk in range {
        var rest = (chunk &* size)..<min(rows, (chunk &+ 1) &* size)
        partials.clear(part: chunk)
        // Whole rows, since memory comes fastest in its own order, and four of them for each visit to the sums.
        while rest.count >= 4 {
          let row = rest.lowerBound
          for channel in stride(from: 0, to: channels, by: Lanes.width) {
            let count = min(Lanes.width, channels &- channel)
            let (t0, t1) = (terms(row, channel, count), terms(row &+ 1, channel, count))
            let (t2, t3) = (terms(row &+ 2, channel, count), terms(row &+ 3, channel, count))
            partials.add(
              (t0.0 + t1.0) + (t2.0 + t3.0), (t0.1 + t1.1) + (t2.1 + t3.1), part: chunk, channel: channel)
          }
          rest = (row &+ 4)..<rest.upperBound
        }
        for row in rest {
          for channel in stride(from: 0, to: channels, by: Lanes.width) {
            let term = terms(row, channel, min(Lanes.width, channels &- channel))
            partials.add(term.0, term.1, part: chunk, channel: channel)
          }
        }
      }
    }
    (first, second) = partials.totals()
  }
}
