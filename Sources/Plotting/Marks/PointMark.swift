/// The shape of a point.
///
/// ```swift
/// let squares = PointMark(x: [1, 2], y: [3, 4]).symbol(.square)
/// ```
public enum PointSymbol: String, Hashable, Sendable, CaseIterable {
  /// A disc.
  case circle
  /// A square on its side.
  case square
  /// A square on its corner.
  case diamond
  /// A triangle that points up.
  case triangle
  /// Two crossed bars.
  case cross
}

/// A symbol at every pair of values: a scatter plot.
///
/// ```swift
/// let cloud = PointMark(x: [1, 2, 3], y: [2, 1, 3]).symbol(.diamond).size(8)
/// ```
public struct PointMark: Mark {
  /// Places across.
  public let x: PlotColumn
  /// Places upwards.
  public let y: PlotColumn
  /// Colour, name, opacity.
  public var style = MarkStyle()
  var symbol = PointSymbol.circle
  var diameter: Double?

  /// Symbols at `(x[i], y[i])`; pairs that are not finite are left out.
  ///
  /// - Precondition: there are as many `x` as `y`.
  public init(x: some PlotData, y: some PlotData) {
    (self.x, self.y) = matched(x, y, "a scatter plot")
  }

  /// With another symbol.
  public func symbol(_ symbol: PointSymbol) -> PointMark {
    var copy = self
    copy.symbol = symbol
    return copy
  }

  /// With symbols this wide, in logical pixels; without it the size follows from the number of points.
  public func size(_ diameter: Double) -> PointMark {
    var copy = self
    copy.diameter = max(diameter, 0.5)
    return copy
  }

  /// The points, ready to be drawn.
  public var layer: MarkLayer { MarkLayer(self) }
}

extension PointMark: Drawing {
  var legendSymbol: LegendSymbol { .points(symbol) }
  var summary: String { "\(counted(y.count, "point"))\(named(style))" }

  func extend(x: inout AxisExtent, y: inout AxisExtent) {
    x.include(self.x)
    y.include(self.y)
  }

  func draw(on canvas: Canvas, in plot: Plot) {
    let size = diameter ?? (y.count > 2000 ? 3 : y.count > 300 ? 4.5 : 6.5)
    canvas.stamp(plot.points(x, y), symbol, size: size, color: plot.color)
  }

  func landmarks(in plot: Plot) -> [Point] { plot.points(x, y).sample() }
}

extension Canvas {
  /// Draws a symbol at every finite place.
  func stamp(_ places: [Point], _ symbol: PointSymbol, size: Double, color: RGBA) {
    let radius = size / 2
    let finite = places.filter { $0.x.isFinite && $0.y.isFinite }
    stamp(at: finite, radius: radius * 1.2, color: color) { pen in
      func corners(_ pairs: [(Double, Double)]) -> [Point] { pairs.map { Point(x: $0 * radius, y: $1 * radius) } }
      switch symbol {
      case .circle: pen.circle(radius: radius)
      case .square: pen.polygon(corners([(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]))
      case .diamond: pen.polygon(corners([(0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)]))
      case .triangle: pen.polygon(corners([(0, -1.15), (1.1, 0.85), (-1.1, 0.85)]))
      case .cross:
        let (arm, thick) = (1.1, 0.33)
        pen.polygon(
          corners([
            (-thick, -arm), (thick, -arm), (thick, -thick), (arm, -thick), (arm, thick), (thick, thick),
            (thick, arm), (-thick, arm), (-thick, thick), (-arm, thick), (-arm, -thick), (-thick, -thick),
          ]))
      }
    }
  }
}
