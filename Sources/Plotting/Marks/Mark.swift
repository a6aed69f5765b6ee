/// One way of drawing data: a line, points, bars, … Marks are values; a figure draws its marks in order.
///
/// ```swift
/// let figure = figure {
///   LineMark(x: [1, 2, 3], y: [1, 4, 9]).label("squares")
///   PointMark(x: [1, 2, 3], y: [1, 3, 10]).color(.red)
/// }
/// ```
/// A custom mark returns the layer of an existing mark.
public protocol Mark: Sendable {
  /// Colour, name and line: the properties that modifiers change.
  var style: MarkStyle { get set }
  /// The content to draw.
  var layer: MarkLayer { get }
}

/// A mark ready to be drawn.
public struct MarkLayer: Sendable {
  let drawing: any Drawing

  init(_ drawing: any Drawing) { self.drawing = drawing }
}

/// The properties common to all marks; the modifiers of ``Mark`` change them.
///
/// ```swift
/// var mark = LineMark([1, 4, 9])
/// mark.style.label = "squares"
/// ```
public struct MarkStyle: Hashable, Sendable {
  /// The colour; nil takes the palette's next.
  public var color: Color?
  /// The name in the legend; nil stays out of it.
  public var label: String?
  /// From 0, invisible, to 1.
  public var opacity = 1.0
  /// In logical pixels (1/96 inch).
  public var lineWidth: Double?
  /// Lengths of dashes and gaps in line widths; nil lets the palette decide, an empty array is solid.
  public var dash: [Double]?

  /// A style that leaves every choice to the figure.
  public init() {}
}

extension Mark {
  /// In this colour, rather than in the palette's next.
  public func color(_ color: Color) -> Self { with { $0.color = color } }

  /// With this name in the legend.
  public func label(_ label: String) -> Self { with { $0.label = label } }

  /// Sets the opacity, from 0 to 1.
  public func opacity(_ opacity: Double) -> Self { with { $0.opacity = min(max(opacity, 0), 1) } }

  /// With lines this wide, in logical pixels (1/96 inch).
  public func lineWidth(_ width: Double) -> Self { with { $0.lineWidth = max(width, 0) } }

  /// With lines of dashes and gaps, in line widths.
  public func dashed(_ lengths: [Double] = [4, 2]) -> Self { with { $0.dash = lengths } }

  private func with(_ change: (inout MarkStyle) -> Void) -> Self {
    var copy = self
    change(&copy.style)
    return copy
  }
}

/// The requirements of the renderer on a mark.
protocol Drawing: Sendable {
  var style: MarkStyle { get }
  /// The drawing order, lowest first: fields 0, areas 1, lines 2, texts 3.
  var depth: Int { get }
  /// True if the mark takes a colour of the palette when the style names none.
  var takesPaletteColor: Bool { get }
  /// True if the data fill the plot from edge to edge, without a grid, as images do.
  var fillsPlot: Bool { get }
  /// True if this is an image whose pixels are as large as the data's unit.
  var hasPixelsOfOneUnit: Bool { get }
  /// The shape of the mark in a legend.
  var legendSymbol: LegendSymbol { get }
  /// Values shown as colours, for the colour bar.
  var colorScale: ColorScale? { get }
  /// The mark in words, for readers who do not see it.
  var summary: String { get }

  func extend(x: inout AxisExtent, y: inout AxisExtent)
  func draw(on canvas: Canvas, in plot: DrawingContext)
  /// Some points that the legend should not cover.
  func landmarks(in plot: DrawingContext) -> [Point]
  /// The mark with other numbers at the ends of its colours, if it has some.
  func withColors(from low: Double, to high: Double) -> any Drawing
}

extension Drawing {
  var depth: Int { 2 }
  var takesPaletteColor: Bool { true }
  var fillsPlot: Bool { false }
  var hasPixelsOfOneUnit: Bool { false }
  var legendSymbol: LegendSymbol { .line }
  var colorScale: ColorScale? { nil }
  func landmarks(in plot: DrawingContext) -> [Point] { [] }
  func withColors(from low: Double, to high: Double) -> any Drawing { self }
}

/// The symbol before a name in the legend.
enum LegendSymbol: Sendable { case line, points(PointSymbol), area }

/// The numbers at the ends of a colour map.
struct ColorScale: Hashable, Sendable {
  var map: ColorMap
  var darkMap: ColorMap
  var low: Double
  var high: Double

  func map(in theme: Theme) -> ColorMap { theme == .light ? map : darkMap }

  /// The position of a number between the ends, 0 at the lower end and 1 at the upper; one half if both are equal.
  func fraction(of number: Double) -> Double { high > low ? (number - low) / (high - low) : 0.5 }
}
