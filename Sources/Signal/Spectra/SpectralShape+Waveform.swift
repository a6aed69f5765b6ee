import Tensors

/// The shape of a sound's spectrum, frame by frame, as librosa's features have it of `y=`.
extension SpectralShape {
  /// The mean frequency of each frame of a sound in hertz, `[1, frames]`; see
  /// ``centroid(_:sampleRate:fftLength:)`` for magnitudes.
  ///
  /// ```swift
  /// let brightness = try SpectralShape.centroid(load("A3_1.wav"))
  /// ```
  /// - Throws: `SignalError.invalidParameter` for a transform that cannot be.
  public static func centroid(_ sound: Waveform, fftLength: Int = 2048, hopLength: Int? = nil) throws -> Tensor {
    try centroid(magnitudes(sound, fftLength, hopLength), sampleRate: sound.sampleRate, fftLength: fftLength)
  }

  /// The spread of each frame of a sound about its mean frequency in hertz, `[1, frames]`.
  ///
  /// - Throws: As ``bandwidth(_:sampleRate:order:fftLength:)``.
  public static func bandwidth(
    _ sound: Waveform, order: Double = 2, fftLength: Int = 2048, hopLength: Int? = nil
  ) throws -> Tensor {
    try bandwidth(
      magnitudes(sound, fftLength, hopLength), sampleRate: sound.sampleRate, order: order, fftLength: fftLength)
  }

  /// The frequency in hertz below which a share of each frame's magnitude lies, `[1, frames]`.
  ///
  /// - Throws: As ``rollOff(_:sampleRate:share:fftLength:)``.
  public static func rollOff(
    _ sound: Waveform, share: Double = 0.85, fftLength: Int = 2048, hopLength: Int? = nil
  ) throws -> Tensor {
    try rollOff(
      magnitudes(sound, fftLength, hopLength), sampleRate: sound.sampleRate, share: share, fftLength: fftLength)
  }

  /// The flatness of each frame of a sound, from 0 for a tone to 1 for noise, `[1, frames]`.
  ///
  /// - Throws: As ``flatness(_:minimum:power:)``.
  public static func flatness(
    _ sound: Waveform, minimum: Double = 1e-10, power: Double = 2, fftLength: Int = 2048, hopLength: Int? = nil
  ) throws -> Tensor {
    try flatness(magnitudes(sound, fftLength, hopLength), minimum: minimum, power: power)
  }

  /// The distance of peaks and valleys of each frame of a sound in bands of octaves, `[bands + 1, frames]`.
  ///
  /// - Throws: As ``contrast(_:sampleRate:lowestFrequency:bandCount:quantile:isLinear:fftLength:)``.
  public static func contrast(
    _ sound: Waveform, lowestFrequency: Double = 200, bandCount: Int = 6, fftLength: Int = 2048, hopLength: Int? = nil
  ) throws -> Tensor {
    try contrast(
      magnitudes(sound, fftLength, hopLength), sampleRate: sound.sampleRate, lowestFrequency: lowestFrequency,
      bandCount: bandCount, fftLength: fftLength)
  }

  private static func magnitudes(_ sound: Waveform, _ fftLength: Int, _ hopLength: Int?) throws -> Tensor {
    try ShortTimeFourierTransform(fftLength: fftLength, hopLength: hopLength).magnitudes(of: sound)
  }
}
