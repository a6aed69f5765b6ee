/// A band across the whole plot: matplotlib's `axvspan` and `axhspan`.
///
/// ```swift
/// let attack = SpanMark(x: 0...0.1).color(.orange).label("attack")
/// ```
public struct SpanMark: Mark {
  let x: ClosedRange<Double>?
  let y: ClosedRange<Double>?
  /// Colour, name, opacity (0.18 to begin with).
  public var style = MarkStyle()

  /// A vertical band between two x values, as high as the plot.
  public init(x: ClosedRange<Double>) {
    self.x = x
    y = nil
    style.opacity = 0.18
  }

  /// A horizontal band between two y values, as wide as the plot.
  public init(y: ClosedRange<Double>) {
    x = nil
    self.y = y
    style.opacity = 0.18
  }

  /// The band, ready to be drawn.
  public var layer: MarkLayer { MarkLayer(self) }
}

extension SpanMark: Drawing {
  var depth: Int { 0 }
  var legendSymbol: LegendSymbol { .area }

  var summary: String {
    guard let range = x ?? y else { return "" }
    let ends = "\(TickLabels.spoken(range.lowerBound)) to \(TickLabels.spoken(range.upperBound))"
    return "a band\(named(style)) from \(ends)\(x == nil ? " upwards" : "")"
  }

  func extend(x: inout AxisExtent, y: inout AxisExtent) {
    if let range = self.x { x.include([range.lowerBound, range.upperBound]) }
    if let range = self.y { y.include([range.lowerBound, range.upperBound]) }
  }

  func draw(on canvas: Canvas, in plot: DrawingContext) {
    var band = plot.frame
    if let x {
      let ends = [plot.x.position(x.lowerBound), plot.x.position(x.upperBound)]
      (band.left, band.right) = (min(ends[0], ends[1]), max(ends[0], ends[1]))
    }
    if let y {
      let ends = [plot.y.position(y.lowerBound), plot.y.position(y.upperBound)]
      (band.top, band.bottom) = (min(ends[0], ends[1]), max(ends[0], ends[1]))
    }
    guard band.left.isFinite, band.right.isFinite, band.top.isFinite, band.bottom.isFinite else { return }
    canvas.fill(band, color: plot.color)
  }
}
