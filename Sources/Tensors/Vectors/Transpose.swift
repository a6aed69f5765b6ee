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

/// A square transpose in registers: rounds of interleaving rows that are half the square apart.
func transposeSquare(
  _ source: UnsafePointer<Float>, _ sourceStride: Int, into target: UnsafeMutablePointer<Float>, _ targetStride: Int
) {
  var rows = LanesSquare(repeating: .zero)
  for row in 0..<Lanes.width { rows[row] = Lanes(at: source + row &* sourceStride) }
  var side = 1
  while side < Lanes.width {
    rows = interleavedHalves(rows)
    side &*= 2
  }
  for row in 0..<Lanes.width { rows[row].store(to: target + row &* targetStride) }
}

/// Puts rows that are half the square apart side by side, scalar by scalar.
@inline(__always)
private func interleavedHalves(_ rows: LanesSquare) -> LanesSquare {
  var mixed = LanesSquare(repeating: .zero)
  let half = Lanes.width / 2
  for row in 0..<half {
    let (low, high) = Lanes.interleaved(rows[row], rows[row &+ half])
    mixed[2 &* row] = low
    mixed[2 &* row &+ 1] = high
  }
  return mixed
}
