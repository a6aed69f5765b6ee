public import Foundation

extension Figure {
  /// With a title: over the plot of a single one, over the whole of a grid.
  public func title(_ title: String) -> Figure {
    guard axes.count > 1 else { return changing { $0.title = title } }
    var copy = self
    copy.title = title
    return copy
  }

  /// With a name and unit below the x axis.
  public func xLabel(_ label: String) -> Figure { changing { $0.x.label = label } }

  /// Sets the name and unit of the y axis.
  public func yLabel(_ label: String) -> Figure { changing { $0.y.label = label } }

  /// With equal steps, decades or octaves along x.
  public func xScale(_ scale: AxisScale) -> Figure { changing { $0.x.scale = scale } }

  /// With equal steps, decades or octaves along y.
  public func yScale(_ scale: AxisScale) -> Figure { changing { $0.y.scale = scale } }

  /// Sets the limits of the x axis, regardless of the data.
  public func xLimits(_ limits: ClosedRange<Double>) -> Figure {
    changing { ($0.x.lowerLimit, $0.x.upperLimit) = (limits.lowerBound, limits.upperBound) }
  }

  /// Sets the limits of the x axis as dates, regardless of the data.
  public func xLimits(_ limits: ClosedRange<Date>) -> Figure {
    xLimits(limits.lowerBound.timeIntervalSince1970...limits.upperBound.timeIntervalSince1970)
  }

  /// Sets the limits of the y axis, regardless of the data.
  public func yLimits(_ limits: ClosedRange<Double>) -> Figure {
    changing { ($0.y.lowerLimit, $0.y.upperLimit) = (limits.lowerBound, limits.upperBound) }
  }

  /// With chosen ticks along x.
  public func xTicks(_ ticks: Ticks) -> Figure { changing { $0.x.ticks = ticks } }

  /// With chosen ticks along y.
  public func yTicks(_ ticks: Ticks) -> Figure { changing { $0.y.ticks = ticks } }

  /// With the large values at the left.
  public func xReversed() -> Figure { changing { $0.x.isReversed = true } }

  /// Puts large values at the bottom, as in matrices.
  public func yReversed() -> Figure { changing { $0.y.isReversed = true } }

  /// Adds or removes grid lines.
  public func grid(_ grid: Grid = .both) -> Figure { changing { $0.grid = grid } }

  /// With the legend somewhere else, or without one. Marks with a label are in it.
  public func legend(_ place: LegendPlace = .best) -> Figure { changing { $0.legend = place } }

  /// With a strip at the right that says which colour is which number.
  ///
  /// - Parameters:
  ///   - label: the quantity shown by the colours.
  ///   - ticks: which of them are written.
  public func colorBar(_ label: String? = nil, ticks: Ticks = .automatic) -> Figure {
    changing {
      $0.showsColorBar = true
      $0.colorBarLabel = label
      $0.colorBarTicks = ticks
    }
  }

  /// With units as long across as upwards.
  public func equalAspect() -> Figure { changing { $0.isEqualAspect = true } }

  /// Without axes, ticks and frame: matplotlib's `axis('off')`.
  public func axesHidden() -> Figure { changing { $0.isBare = true } }

  /// At another size, in inches.
  public func size(width: Double, height: Double) -> Figure {
    var copy = self
    (copy.width, copy.height) = (width, height)
    return copy
  }

  /// Sets the alternative text for readers who cannot see the image.
  public func alternativeText(_ text: String) -> Figure {
    var copy = self
    copy.alternativeText = text
    return copy
  }

  /// With more marks in the plot that was added last.
  ///
  /// - Throws: What `content` throws.
  public func adding(@FigureBuilder _ content: () throws -> FigureContent) rethrows -> Figure {
    let layers = try content().layers
    return changing { $0.layers += layers }
  }
}
