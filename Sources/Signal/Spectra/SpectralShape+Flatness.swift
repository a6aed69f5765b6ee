import Foundation
import Tensors

extension SpectralShape {
  /// Likeness of each frame to noise, from near 0 for a tone to 1 for equal power everywhere, `[1, frames]`;
  /// `librosa.feature.spectral_flatness`.
  ///
  /// The geometric mean over the arithmetic mean of max(minimum, Sᵖ) (Dubnov, *Generalization of spectral flatness
  /// measure for non-Gaussian linear processes*, 2004).
  ///
  /// - Parameters:
  ///   - magnitudes: `[bins, frames]`, or `[channels, bins, frames]`.
  ///   - minimum: the least power that is told apart, above 0; silence has the flatness 1.
  ///   - power: the exponent p of magnitudes.
  /// - Throws: `SignalError.invalidParameter` for negative magnitudes, another shape or parameters that are not above 0.
  public static func flatness(_ magnitudes: Tensor, minimum: Double = 1e-10, power: Double = 2) throws -> Tensor {
    try validate(magnitudes)
    try Require.positive(minimum, "minimum")
    try Require.positive(power, "power")
    let spectra = SpectrogramFrames(magnitudes)
    let (bins, frames) = (spectra.bins, spectra.frames)
    var result = Tensor(zeros: Array(magnitudes.shape.dropLast(2)) + [1, frames])
    magnitudes.withUnsafeScalars { source in
      result.withUnsafeMutableScalars { target in
        parallelFor(spectra.channels * frames, grain: 32) { range in
          for index in range {
            let (channel, frame) = (index / frames, index % frames)
            var logarithm = LogarithmOfProduct()
            var sum = 0.0
            for bin in 0..<bins {
              let magnitude = Double(source[(channel * bins + bin) * frames + frame])
              let value = max(minimum, power == 2 ? magnitude * magnitude : pow(magnitude, power))
              logarithm.multiply(by: value)
              sum += value
            }
            target[index] = Float(exp(logarithm.value / Double(bins)) / (sum / Double(bins)))
          }
        }
      }
    }
    return result
  }
}

/// The sum of logarithms of positive numbers, with one logarithm for many of them.
private struct LogarithmOfProduct {
  private var product = 1.0
  private var exponent = 0

  /// Keeps the product's exponent apart, so that it neither grows nor shrinks beyond what a number can hold.
  mutating func multiply(by factor: Double) {
    product *= factor.significand
    exponent += Int(factor.exponent)
    if product > 1e200 {
      exponent += Int(product.exponent)
      product = product.significand
    }
  }

  var value: Double { log(product) + Double(exponent) * log(2.0) }
}
