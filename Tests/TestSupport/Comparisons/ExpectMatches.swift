import Tensors
import Testing

/// Expects every scalar of `actual` within the manifest's tolerance of the array `fixture`.
///
/// The largest error goes to the ``ErrorTable``, under the fixture's name or that of a group of fixtures.
///
/// - Returns: the largest error.
@discardableResult
public func expectMatches(
  _ actual: Tensor, fixture: String, tolerance: Tolerance? = nil, group: String? = nil,
  sourceLocation: SourceLocation = #_sourceLocation
) throws -> Float {
  let expected = try Fixtures.tensor(fixture)
  let tolerance = try tolerance ?? Fixtures.tolerance(fixture)
  let error = expectMatches(actual, expected, tolerance: tolerance, named: fixture, sourceLocation: sourceLocation)
  ErrorTable.add(group ?? fixture, Double(error))
  return error
}

/// Expects every scalar of `actual` within `tolerance` of `expected`.
///
/// - Returns: the largest error.
@discardableResult
public func expectMatches(
  _ actual: Tensor, _ expected: Tensor, tolerance: Tolerance, named name: String = "tensor",
  sourceLocation: SourceLocation = #_sourceLocation
) -> Float {
  let comparison = ArrayComparison(actual, expected, tolerance: tolerance)
  if let complaint = comparison.complaint { Issue.record("\(name): \(complaint)", sourceLocation: sourceLocation) }
  return Float(comparison.largest.error)
}

/// Expects every number of `actual` within `tolerance` of `expected`.
///
/// - Returns: the largest error.
@discardableResult
public func expectMatches<Number: BinaryFloatingPoint>(
  _ actual: [Number], _ expected: [Number], tolerance: Tolerance, named name: String = "array",
  sourceLocation: SourceLocation = #_sourceLocation
) -> Double {
  let comparison = ArrayComparison(actual, expected, tolerance: tolerance)
  if let complaint = comparison.complaint { Issue.record("\(name): \(complaint)", sourceLocation: sourceLocation) }
  return comparison.largest.error
}
