import Tensors

/// Each frame stacked with earlier or later ones; `librosa.feature.stack_memory`.
///
/// Rows k · bins ..< (k + 1) · bins of frame t are frame t - k · delay.
///
/// ```swift
/// let history = try StackMemory(steps: 3)(chroma(note))  // [36, frames] of [12, frames]
/// ```
public struct StackMemory: Sendable, Hashable {
  /// Number of frames that are stacked.
  public var steps: Int
  /// Frames from one to the next; below 0 for later ones.
  public var delay: Int
  /// Frames that are beyond the ends.
  public var padding: Padding

  /// librosa's defaults: the frame before, zeros before the first.
  public init(steps: Int = 2, delay: Int = 1, padding: Padding = .zeros) {
    self.steps = steps
    self.delay = delay
    self.padding = padding
  }

  /// The stacked frames, `[…, steps · bins, frames]` of `[…, bins, frames]`; `[frames]` is one bin.
  ///
  /// - Throws: `SignalError.invalidParameter` for zero steps, no delay, no frames or another shape.
  public func callAsFunction(_ features: Tensor) throws -> Tensor {
    try Require.positive(steps, "steps")
    guard delay != 0, abs(delay) <= Require.greatest else {
      throw SignalError.invalidParameter(name: "delay", value: "\(delay)", requirement: "a number of frames but 0")
    }
    let features = features.rank == 1 ? features.reshaped(to: [1, features.count]) : features
    try Require.spectrogram(features, "features")
    let spectra = SpectrogramFrames(features)
    let (bins, frames) = (spectra.bins, spectra.frames)
    guard frames > 0 else {
      throw SignalError.invalidParameter(name: "features", value: "of no frames", requirement: "of at least one frame")
    }
    var result = Tensor(zeros: features.shape.dropLast(2) + [steps * bins, frames])
    result.withUnsafeMutableScalars { target in
      features.withUnsafeScalars { source in
        guard let source = source.baseAddress, let target = target.baseAddress else { return }
        for row in 0..<spectra.channels * steps * bins {
          let (channel, step) = (row / (steps * bins), row / bins % steps)
          let line = source + (channel * bins + row % bins) * frames
          let shift = max(-frames, min(frames, step * delay))
          let inside = max(0, shift)..<min(frames, frames + shift)
          (target + row * frames + inside.lowerBound).update(
            from: line + inside.lowerBound - shift, count: inside.count)
          for frame in 0..<frames where !inside.contains(frame) {
            let place = padding.source(frame - step * delay, count: frames)
            target[row * frames + frame] = place.map { line[$0] } ?? 0
          }
        }
      }
    }
    return result
  }
}
