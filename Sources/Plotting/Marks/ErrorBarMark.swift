/// The uncertainty of a measurement: a bar with caps through each point, as in matplotlib's `errorbar`.
///
/// ```swift
/// let measured = ErrorBarMark(x: [1, 2, 3], y: [0.8, 0.5, 0.4], error: [0.1, 0.05, 0.08]).label("mean ± deviation")
/// ```
public struct ErrorBarMark: Mark {
  /// Places across.
  public let x: PlotColumn
  /// Places upwards.
  public let y: PlotColumn
  /// The two ends of each bar.
  let lower: [Double]
  let upper: [Double]
  /// Colour, name, width of the bars.
  public var style = MarkStyle()

  /// Bars that reach as far up as down.
  ///
  /// - Precondition: all three have the same length.
  public init(x: some PlotData, y: some PlotData, error: some PlotData) {
    self.init(x: x, y: y, below: error, above: error)
  }

  /// Bars from `y - below` to `y + above`; bars of non-finite points are left out.
  ///
  /// - Precondition: all four have the same length.
  public init(x: some PlotData, y: some PlotData, below: some PlotData, above: some PlotData) {
    (self.x, self.y) = matched(x, y, "an error bar")
    let middles = self.y.numbers
    lower = zip(middles, matched(x, below, "an error bar", second: "below").1.numbers).map { $0 - abs($1) }
    upper = zip(middles, matched(x, above, "an error bar", second: "above").1.numbers).map { $0 + abs($1) }
  }

  /// The bars, ready to be drawn.
  public var layer: MarkLayer { MarkLayer(self) }
}

extension ErrorBarMark: Drawing {
  var legendSymbol: LegendSymbol { .points(.circle) }
  var summary: String { "\(counted(y.count, "point"))\(named(style)) with error bars" }

  func extend(x: inout AxisExtent, y: inout AxisExtent) {
    x.include(self.x)
    y.include(lower)
    y.include(upper)
    y.include(self.y)
  }

  func draw(on canvas: Canvas, in plot: DrawingContext) {
    let width = style.lineWidth ?? 1.5
    let places = plot.points(x, y)
    for (index, place) in places.enumerated() where place.x.isFinite && place.y.isFinite {
      let x = canvas.crisp(place.x, lineWidth: width)
      // Half a bar without a position, such as below zero on a logarithmic axis, reaches to the frame and has no cap.
      let ends = [(lower[index], plot.frame.bottom), (upper[index], plot.frame.top)]
      for (value, edge) in ends where !value.isNaN {
        let position = plot.y.position(value)
        let end = canvas.crisp(position.isFinite ? position : edge, lineWidth: width)
        canvas.line(from: Point(x: x, y: place.y), to: Point(x: x, y: end), color: plot.color, width: width)
        guard position.isFinite else { continue }
        canvas.line(from: Point(x: x - 4, y: end), to: Point(x: x + 4, y: end), color: plot.color, width: width)
      }
    }
    canvas.stamp(places, .circle, size: 6.5, color: plot.color)
  }

  func landmarks(in plot: DrawingContext) -> [Point] {
    [lower, upper, y.numbers].flatMap { plot.points(x, PlotColumn(numbers: $0)).sample() }
  }
}
