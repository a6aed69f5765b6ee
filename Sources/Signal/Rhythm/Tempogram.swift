import Tensors

/// Strength of each tempo at each time, from an onset strength.
///
/// Column t is the autocorrelation of the strength under a window about frame t, and row l is a lag of l frames, or 60
/// · rate / (hop · l) beats per minute (Grosche, Müller and Kurth, *Cyclic tempogram*, 2010);
/// `librosa.feature.tempogram`.
///
/// ```swift
/// let tempogram = try Tempogram()(song)          // [384, frames]
/// let spectrum = try Tempogram().fourier(song)   // [193, frames + 1], complex
/// ```
public struct Tempogram: Sendable, Hashable {
  /// Frames that a window spans, and the number of lags.
  public var windowLength: Int
  /// True if window t is centred on frame t, with slopes to 0 at both ends, or starts there.
  public var isCentered: Bool
  /// The weights of a window.
  public var window: Window
  /// Length that each column is divided by.
  public var norm: Normalization
  /// The curve that is looked at.
  public var strength: OnsetStrength

  /// librosa's defaults: windows of 384 frames, 8.9 s, each column's largest value 1.
  public init(
    windowLength: Int = 384, isCentered: Bool = true, window: Window = .hann, norm: Normalization = .maximum,
    strength: OnsetStrength = OnsetStrength()
  ) {
    self.windowLength = windowLength
    self.isCentered = isCentered
    self.window = window
    self.norm = norm
    self.strength = strength
  }

  /// The tempogram of a sound, `[windowLength, frames]`, or `[channels, windowLength, frames]` for several channels.
  ///
  /// - Throws: `SignalError` for parameters that do not fit.
  public func callAsFunction(_ waveform: Waveform) throws -> Tensor {
    try callAsFunction(strength: strength(waveform))
  }

  /// The tempogram of strengths, `[frames]` to `[windowLength, frames]`, with channels before both.
  ///
  /// - Throws: `SignalError.invalidParameter` for another shape, strengths that are not finite or a window below 1;
  ///   `tooShort` if windows are not centred and longer than the strengths.
  public func callAsFunction(strength: Tensor) throws -> Tensor {
    let columns = try columns(strength)
    let count = columns.count
    var result = Tensor(uninitialized: strength.shape.dropLast() + [windowLength, count])
    for row in 0..<(strength.rank == 2 ? strength.shape[0] : 1) {
      let curve = columns.padded(strength, row: row)
      result.withUnsafeMutableScalars { target in
        let base = UnsafeMutableBufferPointer(rebasing: target[(row * windowLength * count)...])
        parallelFor(count, grain: 16) { frames in
          let width = frames.count
          var block = [Float](repeating: 0, count: windowLength * width)
          columns.forEach(in: frames, of: curve) { frame, values in
            for lag in 0..<windowLength { block[lag * width + frame - frames.lowerBound] = Float(values[lag]) }
          }
          // Columns are computed one by one but stored lag by lag: a block at a time stays in cache.
          for lag in 0..<windowLength {
            for column in 0..<width { base[lag * count + frames.lowerBound + column] = block[lag * width + column] }
          }
        }
      }
    }
    return result
  }

  /// The short-time Fourier transform of the onset strength of a sound, `[windowLength / 2 + 1, frames + 1]`;
  /// `librosa.feature.fourier_tempogram`.
  ///
  /// - Throws: `SignalError` for parameters that do not fit.
  public func fourier(_ waveform: Waveform) throws -> ComplexTensor {
    try fourier(strength: strength(waveform))
  }

  /// The short-time Fourier transform of strengths, `[frames]`, with a hop of one frame.
  ///
  /// - Throws: as `callAsFunction(strength:)`.
  public func fourier(strength: Tensor) throws -> ComplexTensor {
    try Require.positive(windowLength, "windowLength")
    try Self.validate(strength)
    return try ShortTimeFourierTransform(
      fftLength: windowLength, hopLength: 1, window: window, isCentered: isCentered)(
        Waveform(
          unchecked: strength.scalars, channelCount: strength.rank == 2 ? strength.shape[0] : 1, sampleRate: 1))
  }

  /// The tempo of each lag in beats per minute, `[count]`, the first being infinite; `librosa.tempo_frequencies`.
  public static func tempi(count: Int, timing: FrameTiming) -> [Double] {
    (0..<max(0, count)).map { $0 == 0 ? .infinity : 60 * timing.frameRate / Double($0) }
  }

  /// The tempo of each bin of `fourier` in beats per minute, `[windowLength / 2 + 1]`;
  /// `librosa.fourier_tempo_frequencies`.
  ///
  /// - Throws: `SignalError.invalidParameter` for a window below 1.
  public func fourierTempi(timing: FrameTiming) throws -> [Double] {
    try Require.positive(windowLength, "windowLength")
    return (0...windowLength / 2).map { Double($0) * 60 * timing.frameRate / Double(windowLength) }
  }

  /// Checks the parameters and returns the number of columns.
  func columns(_ strength: Tensor) throws -> TempogramColumns {
    try Require.positive(windowLength, "windowLength")
    try norm.validate()
    try Self.validate(strength)
    let frames = strength.shape[strength.rank - 1]
    let columns = TempogramColumns(
      frameCount: frames, isCentered: isCentered, weights: window.kept(length: windowLength), norm: norm)
    guard columns.count > 0 else {
      throw SignalError.invalidParameter(
        name: "strength", value: "of \(frames) frames",
        requirement: isCentered ? "of at least one frame" : "of at least windowLength = \(windowLength) frames")
    }
    return columns
  }

  private static func validate(_ strength: Tensor) throws {
    guard strength.rank == 1 || strength.rank == 2 && strength.shape[0] > 0 else {
      throw SignalError.invalidParameter(
        name: "strength", value: "an array of shape \(strength.shape)", requirement: "[frames] or [channels, frames]")
    }
    try Require.finite(strength, "strength")
  }
}
