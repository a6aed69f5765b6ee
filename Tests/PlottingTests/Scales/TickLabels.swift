import Plotting
import Testing

/// The labels of ticks on a y axis between two limits.
func tickLabels(
  _ low: Double, _ high: Double, _ scale: AxisScale = .linear, _ ticks: Ticks = .automatic
) throws -> [String] {
  let figure = plot(x: [0, 1], y: [low, high]).yScale(scale).yTicks(ticks).yLimits(low...high)
  return try #require(try figure.geometry().first).y.ticks.filter { !$0.label.isEmpty }.map(\.label)
}
