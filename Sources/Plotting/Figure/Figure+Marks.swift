public import Foundation

extension Figure {
  /// Adds a vertical line at a date, across the whole height.
  public func verticalLine(at x: Date, color: Color = .black, label: String? = nil) -> Figure {
    adding { styled(RuleMark(x: x), color, label) }
  }

  /// Adds a vertical line across the whole height: matplotlib's `axvline`.
  public func verticalLine(at x: Double, color: Color = .black, label: String? = nil) -> Figure {
    adding { styled(RuleMark(x: x), color, label) }
  }

  /// Adds a horizontal line across the whole width: matplotlib's `axhline`.
  public func horizontalLine(at y: Double, color: Color = .black, label: String? = nil) -> Figure {
    adding { styled(RuleMark(y: y), color, label) }
  }

  /// With one more line through points.
  public func line(x: some PlotData, y: some PlotData, color: Color? = nil, label: String? = nil) -> Figure {
    adding { styled(LineMark(x: x, y: y), color, label) }
  }

  /// With one more set of points.
  public func points(x: some PlotData, y: some PlotData, color: Color? = nil, label: String? = nil) -> Figure {
    adding { styled(PointMark(x: x, y: y), color, label) }
  }

  /// With the area between two curves filled: matplotlib's `fill_between`.
  public func band(
    x: some PlotData, lower: some PlotData, upper: some PlotData, color: Color? = nil, label: String? = nil
  ) -> Figure {
    adding { styled(AreaMark(x: x, lower: lower, upper: upper), color, label) }
  }

  /// With one more set of points that have error bars: matplotlib's `errorbar`.
  public func errorBars(
    x: some PlotData, y: some PlotData, error: some PlotData, color: Color? = nil, label: String? = nil
  ) -> Figure {
    adding { styled(ErrorBarMark(x: x, y: y, error: error), color, label) }
  }

  /// Adds a vertical band between two x values: matplotlib's `axvspan`.
  public func verticalSpan(_ range: ClosedRange<Double>, color: Color? = nil, label: String? = nil) -> Figure {
    adding { styled(SpanMark(x: range), color, label) }
  }

  /// With a band between two heights: matplotlib's `axhspan`.
  public func horizontalSpan(_ range: ClosedRange<Double>, color: Color? = nil, label: String? = nil) -> Figure {
    adding { styled(SpanMark(y: range), color, label) }
  }

  /// Adds words at a point, with an optional arrow to another point.
  public func annotate(
    _ text: String, x: Double, y: Double, position: TextPosition = .above, arrowTo: (x: Double, y: Double)? = nil
  ) -> Figure {
    adding { TextMark(text, x: x, y: y, position: position, arrowTo: arrowTo) }
  }

  private func styled<M: Mark>(_ mark: M, _ color: Color?, _ label: String?) -> M {
    var mark = mark
    mark.style.color = color
    mark.style.label = label
    return mark
  }
}
