import Foundation
public import Images
public import Tensors

/// A matrix as an image without axes: every cell a rectangle of one colour, row 0 at the bottom.
///
/// The pixels equal those that matplotlib writes for `librosa.display.specshow` on a figure of 5 × 5 inches with the
/// axes off, saved with `dpi=72, bbox_inches="tight", pad_inches=0`: 279 × 277, the axes being 279 × 277.2. The edges
/// of cells are rounded to whole pixels, so some columns are invisible if there are more columns than pixels.
///
/// ```swift
/// let picture = HeatMapPicture(try chroma(note), colorMap: .magma)
/// ```
public struct HeatMapPicture {
  /// Pixels across.
  public static let width = 279
  /// Pixels from top to bottom.
  public static let height = 277
  private static let exactHeight = 277.20000000000005

  private let matrix: Tensor
  private let colorMap: ColorMap

  /// An image of `[rows, columns]` numbers, in the given colours or those that librosa chooses.
  ///
  /// - Precondition: the matrix has two axes and at least one number.
  public init(_ matrix: Tensor, colorMap: ColorMap? = nil) {
    require(
      matrix.rank == 2 && matrix.count > 0,
      "an image needs rows and columns, but the shape is \(matrix.shape); reshaped(to:) gives two axes")
    self.matrix = matrix
    self.colorMap = colorMap ?? ColorMap.suiting(matrix.scalars.map(Double.init))
  }

  /// The coloured pixels: the smallest number of the matrix gets the map's first colour, the largest its last.
  public var image: Image {
    let palette = colorMap.colors.map { $0.map { UInt8(($0 * 255).rounded()) } }
    let (rows, columns) = (matrix.shape[0], matrix.shape[1])
    let colors = colorIndices
    let columnOfPixel = Self.cells(edges: Self.columnEdges(columns), pixels: Self.width)
    let rowOfPixel = Self.cells(edges: Self.rowEdges(rows), pixels: Self.height).map { rows - 1 - $0 }
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

  /// Writes the image as a PNG file, atomically.
  ///
  /// - Throws: `ImageError` if the file cannot be written.
  public func write(png url: URL) throws { try image.write(png: url) }

  // Matplotlib's own arithmetic, step by step: where an edge falls on the middle of a pixel, its last bits decide.

  /// The edges of the columns, from the left.
  private static func columnEdges(_ count: Int) -> [Int] {
    let share = 1 / Double(count)
    let scale = Double(width) * share
    let shift = Double(width) * (0.5 * share)
    return (0...count).map { Int(((Double($0) - 0.5) * scale + shift + 0.5).rounded(.down)) }
  }

  /// The edges of the rows, from the top.
  private static func rowEdges(_ count: Int) -> [Int] {
    let share = 1 / Double(count)
    let scale = -exactHeight * share
    let shift = -exactHeight * (0.5 * share) + Double(height)
    return (0...count).reversed().map { Int(((Double($0) - 0.5) * scale + shift + 0.5).rounded(.down)) }
  }

  /// Which cell, in the order of edges, each pixel shows.
  private static func cells(edges: [Int], pixels: Int) -> [Int] {
    var cells = [Int](repeating: max(0, edges.count - 2), count: pixels)
    for cell in 0..<edges.count - 1 {
      for pixel in max(0, edges[cell])..<max(0, edges[cell], min(pixels, edges[cell + 1])) { cells[pixel] = cell }
    }
    return cells
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
