import Tensors

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
  var tints: (values: [Double], scale: ColorScale)?

  /// Symbols at `(x[i], y[i])`; pairs that are not finite are left out.
  ///
  /// - Precondition: `x` and `y` have the same count.
  public init(x: some PlotData, y: some PlotData) {
    (self.x, self.y) = matched(x, y, "a scatter plot")
  }

  /// With another symbol.
  public func symbol(_ symbol: PointSymbol) -> PointMark {
    var copy = self
    copy.symbol = symbol
    return copy
  }

  /// With symbols this wide, from 0.5 to 1000 logical pixels; without it the size follows from the number of points.
  public func size(_ diameter: Double) -> PointMark {
    require(!diameter.isNaN, "a point's diameter is not a number; give one from 0.5 to 1000 logical pixels")
    var copy = self
    copy.diameter = min(max(diameter, 0.5), 1000)
    return copy
  }

  /// Colours each point by a third number: matplotlib's `c` and `cmap`.
  ///
  /// Points with a non-finite number are left out. A figure explains the colours with `.colorBar()`.
  /// - Parameters:
  ///   - values: a number for each point.
  ///   - colorMap: nil chooses by the numbers, as ``ColorMap/suiting(_:)-([Double])``.
  ///   - range: the numbers at the map's ends; nil takes the smallest and the largest.
  /// - Precondition: the numbers of numbers and points are equal.
  public func colored(
    by values: some PlotData, colorMap: ColorMap? = nil, range: ClosedRange<Double>? = nil
  ) -> PointMark {
    let numbers = matched(x, values, "a scatter plot", second: "values").1.numbers
    var extent = AxisExtent()
    extent.include(numbers)
    let ends = range.map { ($0.lowerBound, $0.upperBound) } ?? (extent.isEmpty ? (0, 1) : (extent.low, extent.high))
    let map = colorMap ?? .suiting(numbers)
    var copy = self
    copy.tints = (numbers, ColorScale(map: map, darkMap: map, low: ends.0, high: ends.1))
    return copy
  }

  /// The points, ready to be drawn.
  public var layer: MarkLayer { MarkLayer(self) }
}

extension PointMark: Drawing {
  var takesPaletteColor: Bool { tints == nil }
  var colorScale: ColorScale? { tints?.scale }
  var legendSymbol: LegendSymbol { .points(symbol) }
  var summary: String { "\(counted(y.count, "point"))\(named(style))" }

  func extend(x: inout AxisExtent, y: inout AxisExtent) {
    x.include(self.x)
    y.include(self.y)
  }

  func withColors(from low: Double, to high: Double) -> any Drawing {
    guard var tints else { return self }
    (tints.scale.low, tints.scale.high) = (low, high)
    var copy = self
    copy.tints = tints
    return copy
  }

  func draw(on canvas: Canvas, in plot: DrawingContext) {
    let size = diameter ?? (y.count > 2000 ? 3 : y.count > 300 ? 4.5 : 6.5)
    let places = plot.points(x, y)
    guard let tints else { return canvas.stamp(places, symbol, size: size, color: plot.color) }
    // Points of one colour are drawn together, low numbers below high ones.
    let map = tints.scale.map(in: plot.theme)
    var groups: [Int: [Point]] = [:]
    for (place, value) in zip(places, tints.values) where value.isFinite {
      groups[map.index(of: tints.scale.fraction(of: value)), default: []].append(place)
    }
    for (index, group) in groups.sorted(by: { $0.key < $1.key }) {
      let color = map.tone(at: (Double(index) + 0.5) / 256).faded(by: style.opacity)
      // One end of nearly every map is as dark or as bright as one of the pages.
      canvas.stamp(group, symbol, size: size + 1.2, color: plot.theme.axis.faded(by: style.opacity))
      canvas.stamp(group, symbol, size: size, color: color)
    }
  }

  func landmarks(in plot: DrawingContext) -> [Point] { plot.points(x, y).sample() }
}

extension Canvas {
  /// Draws a symbol at every finite point.
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
