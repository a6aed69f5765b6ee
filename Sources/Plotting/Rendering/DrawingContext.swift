/// The frame in which a mark is drawn, with both axes, the theme, and the mark's colour and dash.
struct DrawingContext: Sendable {
  let frame: Rectangle
  let x: ResolvedAxis
  var y: ResolvedAxis
  let theme: Theme
  /// The colour and dash of the mark at hand.
  var color: RGBA
  var dash: [Double]
  /// The circle of a polar plot.
  var polar: PolarFrame?

  /// The points of pairs of values; a non-finite point belongs to a missing value.
  func points(_ xs: PlotColumn, _ ys: PlotColumn) -> [Point] {
    if let polar {
      let span = y.high - y.low
      return zip(x.numbers(xs), y.numbers(ys)).map { polar.place(angle: $0, fraction: ($1 - y.low) / span) }
    }
    let (across, down) = (x.positions(xs), y.positions(ys))
    return zip(across, down).map { Point(x: $0, y: $1) }
  }
}
