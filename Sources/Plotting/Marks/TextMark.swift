/// The side of the point on which a text is placed.
///
/// ```swift
/// let remark = TextMark("here", x: 1, y: 2, position: .right)
/// ```
public enum TextPosition: String, Hashable, Sendable, CaseIterable {
  /// Centred above the point.
  case above
  /// Centred below the point.
  case below
  /// Ending at the point.
  case left
  /// Starting at the point.
  case right
  /// Centred on the point.
  case center
}

/// Words at a point of the plot, with an optional arrow to another point: matplotlib's `annotate`.
///
/// ```swift
/// let remark = TextMark("lowest loss", x: 0.01, y: 0.2, arrowTo: (x: 0.003, y: 0.05))
/// ```
public struct TextMark: Mark {
  let text: String
  let x: Double
  let y: Double
  let target: Point?
  let position: TextPosition
  /// Colour and opacity.
  public var style = MarkStyle()
  var fontSize = 13.0

  /// A text at `(x, y)` in the data's units.
  ///
  /// - Parameters:
  ///   - text: one or more lines.
  ///   - x: the x coordinate.
  ///   - y: the y coordinate.
  ///   - position: the side of the point on which the text is placed.
  ///   - arrowTo: a point in the data's units that an arrow points at.
  public init(
    _ text: String, x: Double, y: Double, position: TextPosition = .above, arrowTo: (x: Double, y: Double)? = nil
  ) {
    self.text = text
    self.x = x
    self.y = y
    self.position = position
    target = arrowTo.map { Point(x: $0.x, y: $0.y) }
  }

  /// In letters of this size, in logical pixels.
  public func fontSize(_ size: Double) -> TextMark {
    var copy = self
    copy.fontSize = max(size, 1)
    return copy
  }

  /// The text, ready to be drawn.
  public var layer: MarkLayer { MarkLayer(self) }
}

extension TextMark: Drawing {
  var depth: Int { 3 }
  var takesPaletteColor: Bool { false }
  var summary: String { "the text “\(text.replacing("\n", with: " "))”" }

  func extend(x: inout AxisExtent, y: inout AxisExtent) {
    x.include([self.x] + (target.map { [$0.x] } ?? []))
    y.include([self.y] + (target.map { [$0.y] } ?? []))
  }

  func draw(on canvas: Canvas, in plot: DrawingContext) {
    let place = Point(x: plot.x.position(x), y: plot.y.position(y))
    guard place.x.isFinite, place.y.isFinite else { return }
    let font = Font(size: fontSize)
    let size = canvas.size(of: text, font: font)
    let gap = position == .center ? 0 : 6.0
    let box =
      switch position {
      case .above: box(around: Point(x: place.x, y: place.y - gap - size.height / 2), size)
      case .below: box(around: Point(x: place.x, y: place.y + gap + size.height / 2), size)
      case .left: box(around: Point(x: place.x - gap - size.width / 2, y: place.y), size)
      case .right: box(around: Point(x: place.x + gap + size.width / 2, y: place.y), size)
      case .center: box(around: place, size)
      }
    if let target {
      let end = Point(x: plot.x.position(target.x), y: plot.y.position(target.y))
      if end.x.isFinite, end.y.isFinite { drawArrow(from: box, to: end, on: canvas, color: plot.color) }
    }
    canvas.fillRounded(box.inset(by: -3), radius: 3, color: plot.theme.background.faded(by: 0.75))
    canvas.text(text, at: box.center, anchor: .center, font: font, color: plot.color)
  }

  func landmarks(in plot: DrawingContext) -> [Point] { [Point(x: plot.x.position(x), y: plot.y.position(y))] }

  private func box(around center: Point, _ size: (width: Double, height: Double)) -> Rectangle {
    Rectangle(
      left: center.x - size.width / 2, top: center.y - size.height / 2, right: center.x + size.width / 2,
      bottom: center.y + size.height / 2)
  }

  /// A thin line with a filled head, from the nearest side of the text.
  private func drawArrow(from box: Rectangle, to end: Point, on canvas: Canvas, color: RGBA) {
    let start = Point(
      x: min(max(end.x, box.left), box.right),
      y: end.y > box.bottom ? box.bottom + 3 : end.y < box.top ? box.top - 3 : box.center.y)
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    let length = (dx * dx + dy * dy).squareRoot()
    guard length > 10 else { return }
    let (ux, uy) = (dx / length, dy / length)
    let neck = Point(x: end.x - ux * 8, y: end.y - uy * 8)
    canvas.line(from: start, to: neck, color: color, width: 1.2)
    canvas.fillPolygon(
      [
        end, Point(x: neck.x - uy * 3.5, y: neck.y + ux * 3.5), Point(x: neck.x + uy * 3.5, y: neck.y - ux * 3.5),
      ], color: color)
  }
}
