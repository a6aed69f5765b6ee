import Foundation
import Tensors

/// Loudness of frequencies to ears, in decibels, as sound level meters weigh them.
///
/// The curves of IEC 61672 (A, C, Z) and IEC 537 (D), and the older B; `librosa.A_weighting` and its relatives.
///
/// ```swift
/// FrequencyWeighting.a.decibels(at: 1000)  // 0.0
/// let frequencies = ShortTimeFourierTransform.standard.frequencies(sampleRate: 22050)
/// let heard = try FrequencyWeighting.a.weighted(magnitudes.squared(), frequencies: frequencies)
/// ```
public enum FrequencyWeighting: String, Sendable, Hashable, CaseIterable {
  /// For quiet sounds.
  case a = "A"
  /// For sounds of medium loudness.
  case b = "B"
  /// For loud sounds.
  case c = "C"
  /// For aircraft.
  case d = "D"
  /// No weighting.
  case z = "Z"

  /// The weight of a frequency in decibels.
  ///
  /// - Parameters:
  ///   - frequency: in hertz, at least 0.
  ///   - minimum: the smallest weight; nil for none, so that 0 Hz is at -∞. `z` has no minimum by default.
  public func decibels(at frequency: Double, minimum: Double? = -80) -> Double {
    let weight: Double
    let square = frequency * frequency
    // Fractions that a pole leaves of an amplitude and of a power; their product needs one logarithm.
    func amplitude(_ corner: Double) -> Double { frequency / (square + corner * corner).squareRoot() }
    func power(_ corner: Double) -> Double { square / (square + corner * corner) }
    let band = power(20.598997) * (12194.217 * 12194.217 / (square + 12194.217 * 12194.217))
    switch self {
    case .a: weight = 2 + 20 * log10(band * amplitude(107.65265) * amplitude(737.86223))
    case .b: weight = 0.17 + 20 * log10(band * amplitude(158.48932))
    case .c: weight = 0.062 + 20 * log10(band)
    case .d:
      func pole(_ corner: Double) -> Double { log10(square + corner * corner) }
      func resonance(_ center: Double, _ width: Double) -> Double {
        let distance = center * center - square
        return log10(distance * distance + width * width * square)
      }
      weight =
        20
        * (0.5 * log10(square) - 2 * log10(8.3046305e-3) + 0.5
          * (resonance(1018.7, 1039.6) - resonance(3136.5, 3424) - pole(282.7) - pole(1160)))
    case .z: weight = 0
    }
    return max(weight, minimum ?? -.infinity)
  }

  /// A power spectrogram in decibels with each bin's weight added, `[bins, frames]`; `librosa.perceptual_weighting`.
  ///
  /// - Parameters:
  ///   - powers: `[bins, frames]`, or `[channels, bins, frames]`.
  ///   - frequencies: that of each bin in hertz.
  /// - Throws: what `Decibels.fromPower` throws, and `SignalError.invalidParameter` for another shape or number of
  ///   frequencies.
  public func weighted(
    _ powers: Tensor, frequencies: [Double], reference: DecibelReference = .value(1), minimum: Double = 1e-10,
    range: Double? = 80
  ) throws -> Tensor {
    try Require.spectrogram(powers, "powers")
    let bins = powers.shape[powers.rank - 2]
    guard frequencies.count == bins else {
      throw SignalError.invalidParameter(
        name: "frequencies", value: "\(frequencies.count) numbers", requirement: "one for each of \(bins) bins")
    }
    var levels = try Decibels.fromPower(powers, reference: reference, minimum: minimum, range: range)
    let frames = powers.shape[powers.rank - 1]
    let weights = frequencies.map { decibels(at: $0) }
    levels.withUnsafeMutableScalars { levels in
      parallelFor(frames == 0 ? 0 : levels.count / frames, grain: 64) { lines in
        for line in lines {
          let weight = weights[line % bins]
          for index in line * frames..<(line + 1) * frames { levels[index] = Float(Double(levels[index]) + weight) }
        }
      }
    }
    return levels
  }
}
