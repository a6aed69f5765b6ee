import Tensors

/// A chromagram from a constant-Q transform: how strongly each of the twelve pitch classes sounds at each time.
///
/// Bins of |CQT| are added up over octaves into pitch classes, row 0 being C; values below `threshold` become 0 and
/// each frame is normalised. The numbers are those of `librosa.feature.chroma_cqt`.
///
/// ```swift
/// let chroma = try ConstantQChroma()(note)           // [12, frames]
/// let sharper = try ConstantQChroma(hopLength: 256, norm: .norm(2))(note)
/// ```
public struct ConstantQChroma: Sendable, Hashable {
  /// Bins per octave unless said otherwise, 36: three for each of twelve pitch classes, as in librosa.
  public static let defaultBinsPerOctave = 36

  /// Samples between frames.
  public var hopLength: Int
  /// The frequency of the lowest bin in hertz; nil is C1, 32.70 Hz.
  public var minimumFrequency: Double?
  /// The norm of each frame.
  public var norm: Normalization
  /// Values below it become 0, before normalising; nil keeps all.
  public var threshold: Double?
  /// The shift of the scale in fractions of a bin; nil to estimate it from the sound.
  public var tuning: Double?
  /// Number of rows of the chromagram, 12 as a rule.
  public var chromaCount: Int
  /// Number of octaves that are added up.
  public var octaveCount: Int
  /// Weights that smooth the fold along bins; nil for none.
  public var foldingWindow: [Double]?
  /// Bins per octave, a multiple of `chromaCount`; nil for `chromaCount` itself.
  public var binsPerOctave: Int?

  /// True to take high bins from one short-time Fourier transform, `cqt_mode="hybrid"` in librosa.
  public var isHybrid: Bool

  /// librosa's parameters and defaults: seven octaves of 36 bins from C1, tuning estimated, maximum 1.
  public init(
    hopLength: Int = 512, minimumFrequency: Double? = nil, norm: Normalization = .maximum, threshold: Double? = 0,
    tuning: Double? = nil, chromaCount: Int = 12, octaveCount: Int = 7, foldingWindow: [Double]? = nil,
    binsPerOctave: Int? = defaultBinsPerOctave, isHybrid: Bool = false
  ) {
    self.hopLength = hopLength
    self.minimumFrequency = minimumFrequency
    self.norm = norm
    self.threshold = threshold
    self.tuning = tuning
    self.chromaCount = chromaCount
    self.octaveCount = octaveCount
    self.foldingWindow = foldingWindow
    self.binsPerOctave = binsPerOctave
    self.isHybrid = isHybrid
  }

  /// The transform under the chromagram.
  public var transform: ConstantQTransform {
    let perOctave = binsPerOctave ?? chromaCount
    let (bins, overflow) = octaveCount.multipliedReportingOverflow(by: perOctave)
    return ConstantQTransform(
      hopLength: hopLength, minimumFrequency: minimumFrequency, binCount: overflow ? 0 : bins,
      binsPerOctave: perOctave, tuning: tuning)
  }

  /// The chromagram, `[chromaCount, frames]`, or `[channels, chromaCount, frames]` for several channels.
  ///
  /// Silence gives zeros.
  ///
  /// - Throws: what `ConstantQTransform` throws, and `SignalError.invalidParameter` if the bins of an octave are not a
  ///   multiple of `chromaCount`.
  public func callAsFunction(_ waveform: Waveform) throws -> Tensor {
    try validate()
    if isHybrid { return try hybrid(waveform) }
    let plan = try transform.plan(for: waveform)
    let fold = try fold(binCount: plan.binCount)
    var frames = 0
    var values: [Float] = []
    for channel in waveform.channels {
      let signals = try ConstantQSignals(channel, plan)
      frames = signals.frameCount
      var rows = [Float](repeating: 0, count: chromaCount * frames)
      rows.withUnsafeMutableBufferPointer { rows in
        signals.forEachBlock { range, block in
          var sums = [Double](repeating: 0, count: chromaCount)
          for (position, frame) in range.enumerated() {
            for row in 0..<chromaCount { sums[row] = 0 }
            for entry in fold.entries {
              let source = 2 * (entry.bin * range.count + position)
              let (real, imaginary) = (Double(block[source]), Double(block[source + 1]))
              sums[entry.row] += entry.weight * (real * real + imaginary * imaginary).squareRoot()
            }
            for row in 0..<chromaCount { rows[row * frames + frame] = clipped(Float(sums[row])) }
          }
        }
        norm.apply(to: rows, rows: chromaCount, columns: frames)
      }
      values += rows
    }
    let shape = [chromaCount, frames]
    return Tensor(shape: waveform.channelCount == 1 ? shape : [waveform.channelCount] + shape, scalars: values)
  }

  /// The chromagram of constant-Q magnitudes that are there already, `[bins, frames]` to `[chromaCount, frames]`.
  ///
  /// - Throws: as `callAsFunction`.
  public func callAsFunction(magnitudes: Tensor) throws -> Tensor {
    try validate()
    try Require.spectrogram(magnitudes, "magnitudes", mayHaveChannels: false)
    let frames = magnitudes.shape[1]
    let fold = try fold(binCount: magnitudes.shape[0])
    var sums = [Double](repeating: 0, count: chromaCount * frames)
    magnitudes.withUnsafeScalars { scalars in
      for entry in fold.entries {
        for frame in 0..<frames {
          sums[entry.row * frames + frame] += entry.weight * Double(scalars[entry.bin * frames + frame])
        }
      }
    }
    var rows = sums.map { clipped(Float($0)) }
    rows.withUnsafeMutableBufferPointer { norm.apply(to: $0, rows: chromaCount, columns: frames) }
    return Tensor(shape: [chromaCount, frames], scalars: rows)
  }

  /// The matrix that adds bins up into pitch classes, `[chromaCount, bins]`, as `librosa.filters.cq_to_chroma`.
  ///
  /// - Throws: `SignalError.invalidParameter` if the bins of an octave are not a multiple of `chromaCount`.
  public var foldingMatrix: Tensor {
    get throws {
      try validate()
      return try fold(binCount: octaveCount * (binsPerOctave ?? chromaCount)).matrix
    }
  }

  /// The weights with which bins add up to pitch classes.
  func fold(binCount: Int) throws -> ChromaFold {
    try ChromaFold(
      binCount: binCount, binsPerOctave: binsPerOctave ?? chromaCount, chromaCount: chromaCount,
      minimumFrequency: minimumFrequency ?? ConstantQTransform.lowestFrequency, window: foldingWindow)
  }

  /// Each channel through hybrid magnitudes, with one tuning for all.
  private func hybrid(_ waveform: Waveform) throws -> Tensor {
    var transform = transform
    transform.tuning =
      try tuning ?? Tuning.estimate(waveform, binsPerOctave: transform.binsPerOctave)
    let parts = try waveform.channels.map { try callAsFunction(magnitudes: transform.hybridMagnitudes(of: $0)) }
    let shape = parts[0].shape
    return Tensor(
      shape: waveform.channelCount == 1 ? shape : [waveform.channelCount] + shape, scalars: parts.flatMap(\.scalars))
  }

  private func clipped(_ value: Float) -> Float {
    if let threshold, value < Float(threshold) { return 0 }
    return value
  }

  private func validate() throws {
    try norm.validate()
    try Require.positive(octaveCount, "octaveCount")
    try Require.positive(chromaCount, "chromaCount")
    if let binsPerOctave { try Require.positive(binsPerOctave, "binsPerOctave") }
    if let minimumFrequency { try Require.positive(minimumFrequency, "minimumFrequency") }
  }
}
