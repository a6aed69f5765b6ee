import Foundation

/// The circle in which angles and distances from its centre are drawn.
struct PolarFrame: Sendable {
  let center: Point
  let radius: Double

  /// The largest circle in a rectangle.
  init(in frame: Rectangle) {
    center = frame.center
    radius = min(frame.width, frame.height) / 2
  }

  /// The point at an angle in radians and a fraction of the radius.
  func place(angle: Double, fraction: Double) -> Point {
    // Points beyond the centre are not drawn.
    guard fraction >= 0 else { return Point(x: .nan, y: .nan) }
    return Point(
      x: center.x + radius * fraction * cos(angle), y: center.y - radius * fraction * sin(angle))
  }

  /// Circles at the ticks, a spoke every 45°, and their labels.
  func drawGrid(layout: AxesLayout, theme: Theme, on canvas: Canvas) {
    for tick in layout.yTicks where !tick.isMinor {
      drawCircle(fraction(tick.value, layout), color: theme.grid, on: canvas)
    }
    for step in 0..<8 {
      let angle = Double(step) * .pi / 4
      canvas.line(from: center, to: place(angle: angle, fraction: 1), color: theme.grid, width: 1)
    }
    drawCircle(1, color: theme.axis, on: canvas)
  }

  func drawLabels(layout: AxesLayout, theme: Theme, on canvas: Canvas) {
    for step in 0..<8 {
      let angle = Double(step) * .pi / 4
      var place = place(angle: angle, fraction: 1)
      place.x += 8 * cos(angle)
      place.y -= 14 * sin(angle)
      let anchor: TextAnchor = abs(cos(angle)) < 0.1 ? .center : cos(angle) > 0 ? .left : .right
      canvas.text("\(step * 45)°", at: place, anchor: anchor, font: layout.tickFont, color: theme.secondary)
    }
    for tick in layout.yTicks where !tick.label.isEmpty {
      let fraction = fraction(tick.value, layout)
      guard fraction > 0.05 else { continue }
      let place = place(angle: .pi / 8, fraction: fraction)
      canvas.text(tick.label, at: place, anchor: .center, font: Font(size: 12), color: theme.secondary)
    }
    if let label = layout.axes.y.label {
      let place = Point(x: center.x, y: center.y + radius + 34)
      canvas.text(label, at: place, anchor: .top, font: layout.labelFont, color: theme.foreground)
    }
  }

  private func fraction(_ value: Double, _ layout: AxesLayout) -> Double {
    (value - layout.y.low) / (layout.y.high - layout.y.low)
  }

  private func drawCircle(_ fraction: Double, color: RGBA, on canvas: Canvas) {
    let points = (0...120).map { place(angle: Double($0) * .pi / 60, fraction: fraction) }
    canvas.polyline(points, color: color, width: 1)
  }
}
