/// The maximum difference of a number from an expected one: `absolute + relative * |expected|`.
public struct Tolerance: Sendable {
  /// The part that does not depend on the expected number.
  public var absolute: Double
  /// The part by which the expected number's magnitude is multiplied.
  public var relative: Double

  /// Allows `absolute + relative * |expected|`.
  public init(absolute: Double, relative: Double) {
    self.absolute = absolute
    self.relative = relative
  }

  /// True if `actual` is near enough; NaN matches NaN alone, and an infinity itself alone.
  public func accepts(_ actual: Double, expected: Double) -> Bool {
    if expected.isNaN { return actual.isNaN }
    if expected.isInfinite { return actual == expected }
    return (actual - expected).magnitude <= absolute + relative * expected.magnitude
  }
}

extension Fixtures {
  /// The tolerance of a fixture.
  public typealias Tolerance = TestSupport.Tolerance
}
