public import Tensors

/// Lines of equal height over a field, and a colour bar: matplotlib's `contour`.
///
/// ```swift
/// let heights = Tensor(rows: [[100, 300, 500], [300, 600, 900]])
/// contour(heights, x: [0, 1, 2], y: [0, 1], levels: .at([200, 400, 800]))
/// ```
/// - Parameters:
///   - values: `[rows, columns]`, row 0 at the bottom.
///   - x: the x coordinates of the columns, ascending; nil counts them.
///   - y: the y coordinates of the rows, ascending; nil counts them.
///   - levels: the heights of the lines.
///   - isFilled: whether bands between the lines are filled instead of lines: matplotlib's `contourf`.
///   - colorMap: of the heights.
///   - width: in inches.
///   - height: in inches.
/// - Precondition: `values` is a matrix, with a coordinate for each column and row.
public func contour(
  _ values: Tensor, x: (any PlotData)? = nil, y: (any PlotData)? = nil, levels: ContourMark.Levels = .count(7),
  isFilled: Bool = false, colorMap: ColorMap = .viridis, width: Double = 6.4, height: Double = 4.4
) -> Figure {
  figure(width: width, height: height) {
    ContourMark(values, x: x, y: y, levels: levels, isFilled: isFilled, colorMap: colorMap)
  }
  .colorBar()
}

/// Mirrored densities of groups: matplotlib's `violinplot`.
///
/// ```swift
/// violinPlot([[1, 2, 3, 9], [2, 3, 4]], names: ["piano", "violin"])
/// ```
/// - Precondition: the numbers of names and groups are equal.
public func violinPlot(
  _ groups: [[Double]], names: [String]? = nil, width: Double = 6.4, height: Double = 4
) -> Figure {
  figure(width: width, height: height) { ViolinMark(groups, names: names) }.grid(.horizontal)
}

/// Points counted in hexagons, and a colour bar: matplotlib's `hexbin`.
///
/// ```swift
/// hexbin(x: x, y: y, columns: 20)
/// ```
/// - Precondition: `x` and `y` have the same count.
public func hexbin(
  x: some PlotData, y: some PlotData, columns: Int = 30, colorMap: ColorMap = .viridis, width: Double = 6.4,
  height: Double = 4.4
) -> Figure {
  figure(width: width, height: height) { HexbinMark(x: x, y: y, columns: columns, colorMap: colorMap) }
    .colorBar("points")
}

/// Arrows at points: matplotlib's `quiver`.
///
/// ```swift
/// quiver(x: [0, 1], y: [0, 0], u: [1, 0], v: [0, 1])
/// ```
/// - Precondition: all four have one length.
public func quiver(
  x: some PlotData, y: some PlotData, u: some PlotData, v: some PlotData, width: Double = 6.4, height: Double = 4.4
) -> Figure {
  figure(width: width, height: height) { QuiverMark(x: x, y: y, u: u, v: v) }
}

/// Parts of a whole as sectors of a circle: matplotlib's `pie`.
///
/// ```swift
/// pie([12, 7, 3], names: ["piano", "violin", "flute"])
/// ```
/// - Precondition: The values are not negative, and there is a name for each.
public func pie(_ values: some PlotData, names: some PlotData, width: Double = 5, height: Double = 4) -> Figure {
  figure(width: width, height: height) { PieMark(values, names: names) }.equalAspect().axesHidden()
}
