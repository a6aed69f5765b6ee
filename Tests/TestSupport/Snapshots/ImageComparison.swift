import Images

/// The differences of an image from an expected one, by the means of blocks of 8 × 8 pixels.
///
/// A mean is what antialiasing leaves alone: another rasteriser spreads the ink of an edge or a letter otherwise over
/// neighbouring pixels, but adds none. Blocks begin at every fourth pixel, so a missing small element is completely in
/// one of them.
public struct ImageComparison: Sendable {
  /// The largest differences of a block's mean that pass, in levels of 255 of any channel.
  ///
  /// In figures a missing tick label differs by 25 levels or more, another digit by 15, a missing line of the grid by 6.
  public enum Allowance {
    /// Equal versions of the rasteriser and the fonts give equal pixels; 2 levels leave room for another processor's
    /// rounding of coordinates.
    public static let sameRasterizer = 2.0
    /// Another version may place letters at fractions of pixels: a stem of 8 pixels with a contrast of 200 that moves by
    /// half a pixel over the edge of a block takes 8 × ½ × 200 / 64 ≈ 12 levels with it.
    public static let otherRasterizer = 12.0
  }

  /// The largest difference of a block's mean, with the block's top left pixel.
  public private(set) var largest: (difference: Double, x: Int, y: Int) = (0, 0, 0)

  private let allowance: Double
  private let sizes: (actual: ImageSize, expected: ImageSize)
  private static let cellSide = 4

  /// Compares two images, each as red, green and blue.
  public init(_ actual: Image, _ expected: Image, allowance: Double = Allowance.sameRasterizer) {
    self.allowance = allowance
    sizes = (
      ImageSize(width: actual.width, height: actual.height), ImageSize(width: expected.width, height: expected.height)
    )
    guard sizes.actual == sizes.expected else {
      largest.difference = 255
      return
    }
    let cells = Cells(actual.rgb.pixels, expected.rgb.pixels, width: actual.width, height: actual.height)
    for row in 0..<max(1, cells.rows - 1) {
      for column in 0..<max(1, cells.columns - 1) {
        let difference = cells.difference(row: row, column: column)
        if difference > largest.difference {
          largest = (difference, column * Self.cellSide, row * Self.cellSide)
        }
      }
    }
  }

  /// A sentence about what differs; nil if nothing differs by more than the allowance.
  public var complaint: String? {
    guard sizes.actual == sizes.expected else {
      let (actual, expected) = sizes
      return "It has \(actual.width) × \(actual.height) pixels, expected \(expected.width) × \(expected.height)."
    }
    guard largest.difference > allowance else { return nil }
    return """
      The 8 × 8 pixels at (\(largest.x), \(largest.y)) differ by \(largest.difference) levels in the mean; \
      \(allowance) are allowed.
      """
  }

  /// The sums of differences over quarters of blocks.
  private struct Cells {
    let rows: Int
    let columns: Int
    private var sums: [SIMD3<Int>]
    private var counts: [Int]

    init(_ actual: [UInt8], _ expected: [UInt8], width: Int, height: Int) {
      rows = (height + cellSide - 1) / cellSide
      columns = (width + cellSide - 1) / cellSide
      sums = Array(repeating: .zero, count: rows * columns)
      counts = Array(repeating: 0, count: rows * columns)
      for y in 0..<height {
        for x in 0..<width {
          let (pixel, cell) = ((y * width + x) * 3, y / cellSide * columns + x / cellSide)
          counts[cell] += 1
          for channel in 0..<3 {
            sums[cell][channel] += Int(actual[pixel + channel]) - Int(expected[pixel + channel])
          }
        }
      }
    }

    /// The largest difference of any channel's mean in the block whose first cell this is.
    func difference(row: Int, column: Int) -> Double {
      var (sum, count) = (SIMD3<Int>.zero, 0)
      for row in row..<min(row + 2, rows) {
        for column in column..<min(column + 2, columns) {
          sum &+= sums[row * columns + column]
          count += counts[row * columns + column]
        }
      }
      return Double(max(abs(sum.x), abs(sum.y), abs(sum.z))) / Double(max(count, 1))
    }
  }
}
