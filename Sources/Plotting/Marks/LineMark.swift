import Tensors

/// A line through points in the given order; a non-finite value leaves a gap.
///
/// ```swift
/// let curve = LineMark(x: [0.0, 0.5, 1.0], y: [1.0, 0.4, 0.2]).label("loss").color(.blue)
/// ```
public struct LineMark: Mark {
  /// Places across.
  public let x: PlotColumn
  /// Places upwards.
  public let y: PlotColumn
  /// Colour, name, width, dashes.
  public var style = MarkStyle()
  private var isStepped = false

  /// A line through `(x[i], y[i])`.
  ///
  /// - Precondition: `x` and `y` have the same count.
  public init(x: some PlotData, y: some PlotData) {
    (self.x, self.y) = matched(x, y, "a line")
  }

  /// A line over 0, 1, 2, …
  public init(_ y: some PlotData) {
    let column = y.plotColumn
    self.init(x: 0..<column.count, y: column)
  }

  /// With level pieces, each as high as the point at its right end: matplotlib's `step`.
  public func stepped() -> LineMark {
    var copy = self
    copy.isStepped = true
    return copy
  }

  /// The line, ready to be drawn.
  public var layer: MarkLayer { MarkLayer(self) }
}

extension LineMark: Drawing {
  var summary: String { "a line\(named(style)) of \(counted(y.count, "point"))" }

  func extend(x: inout AxisExtent, y: inout AxisExtent) {
    x.include(self.x)
    y.include(self.y)
  }

  func draw(on canvas: Canvas, in plot: DrawingContext) {
    let points = plot.points(x, y)
    let corners = isStepped ? points.withSteps() : points
    let line = corners.simplified(columnWidth: 1 / canvas.scale)
    canvas.polyline(line, color: plot.color, width: style.lineWidth ?? 2, dash: plot.dash)
  }

  func landmarks(in plot: DrawingContext) -> [Point] { plot.points(x, y).sample() }
}

/// Two columns of one length, or the end of the program with both lengths named.
func matched(
  _ x: some PlotData, _ y: some PlotData, _ what: String, second: String = "y"
) -> (PlotColumn, PlotColumn) {
  let (x, y) = (x.plotColumn, y.plotColumn)
  require(
    x.count == y.count,
    "\(what) needs as many x as \(second), not \(x.count) and \(y.count); leave out values without a partner")
  return (x, y)
}

/// ` “train”`, or nothing for a mark without a name.
func named(_ style: MarkStyle) -> String { style.label.map { " “\($0)”" } ?? "" }

/// `1 point`, `2 points`; an irregular plural is passed.
func counted(_ count: Int, _ noun: String, plural: String? = nil) -> String {
  "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
}
