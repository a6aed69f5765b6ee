import Tensors

/// How much louder each frame is than the one before, where notes begin: `librosa.onset.onset_strength`.
///
/// The mean over mel bands of max(0, S[t] - S[t - lag]) in decibels (spectral flux; Böck and Widmer, *Maximum filter
/// vibrato suppression for onset detection*, 2013).
///
/// ```swift
/// let strength = try OnsetStrength()(note)  // [frames]
/// ```
public struct OnsetStrength: Sendable, Hashable {
  /// How many frames back to compare with.
  public var lag: Int
  /// Over how many bands the earlier frame's maximum is taken, which keeps vibrato from counting.
  public var maximumWidth: Int
  /// The bands.
  public var mel: MelSpectrogram
  /// True if strengths are moved to the middle of the frames that they are found in, if these are centred.
  public var isCentered: Bool

  /// librosa's defaults.
  public init(
    lag: Int = 1, maximumWidth: Int = 1, mel: MelSpectrogram = MelSpectrogram(), isCentered: Bool = true
  ) {
    self.lag = lag
    self.maximumWidth = maximumWidth
    self.mel = mel
    self.isCentered = isCentered
  }

  /// The strength of every frame, `[frames]`, or `[channels, frames]` for several channels.
  ///
  /// - Throws: `SignalError` for parameters that do not fit.
  public func callAsFunction(_ waveform: Waveform) throws -> Tensor {
    try Require.positive(lag, "lag")
    try Require.positive(maximumWidth, "maximumWidth")
    let decibels = SpectrogramFrames(try Decibels.fromPower(mel(waveform)))
    let (bands, frames) = (decibels.bins, decibels.frames)
    let isMoved = isCentered && mel.transform.isCentered
    let shift = lag + (isMoved ? mel.transform.fftLength / (2 * mel.transform.hopLength) : 0)
    let length = isMoved ? frames : max(0, frames - lag) + shift
    var strengths: [Float] = []
    decibels.spectrogram.withUnsafeScalars { levels in
      for channel in 0..<decibels.channels {
        var line = [Float](repeating: 0, count: length)
        for frame in lag..<max(lag, frames) where frame - lag + shift < length {
          var rise = 0.0
          for band in 0..<bands {
            let now = levels[(channel * bands + band) * frames + frame]
            let before = reference(levels, channel * bands, bands, band, frames, frame - lag)
            rise += Double(max(0, now - before))
          }
          line[frame - lag + shift] = Float(rise / Double(bands))
        }
        strengths += line
      }
    }
    return Tensor(shape: decibels.channels == 1 ? [length] : [decibels.channels, length], scalars: strengths)
  }

  /// The largest level about a band, bands beyond the ends being mirrored.
  private func reference(
    _ levels: UnsafeBufferPointer<Float>, _ firstRow: Int, _ bands: Int, _ band: Int, _ frames: Int, _ frame: Int
  ) -> Float {
    if maximumWidth == 1 { return levels[(firstRow + band) * frames + frame] }
    var largest = -Float.infinity
    for offset in 0..<maximumWidth {
      var row = band - maximumWidth / 2 + offset
      let period = 2 * bands
      row = ((row % period) + period) % period
      if row >= bands { row = period - 1 - row }
      largest = max(largest, levels[(firstRow + row) * frames + frame])
    }
    return largest
  }
}
