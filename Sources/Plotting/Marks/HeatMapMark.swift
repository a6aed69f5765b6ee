import Foundation
public import Tensors

/// A matrix as a field of coloured cells: matplotlib's `pcolormesh`.
///
/// Row 0 is at the bottom, column 0 at the left. Cells that are not a number stay blank; infinite ones get the
/// colours of the range's ends.
/// ```swift
/// let field = HeatMapMark(Tensor(shape: [2, 2], scalars: [0, 1, 2, 3]), colorMap: .viridis)
/// ```
public struct HeatMapMark: Mark {
  /// The matrix, `[rows, columns]`.
  public let values: Tensor
  /// The edges of the cells: one more than columns, and one more than rows.
  public let xEdges: [Double]
  /// Like ``xEdges``, along y.
  public let yEdges: [Double]
  /// Only its name and opacity matter here.
  public var style = MarkStyle()
  var scale: ColorScale

  /// A field over cells.
  ///
  /// - Parameters:
  ///   - values: `[rows, columns]`.
  ///   - xEdges: the columns' borders, ascending; nil centres column `j` on `j`.
  ///   - yEdges: the rows' borders, ascending; nil centres row `i` on `i`.
  ///   - colorMap: nil chooses by the data, as ``ColorMap/suiting(_:)-([Double])``.
  ///   - darkColorMap: the map of the dark rendering, if it should not be the same.
  ///   - range: the values at the map's ends; nil takes the smallest and largest finite ones.
  /// - Precondition: `values` is a matrix and the edges fit it.
  public init(
    _ values: Tensor, xEdges: [Double]? = nil, yEdges: [Double]? = nil, colorMap: ColorMap? = nil,
    darkColorMap: ColorMap? = nil, range: ClosedRange<Double>? = nil
  ) {
    require(
      values.shape.count == 2,
      "a heat map needs [rows, columns], not \(values.shape); reshaped(to:) gives a tensor two axes")
    self.values = values
    self.xEdges = xEdges ?? Self.unitEdges(values.shape[1])
    self.yEdges = yEdges ?? Self.unitEdges(values.shape[0])
    require(
      self.yEdges.count == values.shape[0] + 1 && self.xEdges.count == values.shape[1] + 1,
      "a heat map of \(values.shape) needs \(values.shape[0] + 1) and \(values.shape[1] + 1) edges, "
        + "not \(self.yEdges.count) and \(self.xEdges.count); give one more than there are cells")
    var extent = AxisExtent()
    extent.include(values.plotColumn)
    let ends = range.map { ($0.lowerBound, $0.upperBound) } ?? (extent.isEmpty ? (0, 1) : (extent.low, extent.high))
    let map = colorMap ?? .suiting(values.plotColumn.numbers)
    scale = ColorScale(map: map, darkMap: darkColorMap ?? map, low: ends.0, high: ends.1)
  }

  /// The field, ready to be drawn.
  public var layer: MarkLayer { MarkLayer(self) }

  static func unitEdges(_ count: Int) -> [Double] { (0...count).map { Double($0) - 0.5 } }
}

extension HeatMapMark: Drawing {
  var depth: Int { 0 }
  var takesPaletteColor: Bool { false }
  var fillsPlot: Bool { true }
  var colorScale: ColorScale? { scale }
  var legendSymbol: LegendSymbol { .area }

  var summary: String {
    let range = "\(TickLabels.spoken(scale.low)) to \(TickLabels.spoken(scale.high))"
    return "a heat map of \(values.shape[0]) by \(values.shape[1]) values from \(range)"
  }

  func extend(x: inout AxisExtent, y: inout AxisExtent) {
    x.include(xEdges)
    y.include(yEdges)
    x.sticky += [xEdges[0], xEdges[xEdges.count - 1]]
    y.sticky += [yEdges[0], yEdges[yEdges.count - 1]]
  }

  func withColors(from low: Double, to high: Double) -> any Drawing {
    var copy = self
    (copy.scale.low, copy.scale.high) = (low, high)
    return copy
  }

  func draw(on canvas: Canvas, in plot: DrawingContext) {
    let columns = cells(edges: xEdges, axis: plot.x, from: plot.frame.left, to: plot.frame.right, canvas: canvas)
    let rows = cells(edges: yEdges, axis: plot.y, from: plot.frame.top, to: plot.frame.bottom, canvas: canvas)
    guard !columns.isEmpty, !rows.isEmpty else { return }
    let colors = scale.map(in: plot.theme).packed
    let factor = scale.high > scale.low ? 256 / (scale.high - scale.low) : 0
    var pixels = [UInt32](repeating: 0, count: columns.count * rows.count)
    let width = columns.count
    let valueColumns = values.shape[1]
    values.withUnsafeScalars { scalars in
      for (down, row) in rows.enumerated() where row >= 0 {
        if down > 0, rows[down - 1] == row {
          for across in 0..<width { pixels[down * width + across] = pixels[(down - 1) * width + across] }
          continue
        }
        for (across, column) in columns.enumerated() where column >= 0 {
          let value = Double(scalars[row * valueColumns + column])
          if value.isNaN { continue }
          let place = (value - scale.low) * factor
          // On a scale without a range, an infinite value has only a side.
          pixels[down * width + across] =
            colors[place.isNaN ? (value > scale.low ? 255 : 0) : Int(min(max(place, 0), 255))]
        }
      }
    }
    let bitmap = Bitmap(width: width, height: rows.count, pixels: pixels)
    canvas.place(
      bitmap, column: Int((plot.frame.left * canvas.scale).rounded()),
      row: Int((plot.frame.top * canvas.scale).rounded()))
  }

  /// For every device pixel of an axis, the cell whose value it shows, or -1 outside all cells.
  private func cells(edges: [Double], axis: ResolvedAxis, from: Double, to: Double, canvas: Canvas) -> [Int] {
    let (first, last) = (Int((from * canvas.scale).rounded()), Int((to * canvas.scale).rounded()))
    guard first < last else { return [] }
    var cell = 0
    return (first..<last).map { pixel in
      let value = axis.value(at: (Double(pixel) + 0.5) / canvas.scale)
      while cell > 0, edges[cell] > value { cell -= 1 }
      while cell + 1 < edges.count - 1, edges[cell + 1] <= value { cell += 1 }
      return edges.count > 1 && value >= edges[cell] && value < edges[cell + 1] ? cell : -1
    }
  }
}
