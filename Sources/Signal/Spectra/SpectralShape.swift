import Foundation
import Tensors

/// Single numbers for the shape of each frame's spectrum, from magnitude spectrograms `[bins, frames]`.
///
/// `fftLength` is that of the transform, 2 (bins - 1) if it is left out: an odd length has as many bins as the even one
/// below it, and others between them.
///
/// ```swift
/// let centroid = try SpectralShape.centroid(magnitudes, sampleRate: 22050)  // [frames], hertz
/// ```
public enum SpectralShape {
  /// The mean frequency in hertz, Σ f S / Σ S, `[1, frames]`; `librosa.feature.spectral_centroid`.
  ///
  /// Silent frames give 0.
  ///
  /// - Throws: `SignalError.invalidParameter` for negative magnitudes, another shape, or another number of bins than the
  ///   transform's.
  public static func centroid(_ magnitudes: Tensor, sampleRate: Int, fftLength: Int? = nil) throws -> Tensor {
    try validate(magnitudes)
    let spectra = SpectrogramFrames(magnitudes)
    let width = try binWidth(spectra, sampleRate, fftLength)
    return spectra.reduced { block, target in
      for (frame, center) in centroids(block, width, totals(block)).enumerated() { target[frame] = Float(center) }
    }
  }

  /// The spread about the mean in hertz, (Σ S |f - centroid|ᵖ / Σ S)^(1/p), `[1, frames]`;
  /// `librosa.feature.spectral_bandwidth`.
  ///
  /// - Throws: `SignalError.invalidParameter` for negative magnitudes, another shape or an order that is not above 0.
  public static func bandwidth(
    _ magnitudes: Tensor, sampleRate: Int, order: Double = 2, fftLength: Int? = nil
  ) throws -> Tensor {
    try validate(magnitudes)
    try Require.positive(order, "order")
    let spectra = SpectrogramFrames(magnitudes)
    let width = try binWidth(spectra, sampleRate, fftLength)
    return spectra.reduced { block, target in
      let totals = totals(block)
      let centers = centroids(block, width, totals)
      let sums = totals.withUnsafeBufferPointer { totals in
        centers.withUnsafeBufferPointer { centers in
          order == 2
            ? block.sums { bin, frame, magnitude in
              let distance = Double(bin) * width - centers[frame]
              return magnitude / totals[frame] * (distance * distance)
            }
            : block.sums { bin, frame, magnitude in
              magnitude / totals[frame] * pow(abs(Double(bin) * width - centers[frame]), order)
            }
        }
      }
      for (frame, sum) in sums.enumerated() {
        target[frame] = Float(order == 2 ? sum.squareRoot() : pow(sum, 1 / order))
      }
    }
  }

  /// The frequency in hertz below which a fraction of the magnitude lies, `[1, frames]`;
  /// `librosa.feature.spectral_rolloff`.
  ///
  /// - Throws: `SignalError.invalidParameter` for negative magnitudes, another shape or a share outside 0…1.
  public static func rollOff(
    _ magnitudes: Tensor, sampleRate: Int, share: Double = 0.85, fftLength: Int? = nil
  ) throws -> Tensor {
    try validate(magnitudes)
    guard share > 0, share < 1 else {
      throw SignalError.invalidParameter(name: "share", value: "\(share)", requirement: "between 0 and 1")
    }
    let spectra = SpectrogramFrames(magnitudes)
    let width = try binWidth(spectra, sampleRate, fftLength)
    return spectra.reduced { block, target in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * block.count) { memory in
        memory.initialize(repeating: 0)
        let thresholds = UnsafeMutableBufferPointer(rebasing: memory[..<block.count])
        let sums = UnsafeMutableBufferPointer(rebasing: memory[block.count...])
        // Single precision, because librosa's running sums are.
        for bin in 0..<block.bins {
          let line = block.magnitudes(ofBin: bin)
          for frame in 0..<block.count { thresholds[frame] += line[frame] }
        }
        for frame in 0..<block.count {
          thresholds[frame] *= Float(share)
          target[frame] = 0
        }
        // The bins whose sum is below the threshold; sums never fall.
        for bin in 0..<block.bins {
          let line = block.magnitudes(ofBin: bin)
          for frame in 0..<block.count {
            sums[frame] += line[frame]
            target[frame] += sums[frame] >= thresholds[frame] ? 0 : 1
          }
        }
        for frame in 0..<block.count {
          target[frame] = Float(Double(min(target[frame], Float(block.bins - 1))) * width)
        }
      }
    }
  }

  static func binWidth(_ spectra: SpectrogramFrames, _ sampleRate: Int, _ fftLength: Int?) throws -> Double {
    guard let fftLength else { return Double(sampleRate) / Double(max(1, 2 * (spectra.bins - 1))) }
    guard fftLength > 0, fftLength / 2 + 1 == spectra.bins else {
      throw SignalError.invalidParameter(
        name: "fftLength", value: "\(fftLength)", requirement: "that of a transform of \(spectra.bins) bins")
    }
    return Double(sampleRate) / Double(fftLength)
  }

  /// The sum of each frame, 1 for a silent one.
  private static func totals(_ block: FrameBlock) -> [Double] {
    block.sums { _, _, magnitude in magnitude }.map { $0 < Double(Float.leastNormalMagnitude) ? 1 : $0 }
  }

  private static func centroids(_ block: FrameBlock, _ width: Double, _ totals: [Double]) -> [Double] {
    zip(block.sums { bin, _, magnitude in magnitude * Double(bin) }, totals).map { $0 * width / $1 }
  }

  static func validate(_ magnitudes: Tensor) throws {
    try Require.spectrogram(magnitudes, "magnitudes")
    let hasNegative = magnitudes.withUnsafeScalars { scalars in
      var isNegative = SIMDMask<SIMD16<Int32>>(repeating: false)
      let body = scalars.count / 16 * 16
      for start in stride(from: 0, to: body, by: 16) {
        var lanes = SIMD16<Float>()
        for lane in 0..<16 { lanes[lane] = scalars[start + lane] }
        isNegative .|= lanes .< 0
      }
      return any(isNegative) || scalars[body...].contains { $0 < 0 }
    }
    if hasNegative, let negative = magnitudes.withUnsafeScalars({ $0.first { $0 < 0 } }) {
      throw SignalError.invalidParameter(name: "magnitudes", value: "\(negative)", requirement: "at least 0")
    }
  }
}
