/// A line from zero up to every value, with a point at its end: matplotlib's `stem`, for sequences and spectra of lines.
///
/// ```swift
/// let partials = StemMark(x: [220, 440, 660], y: [1, 0.5, 0.3]).label("partials")
/// ```
public struct StemMark: Mark {
  /// Places across.
  public let x: PlotColumn
  /// Heights.
  public let y: PlotColumn
  /// Colour, name, width of the lines.
  public var style = MarkStyle()

  /// Lines at `x[i]` as high as `y[i]`; pairs that are not finite are left out.
  ///
  /// - Precondition: `x` and `y` have the same count.
  public init(x: some PlotData, y: some PlotData) {
    (self.x, self.y) = matched(x, y, "a stem plot")
  }

  /// Lines at 0, 1, 2, …
  public init(_ y: some PlotData) {
    let column = y.plotColumn
    self.init(x: 0..<column.count, y: column)
  }

  /// The stems, ready to be drawn.
  public var layer: MarkLayer { MarkLayer(self) }
}

extension StemMark: Drawing {
  var legendSymbol: LegendSymbol { .points(.circle) }
  var summary: String { "\(counted(y.count, "stem"))\(named(style))" }

  func extend(x: inout AxisExtent, y: inout AxisExtent) {
    x.include(self.x)
    y.include(self.y)
    y.include([0])
    y.sticky.append(0)
  }

  func draw(on canvas: Canvas, in plot: DrawingContext) {
    let width = style.lineWidth ?? 1.5
    let places = plot.points(x, y)
    // A logarithmic axis has no position for zero: the lines then are on the frame.
    let zero = plot.y.position(0)
    let foot = zero.isFinite ? zero : plot.frame.bottom
    let floor = canvas.crisp(foot, lineWidth: 1)
    canvas.line(
      from: Point(x: plot.frame.left, y: floor), to: Point(x: plot.frame.right, y: floor), color: plot.theme.axis,
      width: 1)
    for place in places where place.x.isFinite && place.y.isFinite {
      let x = canvas.crisp(place.x, lineWidth: width)
      canvas.line(from: Point(x: x, y: foot), to: Point(x: x, y: place.y), color: plot.color, width: width)
    }
    canvas.stamp(places, .circle, size: 6.5, color: plot.color)
  }

  func landmarks(in plot: DrawingContext) -> [Point] { plot.points(x, y).sample() }
}
