/// The settings of one axis; settings that are nil follow from the data.
struct Axis: Hashable, Sendable {
  var label: String?
  var scale = AxisScale.linear
  var lowerLimit: Double?
  var upperLimit: Double?
  var ticks = Ticks.automatic
  /// True if large values are at the left or at the bottom.
  var isReversed = false
  /// True if ticks, tick labels and the axis line are drawn.
  var isVisible = true
  /// True if the numbers beside the ticks are drawn; inner plots of a grid with a shared axis have none.
  var showsTickLabels = true
}

/// The grid lines after the data.
///
/// ```swift
/// let figure = plot([1, 4, 9]).grid(.horizontal)
/// ```
public enum Grid: String, Hashable, Sendable, CaseIterable {
  /// Faint lines wherever they help: not over images and heat maps.
  case automatic
  /// None at all.
  case none
  /// Across, at the ticks of the y axis.
  case horizontal
  /// Upwards, at the ticks of the x axis.
  case vertical
  /// Both ways.
  case both
}

/// The position of the legend.
///
/// ```swift
/// let figure = plot([1, 4, 9], label: "squares").legend(.topLeft)
/// ```
public enum LegendPlace: String, Hashable, Sendable, CaseIterable {
  /// In the corner where it covers the least, if any mark has a name.
  case best
  /// Not at all.
  case none
  /// Inside, at the top right.
  case topRight
  /// Inside, at the top left.
  case topLeft
  /// Inside, at the bottom right.
  case bottomRight
  /// Inside, at the bottom left.
  case bottomLeft
  /// Outside, right of the plot.
  case outside
}

/// One coordinate system with its marks.
struct Axes: Sendable {
  var title: String?
  var x = Axis()
  var y = Axis()
  var layers: [MarkLayer] = []
  /// The axis at the right with its marks.
  var secondY: Axis?
  var secondLayers: [MarkLayer] = []
  var insets: [Inset] = []
  /// True if x is an angle and y the distance from the middle.
  var isPolar = false
  var grid = Grid.automatic
  var legend = LegendPlace.best
  /// True if a colour bar is at the right, and its label.
  var showsColorBar = false
  var colorBarLabel: String?
  var colorBarTicks = Ticks.automatic
  /// True if a unit has the same length on both axes.
  var isEqualAspect = false
  /// True if only the data is drawn.
  var isBare = false
  /// The size of the numbers beside the ticks, in logical pixels.
  var tickSize = 14.0
  var titleColor: Color?

  /// Those on the first y axis, then those on the second.
  var drawings: [any Drawing] { (layers + secondLayers).map(\.drawing) }
  /// The ranges of the marks on each axis.
  var extents: (x: AxisExtent, y: AxisExtent, secondY: AxisExtent) {
    var (x, y, secondY) = (AxisExtent(), AxisExtent(), AxisExtent())
    for layer in layers { layer.drawing.extend(x: &x, y: &y) }
    for layer in secondLayers { layer.drawing.extend(x: &x, y: &secondY) }
    return (x, y, secondY)
  }
  var fillsPlot: Bool { drawings.contains(where: \.fillsPlot) }
}
