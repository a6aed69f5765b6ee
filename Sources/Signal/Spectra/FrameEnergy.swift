import Tensors

/// Numbers for each frame of samples in time, without a transform.
///
/// ```swift
/// let loudness = try FrameEnergy.rootMeanSquare(note)  // [frames]
/// ```
public enum FrameEnergy {
  /// The root of the mean square of each frame, `[1, frames]`; `librosa.feature.rms`.
  ///
  /// - Throws: `SignalError.invalidParameter` for lengths below 1; `tooShort` for frames that are not centred and longer
  ///   than the signal.
  public static func rootMeanSquare(
    _ waveform: Waveform, frameLength: Int = 2048, hopLength: Int = 512, isCentered: Bool = true,
    padding: Padding = .zeros
  ) throws -> Tensor {
    try measure(waveform, frameLength, hopLength, isCentered, padding) { frame in
      var sum = 0.0
      for sample in frame { sum += Double(sample) * Double(sample) }
      return (sum / Double(frame.count)).squareRoot()
    }
  }

  /// The fraction of samples in each frame whose sign differs from that of the previous sample, `[1, frames]`;
  /// `librosa.feature.zero_crossing_rate`.
  ///
  /// Samples within ±1e-10 count as 0, and 0 as positive.
  ///
  /// - Throws: as `rootMeanSquare`.
  public static func zeroCrossingRate(
    _ waveform: Waveform, frameLength: Int = 2048, hopLength: Int = 512, isCentered: Bool = true
  ) throws -> Tensor {
    try measure(waveform, frameLength, hopLength, isCentered, .edge) { frame in
      var crossings = 0
      for index in 1..<max(1, frame.count) where (frame[index] < -1e-10) != (frame[index - 1] < -1e-10) {
        crossings += 1
      }
      return Double(crossings) / Double(frame.count)
    }
  }

  private static func measure(
    _ waveform: Waveform, _ frameLength: Int, _ hopLength: Int, _ isCentered: Bool, _ padding: Padding,
    _ body: ([Float]) -> Double
  ) throws -> Tensor {
    try Require.positive(frameLength, "frameLength")
    try Require.positive(hopLength, "hopLength")
    let count = waveform.frameCount
    let lead = isCentered ? frameLength / 2 : 0
    let reach = count + 2 * lead - frameLength
    guard reach >= 0 else {
      throw SignalError.tooShort(sampleCount: count, needed: frameLength, method: "A measure of frames")
    }
    let frames = 1 + reach / hopLength
    var values: [Float] = []
    var frame = [Float](repeating: 0, count: frameLength)
    for channel in 0..<waveform.channelCount {
      for index in 0..<frames {
        let start = index * hopLength - lead
        for offset in 0..<frameLength {
          frame[offset] =
            padding.source(start + offset, count: count).map { waveform.samples[channel * count + $0] } ?? 0
        }
        values.append(Float(body(frame)))
      }
    }
    let shape = [1, frames]
    return Tensor(shape: waveform.channelCount == 1 ? shape : [waveform.channelCount] + shape, scalars: values)
  }
}
