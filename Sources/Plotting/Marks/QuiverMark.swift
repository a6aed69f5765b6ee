import Foundation
import Tensors

/// An arrow at each point that shows a direction and a strength: matplotlib's `quiver`.
///
/// ```swift
/// let wind = QuiverMark(x: [0, 1], y: [0, 1], u: [1, 0.5], v: [0, 0.5])
/// ```
public struct QuiverMark: Mark {
  /// The feet of the arrows, across.
  public let x: PlotColumn
  /// The feet of the arrows, upwards.
  public let y: PlotColumn
  let u: [Double]
  let v: [Double]
  private var unit: Double?
  /// Colour, name, width of the arrows.
  public var style = MarkStyle()

  /// Arrows from `(x[i], y[i])` in the direction `(u[i], v[i])` of the page; non-finite arrows are left out.
  ///
  /// - Parameters:
  ///   - x: the feet of the arrows, across.
  ///   - y: the feet of the arrows, upwards.
  ///   - u: the strengths to the right.
  ///   - v: the strengths upwards.
  ///   - pixelsPerUnit: the length of an arrow of strength 1 in logical pixels; nil gives the longest the mean distance
  ///     between feet.
  /// - Precondition: all four have one length.
  public init(
    x: some PlotData, y: some PlotData, u: some PlotData, v: some PlotData, pixelsPerUnit: Double? = nil
  ) {
    (self.x, self.y) = matched(x, y, "a field of arrows")
    let strengths = matched(u, v, "a field of arrows", second: "v")
    require(
      strengths.0.count == self.x.count,
      "\(self.x.count) arrows need as many strengths, not \(strengths.0.count); give u and v for each arrow")
    (self.u, self.v) = (strengths.0.numbers, strengths.1.numbers)
    unit = pixelsPerUnit
  }

  /// The arrows, ready to be drawn.
  public var layer: MarkLayer { MarkLayer(self) }

  private var strengths: [Double] { zip(u, v).map { hypot($0, $1) } }
}

extension QuiverMark: Drawing {
  var summary: String {
    let longest = strengths.filter(\.isFinite).max() ?? 0
    return "\(counted(x.count, "arrow"))\(named(style)), the longest of strength \(TickLabels.spoken(longest))"
  }

  func extend(x: inout AxisExtent, y: inout AxisExtent) {
    x.include(self.x)
    y.include(self.y)
  }

  func draw(on canvas: Canvas, in plot: DrawingContext) {
    let longest = strengths.filter(\.isFinite).max() ?? 0
    guard longest > 0, x.count > 0 else { return }
    let spacing = (plot.frame.width * plot.frame.height / Double(x.count)).squareRoot()
    let unit = unit ?? min(spacing, 60) * 0.95 / longest
    let (width, color) = (style.lineWidth ?? 2, plot.color)
    for (index, foot) in plot.points(x, y).enumerated() {
      let (across, up) = (u[index] * unit, v[index] * unit)
      let length = hypot(across, up)
      guard foot.x.isFinite, foot.y.isFinite, length.isFinite, length > 0 else { continue }
      let (ux, uy) = (across / length, -up / length)
      // The head is as long as four widths, and shrinks with arrows that are shorter than it would be.
      let head = min(width * 4, length * 0.6)
      func point(_ along: Double, _ aside: Double) -> Point {
        Point(x: foot.x + ux * along - uy * aside, y: foot.y + uy * along + ux * aside)
      }
      let half = width / 2 * min(1, length / (width * 4))
      canvas.fillPolygon(
        [
          point(0, -half), point(length - head, -half), point(length - head, -head * 0.42), point(length, 0),
          point(length - head, head * 0.42), point(length - head, half), point(0, half),
        ], color: color)
    }
  }

  func landmarks(in plot: DrawingContext) -> [Point] { plot.points(x, y).sample() }
}
