import Tensors

/// A sound taken apart into what rings and what strikes, by medians of its spectrogram; `librosa.effects.hpss`.
///
/// Tones are lines along time, strokes are lines along frequency. The median along time H and along frequency P give
/// soft masks Hᵖ / (Hᵖ + (margin · P)ᵖ), and the other way round (Fitzgerald, *Harmonic/percussive separation using
/// median
/// filtering*, 2010; Driedger, Müller and Disch, *Extending harmonic-percussive separation of audio*, 2014).
///
/// ```swift
/// let (tones, strokes) = try HarmonicPercussiveSeparation()(song)
/// let strict = try HarmonicPercussiveSeparation(margin: 3).percussive(of: song)
/// ```
public struct HarmonicPercussiveSeparation: Sendable, Hashable {
  /// Frames under the median along time.
  public var harmonicWidth: Int
  /// Bins under the median along frequency.
  public var percussiveWidth: Int
  /// The exponent of the masks; infinity for masks of 0 and 1.
  public var power: Double
  /// Factor by which tones must be stronger than strokes; above 1 leaves a rest that is neither.
  public var harmonicMargin: Double
  /// Factor by which strokes must be stronger than tones.
  public var percussiveMargin: Double
  /// The spectra.
  public var transform: ShortTimeFourierTransform

  /// librosa's defaults: medians of 31, masks of powers, no margin.
  public init(
    harmonicWidth: Int = 31, percussiveWidth: Int = 31, power: Double = 2, harmonicMargin: Double = 1,
    percussiveMargin: Double = 1, transform: ShortTimeFourierTransform = .standard
  ) {
    self.harmonicWidth = harmonicWidth
    self.percussiveWidth = percussiveWidth
    self.power = power
    self.harmonicMargin = harmonicMargin
    self.percussiveMargin = percussiveMargin
    self.transform = transform
  }

  /// One width and one margin for both parts.
  public init(width: Int = 31, power: Double = 2, margin: Double, transform: ShortTimeFourierTransform = .standard) {
    self.init(
      harmonicWidth: width, percussiveWidth: width, power: power, harmonicMargin: margin, percussiveMargin: margin,
      transform: transform)
  }

  /// Both parts of a sound, each as long as the sound.
  ///
  /// - Throws: `SignalError` for parameters that do not fit, and `tooShort` for frames that are not centred and longer
  ///   than the sound.
  public func callAsFunction(_ waveform: Waveform) throws -> (harmonic: Waveform, percussive: Waveform) {
    let (harmonic, percussive) = try callAsFunction(spectrum: transform(waveform))
    return (try sound(harmonic, like: waveform), try sound(percussive, like: waveform))
  }

  /// Extracts what rings, `librosa.effects.harmonic`.
  ///
  /// - Throws: as for both parts.
  public func harmonic(of waveform: Waveform) throws -> Waveform {
    let spectrum = try transform(waveform)
    return try sound(spectrum.multiplied(by: masks(of: spectrum.magnitude).harmonic), like: waveform)
  }

  /// Extracts what strikes, `librosa.effects.percussive`.
  ///
  /// - Throws: as for both parts.
  public func percussive(of waveform: Waveform) throws -> Waveform {
    let spectrum = try transform(waveform)
    return try sound(spectrum.multiplied(by: masks(of: spectrum.magnitude).percussive), like: waveform)
  }

  /// Both parts of a complex spectrum, `[bins, frames]`, or `[channels, bins, frames]`; `librosa.decompose.hpss`.
  ///
  /// - Throws: `SignalError.invalidParameter` for parameters or a shape that do not fit.
  public func callAsFunction(spectrum: ComplexTensor) throws -> (harmonic: ComplexTensor, percussive: ComplexTensor) {
    let masks = try masks(of: spectrum.magnitude)
    return (spectrum.multiplied(by: masks.harmonic), spectrum.multiplied(by: masks.percussive))
  }

  /// The weight of each bin in both parts, in 0…1: `librosa.decompose.hpss` with `mask=True`.
  ///
  /// - Parameter magnitudes: `[bins, frames]`, or `[channels, bins, frames]`, at least 0.
  /// - Throws: `SignalError.invalidParameter` for parameters, a shape or magnitudes that do not fit.
  public func masks(of magnitudes: Tensor) throws -> (harmonic: Tensor, percussive: Tensor) {
    try Require.positive(harmonicWidth, "harmonicWidth")
    try Require.positive(percussiveWidth, "percussiveWidth")
    guard power > 0 else {
      throw SignalError.invalidParameter(name: "power", value: "\(power)", requirement: "above 0, or infinite")
    }
    for (name, margin) in [("harmonicMargin", harmonicMargin), ("percussiveMargin", percussiveMargin)]
    where !(margin >= 1 && Float(margin).isFinite) {
      throw SignalError.invalidParameter(name: name, value: "\(margin)", requirement: "a number from 1 to 3e38")
    }
    try Require.magnitudes(magnitudes)
    let tones = MedianFilter(width: harmonicWidth).alongTime(of: magnitudes)
    let strokes = MedianFilter(width: percussiveWidth).alongBands(of: magnitudes)
    let splitsSilence = harmonicMargin == 1 && percussiveMargin == 1
    return (
      SoftMask(power: power, margin: harmonicMargin, atSilence: splitsSilence ? 0.5 : 0)(tones, over: strokes),
      SoftMask(power: power, margin: percussiveMargin, atSilence: splitsSilence ? 0.5 : 0)(strokes, over: tones)
    )
  }

  private func sound(_ spectrum: ComplexTensor, like waveform: Waveform) throws -> Waveform {
    guard waveform.frameCount > 0 else { return waveform }
    return try transform.inverse(spectrum, sampleRate: waveform.sampleRate, frameCount: waveform.frameCount)
  }
}

extension ComplexTensor {
  /// Each element times a real number.
  func multiplied(by factors: Tensor) -> ComplexTensor {
    let products = [Float](unsafeUninitializedCapacity: interleaved.count) { target, initialized in
      interleaved.withUnsafeBufferPointer { source in
        factors.withUnsafeScalars { factors in
          parallelFor(factors.count, grain: 1 << 16) { range in
            for index in range {
              target[2 * index] = source[2 * index] * factors[index]
              target[2 * index + 1] = source[2 * index + 1] * factors[index]
            }
          }
        }
      }
      initialized = interleaved.count
    }
    return ComplexTensor(shape: shape, interleaved: products)
  }
}

extension Require {
  /// Throws unless an array is a spectrogram of finite magnitudes of at least 0.
  static func magnitudes(_ array: Tensor, _ name: String = "magnitudes") throws(SignalError) {
    try spectrogram(array, name)
    try finite(array, name)
    if let negative = array.withUnsafeScalars({ $0.first { $0 < 0 } }) {
      throw .invalidParameter(name: name, value: "\(negative)", requirement: "at least 0")
    }
  }
}
