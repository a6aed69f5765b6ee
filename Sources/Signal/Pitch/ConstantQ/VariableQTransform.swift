import Tensors

/// A constant-Q transform whose low bins are broader, as the ear's filters are, or whose bins follow an unequal tuning;
/// `librosa.vqt`.
///
/// Bin k at fₖ has the bandwidth α fₖ + γ: its wavelet spans filterScale · rate / (α fₖ + γ) samples, with
/// α = (r² - 1) / (r² + 1) for the ratio r of neighbours. With γ = 0 and equal intervals it is `ConstantQTransform`
/// (Schörkhuber, Klapuri, Holighaus and Dörfler, *A Matlab toolbox for efficient perfect reconstruction time-frequency
/// transforms with log-frequency resolution*, 2014).
///
/// ```swift
/// let spectrum = try VariableQTransform(intervals: .pythagorean)(note)  // [84, frames], complex
/// ```
public struct VariableQTransform: Sendable, Hashable {
  /// Samples between frames at the signal's own rate.
  public var hopLength: Int
  /// The frequency of the lowest bin before tuning, in hertz; nil is C1, 32.70 Hz.
  public var minimumFrequency: Double?
  /// Number of bins in all.
  public var binCount: Int
  /// Division of an octave.
  public var intervals: OctaveIntervals
  /// The bandwidth γ added to α f in every bin, in hertz; nil for that of the ear's filters, 24.7 α / 0.108.
  public var bandwidthOffset: Double?
  /// Bins of each octave, unless `intervals` lists them.
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
  /// Samples that frames see beyond the signal's ends.
  public var padding: Padding

  /// librosa's parameters and defaults: seven octaves of equal semitones from C1, with the ear's bandwidths.
  public init(
    hopLength: Int = 512, minimumFrequency: Double? = nil, binCount: Int = 84, intervals: OctaveIntervals = .equal,
    bandwidthOffset: Double? = nil, binsPerOctave: Int = 12, tuning: Double? = 0, filterScale: Double = 1,
    filterNorm: Double? = 1, sparsity: Double = 0.01, window: Window = .hann, isScaled: Bool = true,
    padding: Padding = .zeros
  ) {
    self.hopLength = hopLength
    self.minimumFrequency = minimumFrequency
    self.binCount = binCount
    self.intervals = intervals
    self.bandwidthOffset = bandwidthOffset
    self.binsPerOctave = binsPerOctave
    self.tuning = tuning
    self.filterScale = filterScale
    self.filterNorm = filterNorm
    self.sparsity = sparsity
    self.window = window
    self.isScaled = isScaled
    self.padding = padding
  }

  /// The frequency of every bin in hertz, `[binCount]`, for a tuning of 0 if none is set.
  ///
  /// - Throws: `SignalError.invalidParameter` for intervals that are not ratios within an octave.
  public var frequencies: [Double] {
    get throws { try ConstantQPlan.frequencies(of: self, tuning: tuning ?? 0) }
  }

  /// The complex spectrum, `[bins, frames]`, or `[channels, bins, frames]` for several channels.
  ///
  /// - Throws: `SignalError.invalidParameter`, `aboveNyquist` if the highest wavelet reaches beyond half the rate,
  ///   `tooShort` if fewer samples than a first downsampling takes.
  public func callAsFunction(_ waveform: Waveform) throws -> ComplexTensor {
    let plan = try plan(for: waveform)
    var shape: [Int] = []
    var values: [Float] = []
    for channel in waveform.channels {
      let signals = try ConstantQSignals(channel, plan)
      let frames = signals.frameCount
      shape = [binCount, frames]
      let start = values.count
      values += repeatElement(0, count: 2 * binCount * frames)
      values.withUnsafeMutableBufferPointer { values in
        signals.forEachBlock { range, block in
          for bin in 0..<binCount {
            let target = start + 2 * (bin * frames + range.lowerBound)
            for index in 0..<2 * range.count { values[target + index] = block[2 * bin * range.count + index] }
          }
        }
      }
    }
    return ComplexTensor(
      shape: waveform.channelCount == 1 ? shape : [waveform.channelCount] + shape, interleaved: values)
  }

  /// The absolute values, `[bins, frames]`, or `[channels, bins, frames]` for several channels.
  ///
  /// - Throws: what `callAsFunction` throws.
  public func magnitudes(of waveform: Waveform) throws -> Tensor { try callAsFunction(waveform).magnitude }

  /// Validates everything, estimates the tuning if none is set, and finds or creates the filters.
  func plan(for waveform: Waveform) throws -> ConstantQPlan {
    try ConstantQPlan.validate(self)
    let tuning = try tuning ?? Tuning.estimate(waveform, binsPerOctave: octaveBinCount)
    return try ConstantQPlan.of(self, tuning: tuning, sampleRate: waveform.sampleRate)
  }

  /// Bins of each octave, whatever says so.
  var octaveBinCount: Int { intervals.count ?? binsPerOctave }
}
