import Tensors

/// Spectra of short, overlapping frames of a signal: time runs along the last axis, frequency along the one before.
///
/// D[k, t] = Σₙ w[n] y[n + t·hop - fft/2] e^(-2πikn / fft), computed in double precision and rounded to single, as
/// `librosa.stft` does. Bin k is the frequency k · rate / `fftLength`; frame t is centred on sample t · `hopLength`.
///
/// ```swift
/// let note = try load("A3_1.wav")
/// let spectrum = try ShortTimeFourierTransform(hopLength: 256)(note)  // [1025, 1 + frames / 256]
/// ```
public struct ShortTimeFourierTransform: Sendable, Hashable {
  /// Number of samples per transform, which gives `fftLength / 2 + 1` bins.
  public let fftLength: Int
  /// Number of samples between the starts of two frames.
  public let hopLength: Int
  /// The length of the window in samples, centred in the transform; at most `fftLength`.
  public let windowLength: Int
  /// The weights of a frame.
  public let window: Window
  /// True if frame t is centred on its sample, with padding at both ends, or starts there.
  public let isCentered: Bool
  /// The padding of a centred frame beyond the ends.
  public let padding: Padding

  /// librosa's parameters and defaults: a hop of a quarter of the window, a window of the transform's length.
  ///
  /// - Throws: `SignalError.invalidParameter` for lengths below 1, a window longer than the transform, or parameters of
  ///   the window that are out of range.
  public init(
    fftLength: Int = 2048, hopLength: Int? = nil, windowLength: Int? = nil, window: Window = .hann,
    isCentered: Bool = true, padding: Padding = .zeros
  ) throws {
    let windowLength = windowLength ?? fftLength
    try Require.positive(fftLength, "fftLength")
    try Require.positive(windowLength, "windowLength")
    guard windowLength <= fftLength else {
      throw SignalError.invalidParameter(
        name: "windowLength", value: "\(windowLength)", requirement: "at most the fftLength of \(fftLength)")
    }
    guard fftLength <= Self.longestTransform else {
      throw SignalError.invalidParameter(
        name: "fftLength", value: "\(fftLength)", requirement: "at most \(Self.longestTransform)")
    }
    let hop = hopLength ?? windowLength / 4
    try Require.positive(hop, "hopLength")
    try window.validate()
    self.init(
      unchecked: fftLength, hopLength: hop, windowLength: windowLength, window: window, isCentered: isCentered,
      padding: padding)
  }

  /// For parameters that are known to fit.
  init(
    unchecked fftLength: Int, hopLength: Int, windowLength: Int, window: Window, isCentered: Bool = true,
    padding: Padding = .zeros
  ) {
    self.fftLength = fftLength
    self.hopLength = hopLength
    self.windowLength = windowLength
    self.window = window
    self.isCentered = isCentered
    self.padding = padding
  }

  /// All defaults: 2048 samples, a hop of 512, a Hann window.
  public static let standard = ShortTimeFourierTransform(
    unchecked: 2048, hopLength: 512, windowLength: 2048, window: .hann)

  private static let longestTransform = 1 << 24

  /// Number of bins per frame.
  public var binCount: Int { fftLength / 2 + 1 }

  /// The number of frames of a signal with this many samples: 1 + ⌊samples / hop⌋ if centred.
  public func frameCount(sampleCount: Int) -> Int {
    let reach = isCentered ? sampleCount + fftLength / 2 * 2 : sampleCount
    return reach < fftLength ? 0 : 1 + (reach - fftLength) / hopLength
  }

  /// The frequency of every bin in hertz, `[binCount]`, as `librosa.fft_frequencies`.
  public func frequencies(sampleRate: Int) -> [Double] {
    (0..<binCount).map { Double($0) * Double(sampleRate) / Double(fftLength) }
  }

  /// The complex spectrum, `[bins, frames]`, or `[channels, bins, frames]` for several channels.
  ///
  /// - Throws: `SignalError.tooShort` if frames are not centred and the signal is shorter than one.
  public func callAsFunction(_ waveform: Waveform) throws -> ComplexTensor {
    let (shape, values) = try transform(waveform, to: .complex)
    return ComplexTensor(shape: shape, interleaved: values)
  }

  /// The absolute values |D|, `[bins, frames]`; cheaper than the complex spectrum and its magnitude.
  ///
  /// - Throws: what `callAsFunction` throws.
  public func magnitudes(of waveform: Waveform) throws -> Tensor {
    let (shape, values) = try transform(waveform, to: .magnitude)
    return Tensor(shape: shape, scalars: values)
  }

  /// The squared absolute values |D|², `[bins, frames]`.
  ///
  /// - Throws: what `callAsFunction` throws.
  public func powers(of waveform: Waveform) throws -> Tensor {
    let (shape, values) = try transform(waveform, to: .power)
    return Tensor(shape: shape, scalars: values)
  }

  /// |re + i·im| of parts rounded to single precision first, since that is what librosa keeps.
  @inline(__always)
  static func magnitude(_ real: Double, _ imaginary: Double) -> Float {
    let real = Double(Float(real))
    let imaginary = Double(Float(imaginary))
    return Float((real * real + imaginary * imaginary).squareRoot())
  }
}
