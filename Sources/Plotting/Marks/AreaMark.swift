/// The area between a curve and zero, or between two curves: matplotlib's `fill_between`.
///
/// ```swift
/// let band = AreaMark(x: [1, 2, 3], lower: [0.5, 0.8, 0.9], upper: [1.0, 1.4, 1.2]).opacity(0.3)
/// ```
public struct AreaMark: Mark {
  /// Places across.
  public let x: PlotColumn
  /// The lower and the upper edge.
  public let lower: PlotColumn
  /// As ``lower``.
  public let upper: PlotColumn
  /// Colour, name, opacity (0.3 to begin with).
  public var style = MarkStyle()

  /// The area between zero and `y`.
  ///
  /// - Precondition: `x` and `y` have the same count.
  public init(x: some PlotData, y: some PlotData) {
    let column = y.plotColumn
    self.init(x: x, lower: [Double](repeating: 0, count: column.count), upper: column)
  }

  /// The area between two curves; where either is not finite there is a gap.
  ///
  /// - Precondition: all three have the same length.
  public init(x: some PlotData, lower: some PlotData, upper: some PlotData) {
    (self.x, self.lower) = matched(x, lower, "an area")
    self.upper = matched(x, upper, "an area").1
    style.opacity = 0.3
  }

  /// The area, ready to be drawn.
  public var layer: MarkLayer { MarkLayer(self) }
}

extension AreaMark: Drawing {
  var depth: Int { 1 }
  var legendSymbol: LegendSymbol { .area }
  var summary: String { "an area\(named(style)) over \(counted(x.count, "point"))" }

  func extend(x: inout AxisExtent, y: inout AxisExtent) {
    x.include(self.x)
    y.include(lower)
    y.include(upper)
    if lower.numbers.allSatisfy({ $0 == 0 }) { y.sticky.append(0) }
  }

  func draw(on canvas: Canvas, in plot: DrawingContext) {
    let top = plot.points(x, upper)
    // A logarithmic axis has no position for zero: the area then reaches down to the frame.
    let bottom = plot.points(x, lower).map { Point(x: $0.x, y: $0.y.isFinite ? $0.y : plot.frame.bottom) }
    var run: [Int] = []
    func fill() {
      if run.count > 1 {
        let edge = run.map { top[$0] }.simplified(columnWidth: 1 / canvas.scale)
        let back = run.reversed().map { bottom[$0] }.simplified(columnWidth: 1 / canvas.scale)
        canvas.fillPolygon(edge + back, color: plot.color)
      }
      run = []
    }
    for index in top.indices {
      let isWhole = top[index].x.isFinite && top[index].y.isFinite && lower.numbers[index].isFinite
      if isWhole { run.append(index) } else { fill() }
    }
    fill()
  }

  func landmarks(in plot: DrawingContext) -> [Point] { plot.points(x, upper).sample() + plot.points(x, lower).sample() }
}
