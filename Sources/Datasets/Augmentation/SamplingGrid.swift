import Foundation
import Images

/// The centres of a result's pixels, in coordinates from -1 to 1, and the map from them to the input.
struct OutputGrid {
  private let columns: [Double]
  private let rows: [Double]
  private let matrix: [[Double]]
  private let perspective: Perspective?

  /// - Parameters:
  ///   - matrix: An affine map, 3 x 3 in rows, which comes first.
  ///   - perspective: What comes after it, if anything.
  init(size: ImageSize, alignsCorners: Bool, matrix: [[Double]], perspective: Perspective?) {
    func axis(_ count: Int) -> [Double] {
      guard count > 1 else { return [0] }
      let scale = alignsCorners ? 1 : Double(count - 1) / Double(count)
      return (0..<count).map { (-1 + 2 * Double($0) / Double(count - 1)) * scale }
    }
    columns = axis(size.width)
    rows = axis(size.height)
    self.matrix = matrix
    self.perspective = perspective
  }

  /// Writes where the pixels of a row come from.
  func map(row: Int, x: UnsafeMutableBufferPointer<Double>, y: UnsafeMutableBufferPointer<Double>) {
    let (forX, forY, offset) = (matrix[0], matrix[1], (matrix[0][2], matrix[1][2]))
    let (rowX, rowY) = (forX[1] * rows[row], forY[1] * rows[row])
    let (columnX, columnY) = (forX[0], forY[0])
    columns.withUnsafeBufferPointer { columns in
      for index in columns.indices {
        x[index] = columnX * columns[index] + rowX + offset.0
        y[index] = columnY * columns[index] + rowY + offset.1
      }
    }
    perspective?.map(x: x, y: y)
  }

  /// The least and the greatest coordinate that any pixel comes from.
  var extent: (lowest: Double, highest: Double) {
    var (lowest, highest) = (Double.infinity, -Double.infinity)
    withRowBuffers { x, y in
      for row in rows.indices {
        map(row: row, x: x, y: y)
        for index in columns.indices {
          lowest = min(lowest, x[index], y[index])
          highest = max(highest, x[index], y[index])
        }
      }
    }
    return (lowest, highest)
  }

  /// Lends places for the coordinates of a row's pixels.
  func withRowBuffers(
    _ body: (_ x: UnsafeMutableBufferPointer<Double>, _ y: UnsafeMutableBufferPointer<Double>) -> Void
  ) {
    var places = [Double](repeating: 0, count: 2 * columns.count)
    places.withUnsafeMutableBufferPointer { places in
      body(
        UnsafeMutableBufferPointer(rebasing: places[..<columns.count]),
        UnsafeMutableBufferPointer(rebasing: places[columns.count...]))
    }
  }
}

/// The position of coordinates among an input's pixels, with padding beyond them.
struct PaddedAxes {
  let width: Int
  let height: Int
  let padMode: PadMode
  let alignsCorners: Bool

  /// Column and row of a point, with fractions, brought inside unless zeros are outside.
  func position(of point: SIMD2<Double>) -> SIMD2<Double> {
    let free = unpaddedPosition(of: point)
    return SIMD2(padded(free.x, count: width), padded(free.y, count: height))
  }

  /// Column and row of a point, with fractions, also outside the image.
  func unpaddedPosition(of point: SIMD2<Double>) -> SIMD2<Double> {
    let counts = SIMD2(Double(width), Double(height))
    return alignsCorners ? (point + 1) / 2 * (counts - 1) : ((point + 1) * counts - 1) / 2
  }

  /// The index of a pixel in its plane; nil outside.
  @inline(__always)
  func offset(x: Int, y: Int) -> Int? {
    x >= 0 && x < width && y >= 0 && y < height ? y * width + x : nil
  }

  /// The index of the pixel for any position; nil where padding is zero.
  func paddedOffset(x: Int, y: Int) -> Int? {
    offset(x: Int(padded(Double(x), count: width)), y: Int(padded(Double(y), count: height)))
  }

  /// Brings the coordinates of a row to columns and rows, with fractions, as ``position(of:)`` does.
  func place(x: UnsafeMutableBufferPointer<Double>, y: UnsafeMutableBufferPointer<Double>) {
    for (axis, count) in [(x, width), (y, height)] {
      unpad(axis, count: count)
      if padMode != .reflection || !foldOnce(axis, count: count) {
        for index in axis.indices { axis[index] = padded(axis[index], count: count) }
      }
    }
  }

  private func unpad(_ axis: UnsafeMutableBufferPointer<Double>, count: Int) {
    let count = Double(count)
    if alignsCorners {
      for index in axis.indices { axis[index] = (axis[index] + 1) / 2 * (count - 1) }
    } else {
      for index in axis.indices { axis[index] = ((axis[index] + 1) * count - 1) / 2 }
    }
  }

  /// Reflects positions that lie within one length of the input, without a division.
  ///
  /// Up to two spans the remainder is an exact difference, and so the same to the bit.
  ///
  /// - Returns: False if a position lies farther out; then all are as they were.
  private func foldOnce(_ axis: UnsafeMutableBufferPointer<Double>, count: Int) -> Bool {
    let (low, span, last) = (lowestPosition, span(count), Double(count - 1))
    var farthest = 0
    for index in axis.indices { farthest |= abs(axis[index] - low) < 2 * span ? 0 : 1 }
    guard farthest == 0 else { return false }
    for index in axis.indices {
      let distance = abs(axis[index] - low)
      let folded = distance < span ? distance : span - (distance - span)
      axis[index] = min(max(low + folded, 0), last)
    }
    return true
  }

  /// The edge of reflection: at the centre of the first pixel, or at its edge.
  private var lowestPosition: Double { alignsCorners ? 0 : -0.5 }

  /// The distance from one reflecting edge to the other.
  private func span(_ count: Int) -> Double { alignsCorners ? Double(count - 1) : Double(count) }

  private func padded(_ position: Double, count: Int) -> Double {
    switch padMode {
    case .zeros:
      // Far outside is outside; the bound only keeps conversions to integers safe.
      return min(max(position, -1e6), 1e6)
    case .border:
      return min(max(position, 0), Double(count - 1))
    case .reflection:
      let (low, span) = (lowestPosition, span(count))
      if span == 0 { return 0 }
      let distance = abs(position - low)
      let remainder = distance.truncatingRemainder(dividingBy: span)
      let isEven = Int(min(distance / span, 1e9)) % 2 == 0
      return min(max(low + (isEven ? remainder : span - remainder), 0), Double(count - 1))
    }
  }
}
