import Tensors

/// The content of a figure: marks for one plot, or figures for a grid.
///
/// Braces after `figure` and `subplots` make it: `figure { LineMark([1, 4, 9]) }`.
public struct FigureContent: Sendable {
  var layers: [MarkLayer] = []
  var figures: [Figure] = []

  func figure(width: Double, height: Double) -> Figure {
    if figures.isEmpty {
      var axes = Axes()
      axes.layers = layers
      return Figure(width: width, height: height, axes: axes)
    }
    var figure = Figure.grid(of: figures, rows: 1, columns: figures.count)
    figure.width = width
    figure.height = height
    return figure.changing { $0.layers += layers }
  }
}

/// Collects the marks and figures between braces, with conditions and loops.
///
/// ```swift
/// let figure = figure {
///   for power in 1...3 { LineMark((1...5).map { pow(Double($0), Double(power)) }).label("power \(power)") }
/// }
/// ```
@resultBuilder
public enum FigureBuilder {
  /// A mark.
  public static func buildExpression(_ mark: some Mark) -> FigureContent { FigureContent(layers: [mark.layer]) }
  /// Existing marks.
  public static func buildExpression(_ marks: [any Mark]) -> FigureContent {
    FigureContent(layers: marks.map(\.layer))
  }
  /// A whole figure, which becomes a plot of this one.
  public static func buildExpression(_ figure: Figure) -> FigureContent { FigureContent(figures: [figure]) }
  /// Existing figures.
  public static func buildExpression(_ figures: [Figure]) -> FigureContent { FigureContent(figures: figures) }
  /// Everything in order.
  public static func buildBlock(_ parts: FigureContent...) -> FigureContent { buildArray(parts) }
  /// The content from a loop.
  public static func buildArray(_ parts: [FigureContent]) -> FigureContent {
    FigureContent(layers: parts.flatMap(\.layers), figures: parts.flatMap(\.figures))
  }
  /// The content from a condition, or nothing.
  public static func buildOptional(_ part: FigureContent?) -> FigureContent { part ?? FigureContent() }
  /// One side of a choice.
  public static func buildEither(first: FigureContent) -> FigureContent { first }
  /// The other side of a choice.
  public static func buildEither(second: FigureContent) -> FigureContent { second }
}

/// A figure with a given size: matplotlib's `figure(figsize=(width, height))`.
///
/// ```swift
/// figure(width: 5, height: 5) {
///   LineMark(x: [1, 2, 3], y: [2, 4, 8]).label("doubling")
///   RuleMark(y: 5).dashed()
/// }
/// ```
/// - Parameters:
///   - width: in inches.
///   - height: in inches.
///   - content: marks for one plot, or figures for a grid.
/// - Throws: What `content` throws.
public func figure(
  width: Double = 6.4, height: Double = 4, @FigureBuilder _ content: () throws -> FigureContent
) rethrows -> Figure {
  try Figure(width: width, height: height, content)
}

/// Figures as a grid of plots, row by row: matplotlib's `subplots`.
///
/// ```swift
/// subplots(rows: 1, columns: 2, sharesY: true) {
///   plot(x: [1, 2], y: [3, 4]).title("before")
///   plot(x: [1, 2], y: [4, 9]).title("after")
/// }
/// ```
/// - Parameters:
///   - rows: nil takes as many as are needed.
///   - columns: nil makes the grid nearly square.
///   - width: of the whole figure, in inches.
///   - height: of the whole figure, in inches; nil takes 2.6 inches per row.
///   - sharesX: whether all plots have one x axis, with numbers only at the bottom.
///   - sharesY: whether all plots have one y axis, with numbers only at the left.
///   - content: the figures. Where one of them can throw, write `try subplots { … }` and `try` before it.
/// - Throws: What `content` throws.
public func subplots(
  rows: Int? = nil, columns: Int? = nil, width: Double = 6.4, height: Double? = nil, sharesX: Bool = false,
  sharesY: Bool = false, @FigureBuilder _ content: () throws -> FigureContent
) rethrows -> Figure {
  let figures = try content().figures
  let across = columns ?? rows.map { gridSide(figures.count, over: $0) } ?? squareSide(figures.count)
  let down = rows ?? gridSide(figures.count, over: across)
  checkGrid(of: figures.count, "plots", rows: down, columns: across)
  var figure = Figure.grid(of: figures, rows: down, columns: across)
  figure.width = width
  figure.height = height ?? 2.6 * Double(down)
  figure.sharesX = sharesX
  figure.sharesY = sharesY
  return figure
}

/// The rows needed for `count` cells with `others` columns, or the columns needed with `others` rows.
func gridSide(_ count: Int, over others: Int) -> Int {
  let rest = max(count, 1) % max(others, 1)
  return max(count, 1) / max(others, 1) + (rest > 0 ? 1 : 0)
}

private func squareSide(_ count: Int) -> Int { Int(Double(max(count, 1)).squareRoot().rounded(.up)) }

/// Stops the program unless a grid has room for `count` cells, and no more than can be drawn.
func checkGrid(of count: Int, _ what: String, rows: Int, columns: Int) {
  let most = 10_000
  require(
    max(rows, columns) <= most && max(rows, 0) * max(columns, 0) >= count,
    "\(count) \(what) do not fit a grid of \(rows) rows and \(columns) columns; "
      + "leave out one of the two numbers, and give at most \(most)")
}

extension Figure {
  /// The plots of all figures in a grid; the title of a figure of one plot is its plot's.
  static func grid(of figures: [Figure], rows: Int, columns: Int) -> Figure {
    if figures.count == 1 { return figures[0] }
    var grid = Figure(width: 6.4, height: 4, axes: Axes())
    grid.axes = figures.flatMap(\.axes)
    let hasGrids = figures.contains { $0.axes.count > 1 }
    grid.columns = max(columns, 1)
    grid.rows = hasGrids ? (grid.axes.count + columns - 1) / max(columns, 1) : max(rows, 1)
    return grid
  }
}
