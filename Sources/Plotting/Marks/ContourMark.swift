import Foundation
public import Tensors

/// Lines of equal height over a field of values, or the bands between them: matplotlib's `contour` and `contourf`.
///
/// Row 0 of the field is at the bottom. Values are linear between the points; no line passes next to a non-finite
/// point.
/// ```swift
/// let hills = ContourMark(Tensor(shape: [2, 2], scalars: [0, 1, 2, 3]), levels: .count(5))
/// ```
public struct ContourMark: Mark {
  /// The levels of the lines.
  public enum Levels: Hashable, Sendable {
    /// About this many round numbers.
    case count(Int)
    /// These heights.
    case at([Double])
  }

  /// The field, `[rows, columns]`.
  public let values: Tensor
  /// The heights of the lines, ascending.
  public let levels: [Double]
  /// A colour for all lines instead of the map's, their width, and the opacity.
  public var style = MarkStyle()
  let grid: ContourGrid
  let isFilled: Bool
  var scale: ColorScale

  /// Contours of a field.
  ///
  /// - Parameters:
  ///   - values: `[rows, columns]`.
  ///   - x: the x coordinates of the columns, ascending; nil counts them.
  ///   - y: the y coordinates of the rows, ascending; nil counts them.
  ///   - levels: the heights of the lines.
  ///   - isFilled: whether bands between the lines are filled instead of lines.
  ///   - colorMap: of the heights.
  /// - Precondition: `values` is a matrix, with a coordinate for each column and row.
  public init(
    _ values: Tensor, x: (any PlotData)? = nil, y: (any PlotData)? = nil, levels: Levels = .count(7),
    isFilled: Bool = false, colorMap: ColorMap = .viridis
  ) {
    require(
      values.rank == 2,
      "contours need [rows, columns], not \(values.shape); reshaped(to:) gives a tensor two axes")
    let columns = x?.plotColumn.numbers ?? (0..<values.shape[1]).map(Double.init)
    let rows = y?.plotColumn.numbers ?? (0..<values.shape[0]).map(Double.init)
    require(
      columns.count == values.shape[1] && rows.count == values.shape[0],
      "contours of \(values.shape) need \(values.shape[1]) x and \(values.shape[0]) y coordinates, not "
        + "\(columns.count) and \(rows.count); give one for each column and row")
    require(
      isAscending(columns) && isAscending(rows),
      "contours need ascending coordinates; reverse x or y together with its axis of values, as values.reversed(axis: 0)"
    )
    self.values = values
    self.isFilled = isFilled
    grid = ContourGrid(x: columns, y: rows, values: values.scalars.map(Double.init))
    var extent = AxisExtent()
    extent.include(grid.values)
    self.levels = Self.heights(levels, extent: extent, isFilled: isFilled)
    let (low, high) = (self.levels.first ?? 0, self.levels.last ?? 1)
    scale = ColorScale(map: colorMap, darkMap: colorMap, low: low, high: high)
  }

  /// The contours, ready to be drawn.
  public var layer: MarkLayer { MarkLayer(self) }

  /// Lines are within the values; bands reach one level beyond them, so no region stays blank.
  private static func heights(_ levels: Levels, extent: AxisExtent, isFilled: Bool) -> [Double] {
    switch levels {
    case .at(let heights): return heights.filter(\.isFinite).sorted()
    case .count(let count):
      require(count > 0 && count <= 1000, "contours need 1 to 1000 levels, not \(count); 7 is usual")
      guard !extent.isEmpty, extent.low < extent.high else { return [] }
      let places = LinearTicks.places(low: extent.low, high: extent.high, intervals: count + 1)
      guard isFilled, places.count > 1 else { return places.filter { $0 > extent.low && $0 < extent.high } }
      let step = places[1] - places[0]
      let below = places[0] > extent.low ? [places[0] - step] : []
      let above = places[places.count - 1] < extent.high ? [places[places.count - 1] + step] : []
      return below + places + above
    }
  }
}

extension ContourMark: Drawing {
  var depth: Int { isFilled ? 0 : 2 }
  var takesPaletteColor: Bool { false }
  var fillsPlot: Bool { true }
  var colorScale: ColorScale? { style.color == nil ? scale : nil }

  var summary: String {
    let ends = levels.first.flatMap { first in levels.last.map { (first, $0) } }
    let range = ends.map { " from \(TickLabels.spoken($0.0)) to \(TickLabels.spoken($0.1))" } ?? ""
    let kind = isFilled ? "filled contours" : "contours"
    return "\(kind)\(named(style)) of \(values.shape[0]) by \(values.shape[1]) values at "
      + counted(levels.count, "level") + range
  }

  func extend(x: inout AxisExtent, y: inout AxisExtent) {
    x.include(grid.x)
    y.include(grid.y)
    x.sticky += [grid.x.first, grid.x.last].compactMap(\.self)
    y.sticky += [grid.y.first, grid.y.last].compactMap(\.self)
  }

  func withColors(from low: Double, to high: Double) -> any Drawing {
    var copy = self
    (copy.scale.low, copy.scale.high) = (low, high)
    return copy
  }

  func draw(on canvas: Canvas, in plot: DrawingContext) {
    if isFilled { return fill(on: canvas, in: plot) }
    for level in levels {
      let color =
        style.color == nil
        ? scale.map(in: plot.theme).tone(at: scale.fraction(of: level)).faded(by: style.opacity) : plot.color
      for line in grid.lines(at: level) {
        let points = line.map { Point(x: plot.x.position($0.x), y: plot.y.position($0.y)) }
        canvas.polyline(points, color: color, width: style.lineWidth ?? 1.5, dash: plot.dash)
      }
    }
  }

  /// One colour per band, that of its middle, for each device pixel.
  private func fill(on canvas: Canvas, in plot: DrawingContext) {
    let (frame, scale) = (plot.frame, canvas.scale)
    let width = max(Int((frame.width * scale).rounded()), 1)
    let height = max(Int((frame.height * scale).rounded()), 1)
    let across = (0..<width).map {
      grid.place(plot.x.value(at: frame.left + (Double($0) + 0.5) / scale), among: grid.x)
    }
    let down = (0..<height).map {
      grid.place(plot.y.value(at: frame.top + (Double($0) + 0.5) / scale), among: grid.y)
    }
    let map = self.scale.map(in: plot.theme)
    let colors = zip(levels, levels.dropFirst()).map { low, high in
      map.packed[map.index(of: self.scale.fraction(of: (low + high) / 2))]
    }
    var pixels = [UInt32](repeating: 0, count: width * height)
    pixels.withUnsafeMutableBufferPointer { pixels in
      parallelFor(height) { row in
        guard let y = down[row] else { return }
        for column in 0..<width {
          guard let x = across[column] else { continue }
          let value = grid.value(x, y)
          guard value.isFinite, let band = band(of: value) else { continue }
          pixels[row * width + column] = colors[band]
        }
      }
    }
    canvas.draw(Bitmap(width: width, height: height, pixels: pixels), in: frame, isSmooth: false)
  }

  /// The band that contains a value; the lowest band includes its lower end.
  private func band(of value: Double) -> Int? {
    guard let first = levels.first, value >= first, let upper = levels.dropFirst().firstIndex(where: { value <= $0 })
    else { return nil }
    return upper - 1
  }
}

/// True for strictly ascending numbers.
private func isAscending(_ places: [Double]) -> Bool { zip(places, places.dropFirst()).allSatisfy { $0 < $1 } }
