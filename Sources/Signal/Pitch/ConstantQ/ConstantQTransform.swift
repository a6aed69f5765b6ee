import Foundation
import Tensors

/// A spectrum with bins evenly spaced on the musical scale: each octave has the same number, and low tones get longer
/// windows.
///
/// Bin k is at fₖ = fmin · 2^((k + tuning) / binsPerOctave). Its wavelet has Q = filterScale / α periods, with
/// α = (r² - 1) / (r² + 1) and r = 2^(1 / binsPerOctave). Octaves are worked off from the top, the signal resampled to
/// half its rate between them (Schörkhuber and Klapuri, *Constant-Q transform toolbox for music processing*, 2010); the
/// numbers are those of `librosa.cqt`.
///
/// ```swift
/// let spectrum = try ConstantQTransform(binCount: 84)(note)  // [84, frames], complex
/// ```
public struct ConstantQTransform: Sendable, Hashable {
  /// Samples between frames at the signal's own rate.
  public var hopLength: Int
  /// The frequency of the lowest bin before tuning, in hertz; nil is C1, 32.70 Hz.
  public var minimumFrequency: Double?
  /// Total number of bins.
  public var binCount: Int
  /// Number of bins of each octave.
  public var binsPerOctave: Int
  /// The shift of the scale in fractions of a bin; nil to estimate it from the signal.
  public var tuning: Double?
  /// Below 1 makes windows shorter: sharper in time, blunter in frequency.
  public var filterScale: Double
  /// The p of the p-norm that wavelets are divided by, 1 as a rule; infinity for their largest magnitude, nil for nothing.
  public var filterNorm: Double?
  /// The fraction of each wavelet's magnitude in frequency that is dropped, which saves time.
  public var sparsity: Double
  /// The fade of the wavelets.
  public var window: Window
  /// True if a bin is divided by √length of its wavelet, which evens out bins of unequal length.
  public var isScaled: Bool
  /// The padding beyond the signal's ends.
  public var padding: Padding

  /// librosa's parameters and defaults: seven octaves of semitones from C1.
  public init(
    hopLength: Int = 512, minimumFrequency: Double? = nil, binCount: Int = 84, binsPerOctave: Int = 12,
    tuning: Double? = 0, filterScale: Double = 1, filterNorm: Double? = 1, sparsity: Double = 0.01,
    window: Window = .hann, isScaled: Bool = true, padding: Padding = .zeros
  ) {
    self.hopLength = hopLength
    self.minimumFrequency = minimumFrequency
    self.binCount = binCount
    self.binsPerOctave = binsPerOctave
    self.tuning = tuning
    self.filterScale = filterScale
    self.filterNorm = filterNorm
    self.sparsity = sparsity
    self.window = window
    self.isScaled = isScaled
    self.padding = padding
  }

  /// C1, where librosa's scales begin.
  public static let lowestFrequency = Pitch(midi: 24).frequency

  /// The frequency of every bin in hertz, `[binCount]`, for a tuning of 0 if none is set.
  public var frequencies: [Double] {
    let lowest = (minimumFrequency ?? Self.lowestFrequency) * exp2((tuning ?? 0) / Double(binsPerOctave))
    return (0..<max(0, binCount)).map { lowest * exp2(Double($0) / Double(binsPerOctave)) }
  }

  /// The complex spectrum, `[bins, frames]`, or `[channels, bins, frames]` for several channels.
  ///
  /// Any length works; no samples give one frame of zeros.
  ///
  /// - Throws: `SignalError.invalidParameter`, `aboveNyquist` if the highest wavelet reaches beyond half the rate,
  ///   `tooShort` if fewer samples than a first downsampling takes.
  public func callAsFunction(_ waveform: Waveform) throws -> ComplexTensor { try variable(waveform) }

  /// The absolute values, `[bins, frames]`, or `[channels, bins, frames]` for several channels.
  ///
  /// - Throws: what `callAsFunction` throws.
  public func magnitudes(of waveform: Waveform) throws -> Tensor {
    try callAsFunction(waveform).magnitude
  }

  /// This transform as a variable-Q transform, whose bandwidths have no offset.
  var variable: VariableQTransform {
    VariableQTransform(
      hopLength: hopLength, minimumFrequency: minimumFrequency, binCount: binCount, bandwidthOffset: 0,
      binsPerOctave: binsPerOctave, tuning: tuning, filterScale: filterScale, filterNorm: filterNorm,
      sparsity: sparsity, window: window, isScaled: isScaled, padding: padding)
  }

  /// Validates everything, estimates the tuning if none is set, and finds or creates the filters.
  func plan(for waveform: Waveform) throws -> ConstantQPlan { try variable.plan(for: waveform) }
}
