/// A point on the canvas in logical pixels (1/96 inch), from the top left, y downwards.
struct Point: Hashable, Sendable {
  var x: Double
  var y: Double
}

/// An upright rectangle on the canvas in logical pixels.
struct Rectangle: Hashable, Sendable {
  var left: Double
  var top: Double
  var right: Double
  var bottom: Double

  var width: Double { right - left }
  var height: Double { bottom - top }
  var center: Point { Point(x: (left + right) / 2, y: (top + bottom) / 2) }

  func contains(_ point: Point) -> Bool {
    point.x >= left && point.x <= right && point.y >= top && point.y <= bottom
  }

  /// A copy, smaller by `amount` on every side.
  func inset(by amount: Double) -> Rectangle {
    Rectangle(left: left + amount, top: top + amount, right: right - amount, bottom: bottom - amount)
  }
}

/// The point of a text that is placed at the given position.
struct TextAnchor: Hashable, Sendable {
  enum Horizontal: Hashable, Sendable { case left, center, right }
  enum Vertical: Hashable, Sendable { case top, middle, baseline }

  var horizontal: Horizontal
  var vertical: Vertical

  static let center = TextAnchor(horizontal: .center, vertical: .middle)
  static let top = TextAnchor(horizontal: .center, vertical: .top)
  static let left = TextAnchor(horizontal: .left, vertical: .middle)
  static let right = TextAnchor(horizontal: .right, vertical: .middle)
  static let bottom = TextAnchor(horizontal: .center, vertical: .baseline)
}
