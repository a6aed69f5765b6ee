import Tensors

/// Quartiles, whiskers and outliers of groups of values: a box plot.
///
/// The box reaches from the lower to the upper quartile with a line at the median; whiskers reach to the farthest
/// values within 1.5 times the box's height, and values beyond are drawn as points, as in matplotlib.
/// ```swift
/// let spread = BoxMark([[1, 2, 3, 4, 9], [2, 3, 4]], names: ["A3", "B3"])
/// ```
public struct BoxMark: Mark {
  /// The statistics of one group that a box shows.
  struct Summary: Hashable, Sendable {
    var lowerQuartile: Double
    var median: Double
    var upperQuartile: Double
    var lowerWhisker: Double
    var upperWhisker: Double
    var outliers: [Double]

    /// Nil without a finite value.
    init?(_ values: [Double]) {
      let sorted = values.filter(\.isFinite).sorted()
      guard !sorted.isEmpty else { return nil }
      lowerQuartile = Quantiles.value(0.25, of: sorted)
      median = Quantiles.value(0.5, of: sorted)
      upperQuartile = Quantiles.value(0.75, of: sorted)
      let reach = 1.5 * (upperQuartile - lowerQuartile)
      let (low, high) = (lowerQuartile - reach, upperQuartile + reach)
      lowerWhisker = min(sorted.first { $0 >= low } ?? lowerQuartile, lowerQuartile)
      upperWhisker = max(sorted.last { $0 <= high } ?? upperQuartile, upperQuartile)
      outliers = sorted.filter { $0 < low || $0 > high }
    }
  }

  let names: PlotColumn
  let summaries: [Summary?]
  /// Colour and opacity.
  public var style = MarkStyle()

  /// A box for every group; groups without a finite value leave a gap.
  ///
  /// - Parameter names: the names below the boxes; nil numbers them from 1.
  /// - Precondition: the numbers of names and groups are equal.
  public init(_ groups: [[Double]], names: [String]? = nil) {
    let names = names ?? groups.indices.map { String($0 + 1) }
    require(
      names.count == groups.count, "\(groups.count) boxes need as many names, not \(names.count); give one per group")
    self.names = PlotColumn(names: names)
    summaries = groups.map(Summary.init)
  }

  /// The boxes, ready to be drawn.
  public var layer: MarkLayer { MarkLayer(self) }
}

extension BoxMark: Drawing {
  var depth: Int { 1 }
  var legendSymbol: LegendSymbol { .area }

  var summary: String {
    let medians = zip(names.names ?? [], summaries).compactMap { name, summary in
      summary.map { "\(name) \(TickLabels.spoken($0.median))" }
    }
    let shown = medians.count > 8 ? medians.prefix(7) + ["…"] : medians[...]
    return "\(counted(summaries.count, "box", plural: "boxes")) with medians \(shown.joined(separator: ", "))"
  }

  func extend(x: inout AxisExtent, y: inout AxisExtent) {
    x.include(names)
    for summary in summaries.compactMap(\.self) {
      y.include([summary.lowerWhisker, summary.upperWhisker] + summary.outliers)
    }
  }

  func draw(on canvas: Canvas, in plot: DrawingContext) {
    let unit = abs(plot.x.position(1) - plot.x.position(0))
    let half = min(unit * 0.28, 45)
    for (middle, summary) in zip(plot.x.positions(names), summaries) {
      guard let summary else { continue }
      draw(summary, middle: middle, half: half, on: canvas, in: plot)
    }
  }

  private func draw(_ summary: Summary, middle: Double, half: Double, on canvas: Canvas, in plot: DrawingContext) {
    func place(_ value: Double) -> Double { canvas.crisp(plot.y.position(value), lineWidth: 1.5) }
    func across(_ value: Double, _ half: Double, width: Double) {
      let y = place(value)
      canvas.line(
        from: Point(x: middle - half, y: y), to: Point(x: middle + half, y: y), color: plot.color, width: width)
    }
    let (top, bottom) = (place(summary.upperQuartile), place(summary.lowerQuartile))
    let box = Rectangle(left: middle - half, top: min(top, bottom), right: middle + half, bottom: max(top, bottom))
    let stem = canvas.crisp(middle, lineWidth: 1.5)
    for (quartile, whisker) in [(top, summary.upperWhisker), (bottom, summary.lowerWhisker)] {
      canvas.line(
        from: Point(x: stem, y: quartile), to: Point(x: stem, y: place(whisker)), color: plot.color, width: 1.5)
      across(whisker, half * 0.5, width: 1.5)
    }
    canvas.fill(box, color: plot.color.faded(by: 0.22))
    canvas.stroke(box, color: plot.color, lineWidth: 1.5)
    across(summary.median, half, width: 3)
    let outliers = summary.outliers.map { Point(x: middle, y: plot.y.position($0)) }
    canvas.stamp(outliers, .circle, size: 5, color: plot.color)
  }

  func landmarks(in plot: DrawingContext) -> [Point] {
    zip(plot.x.positions(names), summaries).flatMap { middle, summary -> [Point] in
      guard let summary else { return [] }
      return ([summary.lowerWhisker, summary.median, summary.upperWhisker] + summary.outliers)
        .map { Point(x: middle, y: plot.y.position($0)) }
    }
  }
}
