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
  ///   - minimum: the smallest distinguished power, above 0; silence has the flatness 1.
  ///   - power: the exponent p of magnitudes.
  /// - Throws: `SignalError.invalidParameter` for negative magnitudes, another shape or parameters that are not above 0.
  public static func flatness(_ magnitudes: Tensor, minimum: Double = 1e-10, power: Double = 2) throws -> Tensor {
    try validate(magnitudes)
    try Require.positive(minimum, "minimum")
    try Require.positive(power, "power")
    let spectra = SpectrogramFrames(magnitudes)
    let (bins, frames) = (spectra.bins, spectra.frames)
    var result = Tensor(zeros: Array(magnitudes.shape.dropLast(2)) + [1, frames])
    let bounds = (minimum, max(minimum, pow(Double(largest(magnitudes)), power)))
    magnitudes.withUnsafeScalars { source in
      result.withUnsafeMutableScalars { target in
        parallelFor((frames + framesPerTask - 1) / framesPerTask * spectra.channels) { task in
          let blocks = (frames + framesPerTask - 1) / framesPerTask
          let (channel, start) = (task / blocks, task % blocks * framesPerTask)
          let columns = start..<min(frames, start + framesPerTask)
          var means = MeansOfPowers(count: columns.count, bounds: bounds)
          for bin in 0..<bins {
            let row = (channel * bins + bin) * frames
            means.add(
              UnsafeBufferPointer(rebasing: source[row + columns.lowerBound..<row + columns.upperBound]),
              minimum: minimum, power: power)
          }
          for (position, column) in columns.enumerated() {
            target[channel * frames + column] = Float(means.ratio(position, count: bins))
          }
        }
      }
    }
    return result
  }

  private static let framesPerTask = 128

  /// The largest magnitude; sixteen at a time, since this passes over all of them.
  private static func largest(_ magnitudes: Tensor) -> Float {
    magnitudes.withUnsafeScalars { scalars in
      var lanes = SIMD16<Float>.zero
      let body = scalars.count / 16 * 16
      for start in stride(from: 0, to: body, by: 16) {
        var next = SIMD16<Float>()
        for lane in 0..<16 { next[lane] = scalars[start + lane] }
        lanes.replace(with: next, where: next .> lanes)
      }
      return scalars[body...].reduce(lanes.max()) { max($0, $1) }
    }
  }
}

/// Sums and products of the powers of some frames, all frames at a time.
private struct MeansOfPowers {
  private var sums: [Double]
  /// Products since exponents were last taken off.
  private var products: [Double]
  /// Exponents of two that were taken off.
  private var exponents: [Double]
  private let factorsPerProduct: Int
  private var factors = 0

  /// - Parameter bounds: the least and the greatest power that there is.
  init(count: Int, bounds: (Double, Double)) {
    sums = [Double](repeating: 0, count: count)
    products = [Double](repeating: 1, count: count)
    exponents = [Double](repeating: 0, count: count)
    // A product can have this many factors without becoming 0, infinite or less exact.
    factorsPerProduct = max(1, Int(1000 / max(1, abs(log2(bounds.0)), abs(log2(bounds.1)))))
  }

  mutating func add(_ magnitudes: UnsafeBufferPointer<Float>, minimum: Double, power: Double) {
    sums.withUnsafeMutableBufferPointer { sums in
      products.withUnsafeMutableBufferPointer { products in
        @inline(__always) func add(_ raised: (Double) -> Double) {
          for place in 0..<magnitudes.count {
            let value = raised(Double(magnitudes[place]))
            let kept = value < minimum ? minimum : value
            sums[place] += kept
            products[place] *= kept
          }
        }
        switch power {
        case 1: add { $0 }
        case 2: add { $0 * $0 }
        default: add { pow($0, power) }
        }
      }
    }
    factors += 1
    if factors == factorsPerProduct { takeOffExponents() }
  }

  private mutating func takeOffExponents() {
    factors = 0
    for place in products.indices {
      let bits = products[place].bitPattern
      exponents[place] += Double(Int64(bits >> 52) - 1023)
      products[place] = Double(bitPattern: bits & 0xF_FFFF_FFFF_FFFF | 0x3FF0_0000_0000_0000)
    }
  }

  /// The geometric over the arithmetic mean of one frame's `count` powers.
  func ratio(_ place: Int, count: Int) -> Double {
    let logarithm = log(products[place]) + exponents[place] * log(2.0)
    return exp(logarithm / Double(count)) / (sums[place] / Double(count))
  }
}
