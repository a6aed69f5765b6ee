/// Columns and rows of an image, in pixels; a plain number means a square.
///
/// ```swift
/// let square: ImageSize = 128
/// let wide = ImageSize(width: 160, height: 96)
/// ```
public struct ImageSize: Hashable, Sendable, Codable, ExpressibleByIntegerLiteral {
  /// Columns, in pixels.
  public var width: Int
  /// Rows, in pixels.
  public var height: Int

  /// A rectangle.
  ///
  /// - Precondition: both sides are at least 1.
  public init(width: Int, height: Int) {
    guard width > 0 && height > 0 else {
      fatalError("an image cannot be \(width) x \(height) pixels; both sides must be positive")
    }
    self.width = width
    self.height = height
  }

  /// A square.
  public init(_ side: Int) {
    self.init(width: side, height: side)
  }

  /// A square.
  public init(integerLiteral side: Int) {
    self.init(side)
  }
}
