import Foundation
import Tensors

/// The frames of one sound that are like those of another, `librosa.segment.cross_similarity`.
///
/// S[i, j] is not 0 if frame i of the reference is among the k nearest of frame j.
///
/// ```swift
/// let similarity = try CrossSimilarity()(chroma(song), reference: chroma(recording))  // [reference frames, frames]
/// ```
public struct CrossSimilarity: Sendable, Hashable {
  /// Number of a frame's neighbours; nil for 2 ⌈√(frames of the reference)⌉.
  public var neighborCount: Int?
  /// The distance of two frames.
  public var distance: FrameDistance
  /// Numbers of a link.
  public var content: RecurrenceMatrix.Content
  /// The number that distances are divided by for affinities; nil for the median over frames of the distance to the
  /// farthest neighbour.
  public var bandwidth: Double?
  /// True for distances and affinities of all frames.
  public var isFull: Bool

  /// librosa's parameters and defaults.
  public init(
    neighborCount: Int? = nil, distance: FrameDistance = .euclidean,
    content: RecurrenceMatrix.Content = .connectivity, bandwidth: Double? = nil,
    isFull: Bool = false
  ) {
    self.neighborCount = neighborCount
    self.distance = distance
    self.content = content
    self.bandwidth = bandwidth
    self.isFull = isFull
  }

  /// The matrix of two lists of features, `[features, frames]` each, to `[frames of the reference, frames]`.
  ///
  /// - Throws: `SignalError.invalidParameter` for different numbers of features, parameters that do not fit, or features
  ///   that are not finite.
  public func callAsFunction(_ features: Tensor, reference: Tensor) throws -> Tensor {
    let frames = try FeatureFrames(features, "features")
    let others = try FeatureFrames(reference, "reference")
    guard frames.features == others.features else {
      throw SignalError.invalidParameter(
        name: "reference", value: "of \(others.features) features",
        requirement: "of as many as features, \(frames.features)")
    }
    if let neighborCount { try Require.positive(neighborCount, "neighborCount") }
    let kept =
      neighborCount ?? min(others.count, 2 * Int(Double(others.count).squareRoot().rounded(.up)))
    let isFull = isFull && content != .connectivity
    try Require.pairs(frames.count, others.count)
    var graph = NeighborGraph(frames, others, distance) { _, _ in true }
    graph.keepNearest(isFull ? others.count : kept, ignoringZeros: content != .connectivity)
    let weights =
      content == .affinity
      ? try graph.affinities(bandwidth.map { .value($0) } ?? .median, nearest: kept)
      : graph.distances
    return graph.matrix(weights, isConnectivity: content == .connectivity, diagonal: false)
  }
}
