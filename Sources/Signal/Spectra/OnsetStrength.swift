import Tensors

/// The increase in loudness of each frame, which is large at note onsets: `librosa.onset.onset_strength`.
///
/// The mean over mel bands of max(0, S[t] - S[t - lag]) in decibels (spectral flux; Böck and Widmer, *Maximum filter
/// vibrato suppression for onset detection*, 2013).
///
/// ```swift
/// let strength = try OnsetStrength()(note)  // [frames]
/// let robust = try OnsetStrength(aggregation: .median)(note)
/// ```
public struct OnsetStrength: Sendable, Hashable {
  /// Number of frames to look back for the comparison.
  public var lag: Int
  /// Number of bands over which the earlier frame's maximum is taken, which keeps vibrato from counting.
  public var maximumWidth: Int
  /// The bands.
  public var mel: MelSpectrogram
  /// True if strengths are moved to the middle of the frames that they are found in, if these are centred.
  public var isCentered: Bool
  /// The number that the rises of all bands become.
  public var aggregation: Aggregation
  /// True if a slow trend is removed: y[t] = x[t] - x[t - 1] + 0.99 y[t - 1].
  public var isDetrended: Bool

  /// librosa's defaults.
  public init(
    lag: Int = 1, maximumWidth: Int = 1, mel: MelSpectrogram = MelSpectrogram(), isCentered: Bool = true,
    aggregation: Aggregation = .mean, isDetrended: Bool = false
  ) {
    self.lag = lag
    self.maximumWidth = maximumWidth
    self.mel = mel
    self.isCentered = isCentered
    self.aggregation = aggregation
    self.isDetrended = isDetrended
  }

  /// The strength of every frame, `[frames]`, or `[channels, frames]` for several channels.
  ///
  /// - Throws: `SignalError` for parameters that do not fit.
  public func callAsFunction(_ waveform: Waveform) throws -> Tensor {
    try callAsFunction(decibels: Decibels.fromPower(mel(waveform)))
  }

  /// The strength of every frame of a spectrogram in decibels, `[bands, frames]`.
  ///
  /// - Parameters:
  ///   - decibels: `[bands, frames]` or `[channels, bands, frames]`.
  ///   - reference: what frames are compared with, of the same shape; nil for the spectrogram itself under
  ///     `maximumWidth`.
  /// - Throws: `SignalError.invalidParameter` for parameters or shapes that do not fit.
  public func callAsFunction(decibels: Tensor, reference: Tensor? = nil) throws -> Tensor {
    try Require.spectrogram(decibels, "decibels")
    let strengths = try rises(decibels, reference, bands: [0..<decibels.shape[decibels.rank - 2]])
    return strengths.reshaped(to: strengths.shape.dropLast(2) + strengths.shape.suffix(1))
  }
}
