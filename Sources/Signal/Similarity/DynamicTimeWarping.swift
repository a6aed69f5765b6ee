import Foundation
import Tensors

/// The cheapest alignment of two sequences, as pairs of frames; `librosa.sequence.dtw`.
///
/// D[n, m] = min over steps of D[n - rows, m - columns] + multiplier · C[n, m] + addition, where C has the distances of
/// frames (Müller, *Fundamentals of Music Processing*, 2015, section 3.2).
///
/// ```swift
/// let alignment = try DynamicTimeWarping()(ConstantQChroma()(first), ConstantQChroma()(second))
/// alignment.path  // pairs of frames, from the beginning to the end
/// ```
public struct DynamicTimeWarping: Sendable, Hashable {
  /// A way from one pair of frames to the next.
  public struct Step: Sendable, Hashable {
    /// Frames of the first sequence that it continues.
    public var rows: Int
    /// Frames of the second.
    public var columns: Int
    /// Factor of the cost of the pair that it leads to.
    public var multiplier: Double
    /// Number that is added to that cost.
    public var addition: Double

    /// A step with the cost of the pair, unless weights are given.
    public init(rows: Int, columns: Int, multiplier: Double = 1, addition: Double = 0) {
      self.rows = rows
      self.columns = columns
      self.multiplier = multiplier
      self.addition = addition
    }
  }

  /// A pair of frames that belong together.
  public struct Pair: Sendable, Hashable {
    /// The frame of the first sequence.
    public let first: Int
    /// The frame of the second.
    public let second: Int

    /// Two frames, counted from 0.
    public init(first: Int, second: Int) {
      self.first = first
      self.second = second
    }
  }

  /// The cheapest path and what each pair costs.
  public struct Alignment: Sendable {
    /// The cost of the cheapest path to each pair, `[frames of the first, frames of the second]`; infinite where no path
    /// leads.
    public let accumulatedCost: Tensor
    /// The pairs from the beginning to the end; librosa's are in reverse.
    public let path: [Pair]
    /// The cost of the whole path.
    public let cost: Double
  }

  /// The steps that a path may take, in the order in which they are preferred.
  public var steps: [Step]
  /// True if the shorter sequence may match any part of the longer one.
  public var isSubsequence: Bool
  /// The half-width of the band about the diagonal that paths are kept in, as a fraction of the shorter sequence; nil for
  /// no band.
  public var bandRadius: Double?
  /// The cost of a pair of frames.
  public var distance: FrameDistance

  /// One frame of both, of the second or of the first, all at the cost of their pair.
  public static let unitSteps = [
    Step(rows: 1, columns: 1), Step(rows: 0, columns: 1), Step(rows: 1, columns: 0),
  ]

  /// librosa's defaults: `unitSteps` and Euclidean distances, from beginning to end, without a band.
  public init(
    steps: [Step] = unitSteps, isSubsequence: Bool = false, bandRadius: Double? = nil,
    distance: FrameDistance = .euclidean
  ) {
    self.steps = steps
    self.isSubsequence = isSubsequence
    self.bandRadius = bandRadius
    self.distance = distance
  }

  /// Aligns two sequences of features, `[features, frames]` each.
  ///
  /// - Throws: `SignalError.invalidParameter` for different numbers of features, no frames, numbers that are not
  ///   finite, or steps without a path to the end.
  public func callAsFunction(_ first: Tensor, _ second: Tensor) throws -> Alignment {
    try validate()
    let (rows, columns) = (try FeatureFrames(first, "first"), try FeatureFrames(second, "second"))
    guard rows.features == columns.features else {
      throw SignalError.invalidParameter(
        name: "second", value: "of \(columns.features) features",
        requirement: "of as many as first, \(rows.features)")
    }
    // The shorter sequence is searched for in the longer one.
    let isTurned = isSubsequence && rows.count > columns.count
    let (left, right) = isTurned ? (columns, rows) : (rows, columns)
    let alignment = try align(rows: left.count, columns: right.count) { range, target in
      distance.write(range, of: left, from: right, to: target)
    }
    guard isTurned else { return alignment }
    return Alignment(
      accumulatedCost: alignment.accumulatedCost.transposed(),
      path: alignment.path.map { Pair(first: $0.second, second: $0.first) }, cost: alignment.cost)
  }

  /// Aligns two sequences whose pairs have the costs `[frames of the first, frames of the second]`.
  ///
  /// In subsequence mode, the first sequence is searched for in the second.
  ///
  /// - Throws: as for two sequences; costs may be infinite, but not NaN.
  public func callAsFunction(costs: Tensor) throws -> Alignment {
    try validate()
    guard costs.rank == 2, costs.count > 0 else {
      throw SignalError.invalidParameter(
        name: "costs", value: "an array of shape \(costs.shape)",
        requirement: "[rows, columns], of at least one")
    }
    let columns = costs.shape[1]
    return try align(rows: costs.shape[0], columns: columns) { range, target in
      costs.withUnsafeScalars { source in
        for index in 0..<range.count * columns {
          target[index] = Double(source[range.lowerBound * columns + index])
        }
      }
    }
  }

  private func align(
    rows: Int, columns: Int, _ fill: (Range<Int>, UnsafeMutableBufferPointer<Double>) -> Void
  ) throws -> Alignment {
    let table = try WarpingTable(self, rows: rows, columns: columns, fill)
    let path = try table.path(isSubsequence: isSubsequence)
    return Alignment(accumulatedCost: table.accumulated, path: path.pairs, cost: path.cost)
  }

  private func validate() throws {
    guard !steps.isEmpty, steps.count < 256 else {
      throw SignalError.invalidParameter(
        name: "steps", value: "\(steps.count)", requirement: "from 1 to 255 steps")
    }
    for step in steps {
      let isForward = step.rows > 0 || step.columns > 0
      guard isForward, (0...1024).contains(step.rows), (0...1024).contains(step.columns) else {
        throw SignalError.invalidParameter(
          name: "steps", value: "(\(step.rows), \(step.columns))",
          requirement: "at least 0, not both 0, at most 1024")
      }
      guard step.multiplier.isFinite, step.addition.isFinite else {
        throw SignalError.invalidParameter(
          name: "steps", value: "weights \(step.multiplier) and \(step.addition)",
          requirement: "finite")
      }
    }
    if let bandRadius { try Require.positive(bandRadius, "bandRadius") }
  }
}
