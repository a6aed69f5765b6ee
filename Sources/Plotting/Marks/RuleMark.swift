public import Foundation

/// A straight line across the whole plot: matplotlib's `axvline` and `axhline`.
///
/// ```swift
/// let limit = RuleMark(y: 0.5).color(.red).dashed().label("limit")
/// ```
public struct RuleMark: Mark {
  enum Direction: Hashable, Sendable { case horizontal, vertical }

  let direction: Direction
  /// The position at which the line crosses its axis.
  public let value: Double
  private let isDate: Bool
  /// Colour, name, width, dashes.
  public var style = MarkStyle()

  /// A vertical line.
  public init(x: Double) {
    direction = .vertical
    value = x
    isDate = false
  }

  /// A vertical line at a date.
  public init(x: Date) {
    direction = .vertical
    value = x.timeIntervalSince1970
    isDate = true
  }

  /// A horizontal line.
  public init(y: Double) {
    direction = .horizontal
    value = y
    isDate = false
  }

  /// The line, ready to be drawn.
  public var layer: MarkLayer { MarkLayer(self) }
}

extension RuleMark: Drawing {
  var takesPaletteColor: Bool { false }

  var summary: String {
    let place = isDate ? DateTicks.spoken(value, span: 86_400 * 30) : TickLabels.spoken(value)
    return "a \(direction == .vertical ? "vertical" : "horizontal") line\(named(style)) at \(place)"
  }

  func extend(x: inout AxisExtent, y: inout AxisExtent) {
    if direction == .vertical {
      x.include(PlotColumn(numbers: [value], areDates: isDate))
    } else {
      y.include([value])
    }
  }

  func draw(on canvas: Canvas, in plot: DrawingContext) {
    let (frame, width) = (plot.frame, style.lineWidth ?? 1.5)
    let position = direction == .vertical ? plot.x.position(value) : plot.y.position(value)
    guard position.isFinite else { return }
    let place = canvas.crisp(position, lineWidth: width)
    let (start, end) =
      direction == .vertical
      ? (Point(x: place, y: frame.bottom), Point(x: place, y: frame.top))
      : (Point(x: frame.left, y: place), Point(x: frame.right, y: place))
    canvas.line(from: start, to: end, color: plot.color, width: width, dash: plot.dash)
  }
}
