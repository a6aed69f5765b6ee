import Foundation
import Tensors

/// Likeness of a sequence to itself, shifted by each lag.
///
/// ```swift
/// let lags = try Autocorrelation.of(note, lagCount: 2048)  // [2048], the energy first
/// ```
public enum Autocorrelation {
  /// r[l] = Σ x[n] x[n + l] for the lags l from 0 on, along the last axis; `librosa.autocorrelate`.
  ///
  /// - Parameters:
  ///   - sequences: `[…, samples]`.
  ///   - lagCount: number of lags; nil for the maximum, the number of samples.
  /// - Returns: `[…, lagCount]`.
  /// - Throws: `SignalError.invalidParameter` for zero samples, a count below 1 or numbers that are not finite.
  public static func along(_ sequences: Tensor, lagCount: Int? = nil) throws -> Tensor {
    if let lagCount { try Require.positive(lagCount, "lagCount") }
    guard sequences.rank >= 1, let samples = sequences.shape.last, sequences.count > 0 else {
      throw SignalError.invalidParameter(
        name: "sequences", value: "an array of shape \(sequences.shape)", requirement: "[…, samples], of at least one")
    }
    if let stranger = sequences.withUnsafeScalars({ $0.first { !$0.isFinite } }) {
      throw SignalError.invalidParameter(name: "sequences", value: "\(stranger)", requirement: "finite everywhere")
    }
    let lags = min(samples, lagCount ?? samples)
    // No more zeros than the lags need.
    let transform = RealFourierTransform.of(length: fastLength(samples + lags - 1))
    var result = Tensor(zeros: Array(sequences.shape.dropLast()) + [lags])
    sequences.withUnsafeScalars { source in
      result.withUnsafeMutableScalars { target in
        parallelFor(source.count / samples, grain: 1) { rows in
          let buffer = FourierBuffer(length: transform.length)
          for row in rows {
            for index in 0..<samples { buffer.samples[index] = Double(source[row * samples + index]) }
            for index in samples..<max(samples, transform.length) { buffer.samples[index] = 0 }
            transform.forward(buffer)
            for bin in 0...transform.length / 2 {
              let (real, imaginary) = (buffer.bins[2 * bin], buffer.bins[2 * bin + 1])
              buffer.bins[2 * bin] = real * real + imaginary * imaginary
              buffer.bins[2 * bin + 1] = 0
            }
            transform.inverse(buffer)
            for lag in 0..<lags { target[row * lags + lag] = Float(buffer.samples[lag]) }
          }
        }
      }
    }
    return result
  }

  /// The autocorrelation of each channel, `[lagCount]`, or `[channels, lagCount]` for several channels.
  ///
  /// - Throws: `SignalError.invalidParameter` for zero samples or a count below 1.
  public static func of(_ waveform: Waveform, lagCount: Int? = nil) throws -> Tensor {
    try along(waveform.tensor, lagCount: lagCount)
  }

  /// The smallest even product of 2, 3 and 5 that is not smaller: transforms of such lengths are fast.
  private static func fastLength(_ least: Int) -> Int {
    var length = max(2, least + least % 2)
    while true {
      var rest = length
      for prime in [2, 3, 5] { while rest % prime == 0 { rest /= prime } }
      if rest == 1 { return length }
      length += 2
    }
  }
}
