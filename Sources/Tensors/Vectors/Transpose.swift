/// Writes the transpose of a row-major matrix whose rows are `sourceStride` apart, rows of the result `targetStride`.
func transpose(
  _ source: UnsafePointer<Float>, rows: Int, columns: Int, sourceStride: Int,
  into target: UnsafeMutablePointer<Float>, targetStride: Int
) {
  for row in stride(from: 0, to: rows, by: Lanes.width) {
    for column in stride(from: 0, to: columns, by: Lanes.width) {
      let (from, to) = (source + row * sourceStride + column, target + column * targetStride + row)
      if row + Lanes.width <= rows, column + Lanes.width <= columns {
        transposeSquare(from, sourceStride, into: to, targetStride)
      } else {
        for i in 0..<min(Lanes.width, rows - row) {
          for j in 0..<min(Lanes.width, columns - column) { to[j * targetStride + i] = from[i * sourceStride + j] }
        }
      }
    }
  }
}

/// A 16 by 16 transpose in registers: four rounds of interleaving rows eight apart.
func transposeSquare(
  _ source: UnsafePointer<Float>, _ sourceStride: Int, into target: UnsafeMutablePointer<Float>, _ targetStride: Int
) {
  var rows = InlineArray<16, Lanes>(repeating: .zero)
  var mixed = rows
  for row in 0..<16 { rows[row] = Lanes(at: source + row &* sourceStride) }
  for _ in 0..<2 {
    interleaveHalves(rows, into: &mixed)
    interleaveHalves(mixed, into: &rows)
  }
  for row in 0..<16 { rows[row].store(to: target + row &* targetStride) }
}

/// Puts rows that are eight apart side by side, scalar by scalar.
@inline(__always)
private func interleaveHalves(_ rows: InlineArray<16, Lanes>, into mixed: inout InlineArray<16, Lanes>) {
  for row in 0..<8 {
    let (low, high) = Lanes.interleaved(rows[row], rows[row &+ 8])
    mixed[2 &* row] = low
    mixed[2 &* row &+ 1] = high
  }
}
