import Foundation
import Tensors

/// Loudness that adapts to each band's own level and is compressed, instead of decibels: `librosa.pcen`.
///
/// P = (S / (ε + M)^gain + bias)^power - bias^power, M being S smoothed over time by
/// M[t] = (1 - s) M[t - 1] + s S[t] (Wang et al., *Trainable frontend for robust and far-field keyword spotting*,
/// 2017).
///
/// ```swift
/// let mel = try MelSpectrogram(power: 1)(speech)
/// let levels = try PerChannelEnergyNormalization()(Float(1 << 31) * mel)  // of the same shape
/// ```
public struct PerChannelEnergyNormalization: Sendable, Hashable {
  /// Samples per second of the sound, in hertz.
  public var sampleRate: Int
  /// Samples between frames.
  public var hopLength: Int
  /// The exponent of the level that is divided by; 1 evens levels out.
  public var gain: Double
  /// The level at which compression sets in.
  public var bias: Double
  /// The exponent of the compression; 0 for a logarithm.
  public var power: Double
  /// Over what time levels are smoothed, in seconds.
  public var timeConstant: Double
  /// Level that is added to all, so that silence divides by no zero.
  public var epsilon: Double
  /// s, in 0…1; nil to derive it from `timeConstant`.
  public var smoothing: Double?
  /// Number of bands over which the maximum is taken before smoothing.
  public var maximumWidth: Int

  /// librosa's defaults.
  public init(
    sampleRate: Int = 22050, hopLength: Int = 512, gain: Double = 0.98, bias: Double = 2, power: Double = 0.5,
    timeConstant: Double = 0.4, epsilon: Double = 1e-6, smoothing: Double? = nil, maximumWidth: Int = 1
  ) {
    self.sampleRate = sampleRate
    self.hopLength = hopLength
    self.gain = gain
    self.bias = bias
    self.power = power
    self.timeConstant = timeConstant
    self.epsilon = epsilon
    self.smoothing = smoothing
    self.maximumWidth = maximumWidth
  }

  /// The normalized levels of `[bands, frames]`, or `[channels, bands, frames]`.
  ///
  /// - Parameters:
  ///   - magnitudes: at least 0; librosa's numbers suit samples of 32-bit integers, times 2³¹ that is.
  ///   - reference: what levels are smoothed from, of the same shape; nil for the magnitudes under `maximumWidth`.
  /// - Throws: `SignalError.invalidParameter` for parameters, shapes or magnitudes that do not fit.
  public func callAsFunction(_ magnitudes: Tensor, reference: Tensor? = nil) throws -> Tensor {
    let smoothing = try validatedSmoothing()
    try Require.magnitudes(magnitudes)
    if let reference {
      guard reference.shape == magnitudes.shape else {
        throw SignalError.invalidParameter(
          name: "reference", value: "an array of shape \(reference.shape)", requirement: "of shape \(magnitudes.shape)")
      }
      try Require.magnitudes(reference, "reference")
    }
    let levels =
      reference ?? (maximumWidth == 1 ? magnitudes : MaximumFilter(width: maximumWidth).alongBands(of: magnitudes))
    let frames = magnitudes.shape[magnitudes.rank - 1]
    var result = Tensor(uninitialized: magnitudes.shape)
    guard frames > 0 else { return result }
    let scale = pow(bias, power)
    result.withUnsafeMutableScalars { target in
      magnitudes.withUnsafeScalars { source in
        levels.withUnsafeScalars { levels in
          parallelFor(source.count / frames, grain: 4) { lines in
            withUnsafeTemporaryAllocation(of: Double.self, capacity: frames) { smooth in
              for line in lines {
                let range = line * frames..<(line + 1) * frames
                // As if the level had been 1 before the first frame.
                var level = 1.0
                for (frame, place) in range.enumerated() {
                  level = (1 - smoothing) * level + smoothing * Double(levels[place])
                  smooth[frame] = level
                }
                normalize(
                  UnsafeBufferPointer(rebasing: source[range]), by: smooth, scale,
                  into: UnsafeMutableBufferPointer(rebasing: target[range]))
              }
            }
          }
        }
      }
    }
    return result
  }

  /// A band's magnitudes over its levels, compressed.
  private func normalize(
    _ source: UnsafeBufferPointer<Float>, by levels: UnsafeMutableBufferPointer<Double>, _ scale: Double,
    into target: UnsafeMutableBufferPointer<Float>
  ) {
    let (epsilon, gain, bias) = (epsilon, gain, bias)
    for frame in 0..<source.count {
      let level = max(epsilon + levels[frame], .leastNormalMagnitude)
      levels[frame] = Double(source[frame]) * VectorLogarithm.power10(-gain * VectorLogarithm.log10(level))
    }
    if power == 0.5, bias > 0 {
      // A loop of its own, without calls.
      for frame in 0..<source.count {
        let relative = levels[frame] / bias
        target[frame] = Float(scale * relative / ((1 + relative).squareRoot() + 1))
      }
    } else {
      for frame in 0..<source.count { target[frame] = Float(compressed(levels[frame], scale)) }
    }
  }

  /// (x + bias)^power - bias^power, without losing what is small against the bias; `scale` is bias^power.
  @inline(__always) private func compressed(_ ratio: Double, _ scale: Double) -> Double {
    if power == 0 { return log1p(ratio) }
    if bias == 0 { return pow(ratio, power) }
    let relative = ratio / bias
    // The rounding error of 1 + x is corrected to first order; the exponential less 1 is its series where small.
    let sum = 1 + relative
    let exponent = power * (log(sum) + (relative - (sum - 1)) / sum)
    return scale * (exponent < 1e-5 ? exponent * (1 + exponent / 2 + exponent * exponent / 6) : exp(exponent) - 1)
  }

  /// s, chosen so that the response of the smoothing matches the time constant: s² + (1 - s) / t - 2 = 0 in frames,
  /// nearly.
  private func validatedSmoothing() throws -> Double {
    try Require.positive(sampleRate, "sampleRate")
    try Require.positive(hopLength, "hopLength")
    for (name, value) in [("gain", gain), ("bias", bias), ("power", power)] { try Require.nonNegative(value, name) }
    try Require.positive(timeConstant, "timeConstant")
    try Require.positive(epsilon, "epsilon")
    try Require.positive(maximumWidth, "maximumWidth")
    let frames = timeConstant * Double(sampleRate) / Double(hopLength)
    let smoothing = smoothing ?? ((1 + 4 * frames * frames).squareRoot() - 1) / (2 * frames * frames)
    guard smoothing >= 0, smoothing <= 1 else {
      throw SignalError.invalidParameter(name: "smoothing", value: "\(smoothing)", requirement: "in 0...1")
    }
    return smoothing
  }
}
