/// The position of a plot in its figure and the ends of its axes, for comparison with another library.
package struct PlotGeometry: Sendable {
  /// One axis of a plot.
  package struct AxisGeometry: Sendable {
    package var label: String
    package var limits: ClosedRange<Double>
    package var scale: AxisScale
    package var ticks: [Tick]
  }

  /// The frame as fractions of the figure, from the bottom left, as in matplotlib.
  package var left: Double
  package var bottom: Double
  package var width: Double
  package var height: Double
  package var x: AxisGeometry
  package var y: AxisGeometry
  /// The map and the values at its ends, of the last field of colours.
  package var colorMap: ColorMap?
  package var colorRange: ClosedRange<Double>?
}

extension Figure {
  /// Lays the figure out without drawing it.
  ///
  /// - Throws: ``PlottingError``, and nothing else.
  package func geometry() throws(PlottingError) -> [PlotGeometry] {
    let (across, down) = (width * 96, height * 96)
    let canvas = try Canvas(width: across, height: down, scale: 1, background: Theme.light.background)
    return FigureRenderer(figure: self, theme: .light, canvas: canvas).place().map { layout, frame in
      let scale = layout.axes.drawings.compactMap(\.colorScale).last
      return PlotGeometry(
        left: frame.left / across, bottom: 1 - frame.bottom / down, width: frame.width / across,
        height: frame.height / down, x: geometry(of: layout.x, layout.axes.x, layout.xTicks),
        y: geometry(of: layout.y, layout.axes.y, layout.yTicks), colorMap: scale?.map,
        colorRange: scale.map { $0.low...$0.high })
    }
  }

  private func geometry(of axis: ResolvedAxis, _ wanted: Axis, _ ticks: [Tick]) -> PlotGeometry.AxisGeometry {
    PlotGeometry.AxisGeometry(
      label: wanted.label ?? "", limits: min(axis.low, axis.high)...max(axis.low, axis.high), scale: axis.scale,
      ticks: ticks)
  }
}
