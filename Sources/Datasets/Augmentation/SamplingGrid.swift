import Foundation
import Images

/// The centres of a result's pixels, in coordinates from -1 to 1.
struct OutputGrid {
  let size: ImageSize
  let alignsCorners: Bool

  /// Every pixel's centre in row-major order, mapped by an affine matrix and then by a perspective.
  func mapped(by matrix: [[Double]], perspective: Perspective?) -> [SIMD2<Double>] {
    let (columns, rows) = (axis(size.width), axis(size.height))
    let forX = SIMD2(matrix[0][0], matrix[1][0])
    let forY = SIMD2(matrix[0][1], matrix[1][1])
    let offset = SIMD2(matrix[0][2], matrix[1][2])
    var points: [SIMD2<Double>] = []
    points.reserveCapacity(size.width * size.height)
    for y in rows {
      for x in columns {
        let point = forX * x + forY * y + offset
        points.append(perspective?(point) ?? point)
      }
    }
    return points
  }

  private func axis(_ count: Int) -> [Double] {
    guard count > 1 else { return [0] }
    let scale = alignsCorners ? 1 : Double(count - 1) / Double(count)
    return (0..<count).map { (-1 + 2 * Double($0) / Double(count - 1)) * scale }
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

  private func padded(_ position: Double, count: Int) -> Double {
    switch padMode {
    case .zeros:
      // Far outside is outside; the bound only keeps conversions to integers safe.
      return min(max(position, -1e6), 1e6)
    case .border:
      return min(max(position, 0), Double(count - 1))
    case .reflection:
      let low = alignsCorners ? 0 : -0.5
      let span = alignsCorners ? Double(count - 1) : Double(count)
      if span == 0 { return 0 }
      let distance = abs(position - low)
      let remainder = distance.truncatingRemainder(dividingBy: span)
      let isEven = Int(min(distance / span, 1e9)) % 2 == 0
      return min(max(low + (isEven ? remainder : span - remainder), 0), Double(count - 1))
    }
  }
}
