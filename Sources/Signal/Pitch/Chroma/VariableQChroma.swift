import Tensors

/// A chromagram of a variable-Q transform, a row for each interval of the octave; `librosa.feature.chroma_vqt`.
///
/// ```swift
/// let chroma = try VariableQChroma(intervals: .just(primes: [3, 5]))(note)  // [12, frames]
/// ```
public struct VariableQChroma: Sendable, Hashable {
  /// Division of an octave.
  public var intervals: OctaveIntervals
  /// Samples between frames.
  public var hopLength: Int
  /// The frequency of the lowest bin in hertz; nil is C1, 32.70 Hz.
  public var minimumFrequency: Double?
  /// Divisor of each frame.
  public var norm: Normalization
  /// Values below it become 0, before normalising; nil keeps all.
  public var threshold: Double?
  /// Count of octaves that are added up.
  public var octaveCount: Int
  /// Count of rows, unless `intervals` lists them.
  public var binsPerOctave: Int
  /// The bandwidth γ added to α f in every bin, in hertz; nil for that of the ear's filters.
  public var bandwidthOffset: Double?

  /// librosa's parameters and defaults, with the intervals that it leaves to its caller.
  public init(
    intervals: OctaveIntervals, hopLength: Int = 512, minimumFrequency: Double? = nil, norm: Normalization = .maximum,
    threshold: Double? = 0, octaveCount: Int = 7, binsPerOctave: Int = 12, bandwidthOffset: Double? = 0
  ) {
    self.intervals = intervals
    self.hopLength = hopLength
    self.minimumFrequency = minimumFrequency
    self.norm = norm
    self.threshold = threshold
    self.octaveCount = octaveCount
    self.binsPerOctave = binsPerOctave
    self.bandwidthOffset = bandwidthOffset
  }

  /// The chromagram, `[rows, frames]`, or `[channels, rows, frames]` for several channels; silence gives zeros.
  ///
  /// - Throws: what `VariableQTransform` throws.
  public func callAsFunction(_ waveform: Waveform) throws -> Tensor {
    let rows = intervals.count ?? binsPerOctave
    try Require.positive(octaveCount, "octaveCount")
    try Require.positive(rows, "binsPerOctave")
    let fold = ConstantQChroma(
      minimumFrequency: minimumFrequency, norm: norm, threshold: threshold, chromaCount: rows,
      octaveCount: octaveCount, binsPerOctave: rows)
    let (bins, overflow) = octaveCount.multipliedReportingOverflow(by: rows)
    let transform = VariableQTransform(
      hopLength: hopLength, minimumFrequency: minimumFrequency, binCount: overflow ? 0 : bins, intervals: intervals,
      bandwidthOffset: bandwidthOffset, binsPerOctave: rows)
    let parts = try waveform.channels.map { try fold(magnitudes: transform.magnitudes(of: $0)) }
    let shape = parts[0].shape
    return Tensor(
      shape: waveform.channelCount == 1 ? shape : [waveform.channelCount] + shape, scalars: parts.flatMap(\.scalars))
  }
}
