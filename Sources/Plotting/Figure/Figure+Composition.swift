extension Figure {
  /// With a second y axis at the right, for the marks in the braces: matplotlib's `twinx`.
  ///
  /// ```swift
  /// plot([80, 60, 20], label: "rain").yLabel("mm")
  ///   .secondYAxis("°C") { LineMark(x: [0, 1, 2], y: [2, 9, 15]).label("warmth") }
  /// ```
  /// - Parameters:
  ///   - label: the quantity on the axis, with its unit.
  ///   - limits: the values at its ends; nil uses the range of the data.
  ///   - scale: equal steps, decades or octaves.
  ///   - ticks: which values are marked.
  ///   - content: the marks of that axis.
  /// - Throws: What `content` throws.
  public func secondYAxis(
    _ label: String? = nil, limits: ClosedRange<Double>? = nil, scale: AxisScale = .linear,
    ticks: Ticks = .automatic, @FigureBuilder _ content: () throws -> FigureContent
  ) rethrows -> Figure {
    let layers = try content().layers
    return changing { axes in
      axes.secondY = Axis(
        label: label, scale: scale, lowerLimit: limits?.lowerBound, upperLimit: limits?.upperBound, ticks: ticks)
      axes.secondLayers += layers
    }
  }

  /// With a small plot inside of this one: matplotlib's `inset_axes`.
  ///
  /// ```swift
  /// plot(note.tensor).inset(x: 0.55...0.95, y: 0.5...0.92) { plot(note.tensor).xLimits(100...120) }
  /// ```
  /// - Parameters:
  ///   - x: the extent of the inset with its labels, as fractions of the frame from the left.
  ///   - y: its extent from the bottom.
  ///   - content: a figure of one plot, or marks.
  /// - Throws: What `content` throws.
  public func inset(
    x: ClosedRange<Double>, y: ClosedRange<Double>, @FigureBuilder _ content: () throws -> FigureContent
  ) rethrows -> Figure {
    let figure = try content().figure(width: 3, height: 2)
    guard var small = figure.axes.last else { return self }
    small.tickSize = min(small.tickSize, 11.5)
    // An inset has no insets, so drawing ends.
    small.insets = []
    return changing { $0.insets.append(Inset(axes: small, x: x, y: y)) }
  }

  /// With one range of colours for all plots, and one strip at the right that explains it: matplotlib's `colorbar` with
  /// several axes.
  ///
  /// ```swift
  /// subplots(columns: 2) {
  ///   heatMap(x)
  ///   heatMap(y)
  /// }
  /// .sharedColorBar("dB")
  /// ```
  /// - Parameters:
  ///   - label: the quantity shown by the colours.
  ///   - ticks: which of them are written.
  public func sharedColorBar(_ label: String? = nil, ticks: Ticks = .automatic) -> Figure {
    var copy = self
    copy.sharedColorBar = SharedColorBar(label: label, ticks: ticks)
    for index in copy.axes.indices { copy.axes[index].showsColorBar = false }
    let scales = copy.axes.flatMap(\.drawings).compactMap(\.colorScale)
    guard let low = scales.map(\.low).min(), let high = scales.map(\.high).max() else { return copy }
    for index in copy.axes.indices {
      func recolored(_ layers: [MarkLayer]) -> [MarkLayer] {
        layers.map { MarkLayer($0.drawing.withColors(from: low, to: high)) }
      }
      copy.axes[index].layers = recolored(copy.axes[index].layers)
      copy.axes[index].secondLayers = recolored(copy.axes[index].secondLayers)
    }
    return copy
  }

  /// With angles instead of x and distances from the middle instead of y: matplotlib's `projection="polar"`.
  ///
  /// Angles are in radians, counterclockwise from the right. Lines, points and areas are drawn so.
  public func polar() -> Figure { changing { $0.isPolar = true } }
}

/// A line over angles: matplotlib's `plot` with `projection="polar"`.
///
/// ```swift
/// let angles = (0...360).map { Double($0) * .pi / 180 }
/// polarPlot(angle: angles, radius: angles.map { 1 + cos($0) }, label: "cardioid")
/// ```
/// - Parameters:
///   - angle: in radians, counterclockwise from the right.
///   - radius: distances from the middle.
///   - label: the name in the legend.
///   - width: in inches.
///   - height: in inches.
/// - Precondition: the numbers of angles and radii are equal.
public func polarPlot(
  angle: some PlotData, radius: some PlotData, label: String? = nil, width: Double = 5, height: Double = 4.6
) -> Figure {
  plot(x: angle, y: radius, label: label, width: width, height: height).polar()
}

/// A plot inside of another.
struct Inset: Sendable {
  var axes: Axes
  /// Fractions of the outer frame.
  var x: ClosedRange<Double>
  /// Like ``x``, from the bottom.
  var y: ClosedRange<Double>
}

/// One strip of colours for all plots of a figure.
struct SharedColorBar: Sendable {
  var label: String?
  var ticks: Ticks
}
