import Foundation
import Tensors

/// The frames of a sound that are like each other: each frame's nearest neighbours, `librosa.segment.recurrence_matrix`.
///
/// R[i, j] is not 0 if frame i is among the k nearest of frame j, frames nearer in time than `width` being left out. A
/// frame at the distance 0 counts as no neighbour, unless only links are requested.
///
/// ```swift
/// let matrix = try RecurrenceMatrix(content: .affinity)(ConstantQChroma()(note))  // [frames, frames]
/// ```
public struct RecurrenceMatrix: Sendable, Hashable {
  /// Numbers of a link between frames.
  public enum Content: String, Sendable, Hashable, CaseIterable {
    /// 1.
    case connectivity
    /// The distance.
    case distance
    /// e^(-distance / bandwidth).
    case affinity
  }

  /// Number of a frame's neighbours; nil for 2 ⌈√(frames - 2 width + 1)⌉.
  public var neighborCount: Int?
  /// The frames that are at least so far apart in time can be neighbours; at least 1.
  public var width: Int
  /// The distance of two frames.
  public var distance: FrameDistance
  /// True to count only links that hold both ways.
  public var isSymmetric: Bool
  /// The number that marks a link.
  public var content: Content
  /// Divisor of distances for affinities.
  public var bandwidth: AffinityBandwidth
  /// True to link every frame to itself.
  public var includesSelf: Bool
  /// True for distances and affinities of all frames, whatever `neighborCount` and `width` say.
  public var isFull: Bool

  /// librosa's parameters and defaults.
  public init(
    neighborCount: Int? = nil, width: Int = 1, distance: FrameDistance = .euclidean,
    isSymmetric: Bool = false,
    content: Content = .connectivity, bandwidth: AffinityBandwidth = .median,
    includesSelf: Bool = false,
    isFull: Bool = false
  ) {
    self.neighborCount = neighborCount
    self.width = width
    self.distance = distance
    self.isSymmetric = isSymmetric
    self.content = content
    self.bandwidth = bandwidth
    self.includesSelf = includesSelf
    self.isFull = isFull
  }

  /// The matrix of features, `[features, frames]` to `[frames, frames]`.
  ///
  /// - Throws: `SignalError.invalidParameter` for parameters that do not fit, features that are not finite, or affinities
  ///   without any link.
  public func callAsFunction(_ features: Tensor) throws -> Tensor {
    let frames = try FeatureFrames(features, "features")
    let count = frames.count
    guard width >= 1, width < (count - 1) / 2 else {
      throw SignalError.invalidParameter(
        name: "width", value: "\(width)",
        requirement: "at least 1 and below \((count - 1) / 2) for \(count) frames")
    }
    if let neighborCount { try Require.positive(neighborCount, "neighborCount") }
    let kept = neighborCount ?? 2 * Int(Double(count - 2 * width + 1).squareRoot().rounded(.up))
    let isFull = isFull && content != .connectivity
    try Require.pairs(frames.count, frames.count)
    var graph = NeighborGraph(frames, frames, distance) { row, column in
      isFull ? row != column : abs(row - column) >= width
    }
    graph.keepNearest(isFull ? count : kept, ignoringZeros: content != .connectivity)
    if isSymmetric { graph.keepMutual() }
    let weights =
      content == .affinity ? try graph.affinities(bandwidth, nearest: kept) : graph.distances
    return graph.matrix(
      weights, isConnectivity: content == .connectivity,
      diagonal: includesSelf && content != .distance)
  }
}

/// Numbers that distances are divided by to become affinities; `bandwidth` in librosa.
///
/// ```swift
/// let matrix = try RecurrenceMatrix(content: .affinity, bandwidth: .meanOfFarthest)(features)
/// ```
public enum AffinityBandwidth: Sendable, Hashable {
  /// The median over frames of the distance to the farthest neighbour, `med_k_scalar`.
  case median
  /// This one.
  case value(Double)
  /// The mean of both frames' distances to their farthest neighbours, `mean_k`.
  case meanOfFarthest
  /// The geometric mean of them, `gmean_k`.
  case geometricMeanOfFarthest
  /// The mean of both frames' mean distances to their neighbours, `mean_k_avg`.
  case meanOfAverages
  /// The geometric mean of them, `gmean_k_avg`.
  case geometricMeanOfAverages
  /// The mean of both mean distances and that of the pair, `mean_k_avg_and_pair`.
  case meanOfAveragesAndPair
}
