import Tensors

/// The errors of an array against an expected one, number by number.
public struct ArrayComparison: Sendable {
  /// The largest `|actual - expected|`, with its flat index; NaN counts as infinitely far away.
  public private(set) var largest: (error: Double, index: Int) = (0, 0)
  /// The count of numbers that the tolerance does not accept.
  public private(set) var mismatchCount = 0

  private let tolerance: Tolerance
  private let shapes: (actual: [Int], expected: [Int])
  private var worst: (error: Double, index: Int, actual: Double, expected: Double)?

  /// Compares two lists, of any numbers of one kind.
  public init<Number: BinaryFloatingPoint>(_ actual: [Number], _ expected: [Number], tolerance: Tolerance) {
    self.init(
      shapes: ([actual.count], [expected.count]), actual.map { Double($0) }, expected.map { Double($0) }, tolerance)
  }

  /// Compares two tensors.
  public init(_ actual: Tensor, _ expected: Tensor, tolerance: Tolerance) {
    self.init(
      shapes: (actual.shape, expected.shape), actual.scalars.map { Double($0) }, expected.scalars.map { Double($0) },
      tolerance)
  }

  private init(
    shapes: (actual: [Int], expected: [Int]), _ actual: [Double], _ expected: [Double], _ tolerance: Tolerance
  ) {
    self.tolerance = tolerance
    self.shapes = shapes
    guard shapes.actual == shapes.expected else {
      largest.error = .infinity
      return
    }
    for (index, (got, want)) in zip(actual, expected).enumerated() {
      let error = Self.error(got, want)
      if error > largest.error { largest = (error, index) }
      guard !tolerance.accepts(got, expected: want) else { continue }
      mismatchCount += 1
      if error > worst?.error ?? -1 { worst = (error, index, got, want) }
    }
  }

  /// A sentence about what does not match; nil if all does.
  public var complaint: String? {
    guard shapes.actual == shapes.expected else { return "shape \(shapes.actual), expected \(shapes.expected)" }
    guard let worst else { return nil }
    return """
      \(mismatchCount) of \(shapes.expected.reduce(1, *)) numbers are further than \(tolerance.absolute) + \
      \(tolerance.relative) × |expected|; largest error \(worst.error) at index \(place(of: worst.index)): \
      \(worst.actual), expected \(worst.expected)
      """
  }

  private static func error(_ actual: Double, _ expected: Double) -> Double {
    if actual == expected || (actual.isNaN && expected.isNaN) { return 0 }
    let distance = (actual - expected).magnitude
    return distance.isNaN ? .infinity : distance
  }

  /// The index along each axis, for a flat one.
  private func place(of index: Int) -> [Int] {
    var (rest, place) = (index, [Int]())
    for length in shapes.expected.reversed() {
      place.insert(rest % length, at: 0)
      rest /= length
    }
    return place
  }
}
