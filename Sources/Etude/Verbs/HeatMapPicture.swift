import Foundation
import Images
import Plotting
import Tensors

/// A matrix as a picture without axes: every cell a rectangle of one colour, row 0 at the bottom.
///
/// The pixels are those that matplotlib writes for `librosa.display.specshow` on a figure of 5 × 5 inches with the axes
/// off, saved with `dpi=72, bbox_inches="tight", pad_inches=0`: 279 × 277, the axes being 279 × 277.2. A pixel takes the
/// colour of the cell at its centre; on a cell's edge, that of the cell to the left or above.
public struct HeatMapPicture {
  /// Pixels across.
  public static let width = 279
  /// Pixels from top to bottom.
  public static let height = 277
  private static let exactHeight = 277.2

  private let matrix: Tensor
  private let colorMap: ColorMap

  /// A picture of `[rows, columns]` numbers, in the given colours or those that librosa chooses for them.
  ///
  /// - Precondition: the matrix has two axes and at least one number.
  public init(_ matrix: Tensor, colorMap: ColorMap? = nil) {
    require(
      matrix.rank == 2 && matrix.count > 0, "a picture needs rows and columns, but the shape is \(matrix.shape)")
    self.matrix = matrix
    self.colorMap = colorMap ?? ColorMap.suiting(matrix.scalars.map(Double.init))
  }

  /// The coloured pixels: the least number of the matrix is the map's first colour, the largest its last.
  public var image: Image {
    let palette = colorMap.colors.map { $0.map { UInt8(($0 * 255).rounded()) } }
    let (rows, columns) = (matrix.shape[0], matrix.shape[1])
    let colors = colorIndices
    // Cell edges lie at k · size / count; the top edge is cut by the part of a pixel that is left over.
    let columnOfPixel = (0..<Self.width).map { Self.cell(at: Double($0) + 0.5, size: Double(Self.width), count: columns) }
    let cut = Self.exactHeight - Double(Self.height)
    let rowOfPixel = (0..<Self.height).map {
      rows - 1 - Self.cell(at: Double($0) + 0.5 + cut, size: Self.exactHeight, count: rows)
    }
    var pixels: [UInt8] = []
    pixels.reserveCapacity(Self.width * Self.height * 3)
    var line: [UInt8] = []
    for y in 0..<Self.height {
      if y == 0 || rowOfPixel[y] != rowOfPixel[y - 1] {
        line = columnOfPixel.flatMap { palette[colors[rowOfPixel[y] * columns + $0]] }
      }
      pixels += line
    }
    return Image(width: Self.width, height: Self.height, channels: 3, pixels: pixels)
  }

  /// Writes the picture as a PNG file, whole or not at all.
  ///
  /// - Throws: `ImageError` if the file cannot be written.
  public func write(png url: URL) throws { try image.write(png: url) }

  /// The cell that holds a position; on an edge, the one before it.
  private static func cell(at position: Double, size: Double, count: Int) -> Int {
    let exact = position * Double(count) / size
    let nearest = exact.rounded()
    // An edge in decimal fractions may miss its binary value by the last bits.
    let index = abs(exact - nearest) < 1e-9 ? Int(nearest) - 1 : Int(exact)
    return min(max(index, 0), count - 1)
  }

  /// ⌊256 (v - min) / (max - min)⌋ in single precision, as matplotlib computes it; a constant matrix is all 0.
  private var colorIndices: [Int] {
    matrix.withUnsafeScalars { values in
      var (least, largest) = (Float.infinity, -Float.infinity)
      for value in values where value.isFinite { (least, largest) = (min(least, value), max(largest, value)) }
      let span = largest - least
      guard span > 0 else { return [Int](repeating: 0, count: values.count) }
      return values.map { value in
        guard value.isFinite else { return value > 0 ? 255 : 0 }
        return min(255, Int((value - least) / span * 256))
      }
    }
  }
}
