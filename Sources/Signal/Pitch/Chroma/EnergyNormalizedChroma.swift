import Foundation
import Tensors

/// Chroma energy normalised statistics (CENS), a chromagram that does not depend on dynamics, timbre and articulation,
/// for matching recordings of one piece; `librosa.feature.chroma_cens`.
///
/// Each frame of a constant-Q chromagram is divided by its sum and quantised: ¼ for each of 0.4, 0.2, 0.1 and 0.05 that a
/// class exceeds. A window smooths it along time, and each frame is normalised (Müller and Ewert, *Chroma Toolbox*, 2011).
///
/// ```swift
/// let chroma = try EnergyNormalizedChroma()(note)  // [12, frames]
/// ```
public struct EnergyNormalizedChroma: Sendable, Hashable {
  /// The chromagram underneath; its `norm` is not used.
  public var chroma: ConstantQChroma
  /// Count of frames that are smoothed over; nil for no smoothing.
  public var smoothingLength: Int?
  /// The weights of the smoothing.
  public var smoothingWindow: Window
  /// Divisor of each frame in the end.
  public var norm: Normalization

  /// librosa's defaults: 41 frames under a Hann window, each frame of Euclidean length 1.
  public init(
    chroma: ConstantQChroma = ConstantQChroma(), smoothingLength: Int? = 41, smoothingWindow: Window = .hann,
    norm: Normalization = .norm(2)
  ) {
    self.chroma = chroma
    self.smoothingLength = smoothingLength
    self.smoothingWindow = smoothingWindow
    self.norm = norm
  }

  /// The chromagram, `[chromaCount, frames]`, or `[channels, chromaCount, frames]` for several channels; silence gives
  /// zeros.
  ///
  /// - Throws: errors of `ConstantQChroma`, and `SignalError.invalidParameter` for a smoothing of less than a frame.
  public func callAsFunction(_ waveform: Waveform) throws -> Tensor {
    var raw = chroma
    raw.norm = .none
    return try callAsFunction(chroma: raw(waveform))
  }

  /// The statistics of a chromagram that is there already, `[chromaCount, frames]` or `[channels, chromaCount, frames]`.
  ///
  /// - Throws: `SignalError.invalidParameter` for another shape, a smoothing of less than a frame or a norm.
  public func callAsFunction(chroma: Tensor) throws -> Tensor {
    try Require.spectrogram(chroma, "chroma")
    try norm.validate()
    try smoothingWindow.validate()
    if let smoothingLength { try Require.positive(smoothingLength, "smoothingLength") }
    let shares = Normalization.norm(1).applied(to: chroma)
    let steps: [Float] = [0.4, 0.2, 0.1, 0.05]
    let quantized = shares.mapScalars { share in steps.reduce(0) { $0 + (share > $1 ? 0.25 : 0) } }
    return norm.applied(to: smoothingLength.map { smoothed(quantized, over: $0) } ?? quantized)
  }

  /// Rows convolved with the window, with zeros beyond the ends.
  private func smoothed(_ chroma: Tensor, over length: Int) -> Tensor {
    // Two points more, because the window's ends are zero.
    let window = smoothingWindow.symmetricWeights(length: length + 2)
    let sum = window.reduce(0, +)
    let weights = window.map { $0 / (sum == 0 ? 1 : sum) }
    let frames = chroma.shape[chroma.rank - 1]
    let lead = weights.count / 2
    var result = chroma
    chroma.withUnsafeScalars { source in
      result.withUnsafeMutableScalars { target in
        parallelFor(frames == 0 ? 0 : source.count / frames, grain: 4) { rows in
          for row in rows {
            for frame in 0..<frames {
              var value = 0.0
              // Weight i is at frame + lead - i.
              let shift = frame + lead
              let first = max(0, shift - frames + 1)
              for index in first..<max(first, min(weights.count, shift + 1)) {
                value += weights[index] * Double(source[row * frames + shift - index])
              }
              target[row * frames + frame] = Float(value)
            }
          }
        }
      }
    }
    return result
  }
}
