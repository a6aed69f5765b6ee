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
    try measure(waveform, frameLength, hopLength, isCentered) { channel, lead in
      // Zeros add nothing; whatever else lies beyond the ends is laid there.
      let isPlain = padding == .zeros || lead == 0
      let wide = isPlain ? [] : padded(channel, by: lead, padding)
      return { start in
        if isPlain {
          let inside = max(0, start)..<max(0, min(channel.count, start + frameLength))
          return rootMeanSquare(channel, inside, length: frameLength)
        }
        return wide.withUnsafeBufferPointer {
          rootMeanSquare($0, start + lead..<start + lead + frameLength, length: frameLength)
        }
      }
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
    try measure(waveform, frameLength, hopLength, isCentered) { channel, _ in
      // How often the sign has changed up to each sample; it does not beyond the ends.
      var crossings = [Int32](repeating: 0, count: max(1, channel.count))
      for index in 1..<max(1, channel.count) {
        let isCrossing = (channel[index] < -1e-10) != (channel[index - 1] < -1e-10)
        crossings[index] = crossings[index - 1] + (isCrossing ? 1 : 0)
      }
      let last = crossings.count - 1
      return { start in
        let count = crossings[min(last, start + frameLength - 1)] - crossings[min(last, max(0, start))]
        return Float(Double(count) / Double(frameLength))
      }
    }
  }

  /// The root of the mean square of `length` samples, of which those outside of `range` are zeros.
  static func rootMeanSquare(_ samples: UnsafeBufferPointer<Float>, _ range: Range<Int>, length: Int) -> Float {
    guard let base = samples.baseAddress, !range.isEmpty else { return 0 }
    var sums = SIMD8<Double>.zero
    let body = range.count / 8 * 8
    for start in stride(from: range.lowerBound, to: range.lowerBound + body, by: 8) {
      let values = SIMD8<Double>(UnsafeRawPointer(base + start).loadUnaligned(as: SIMD8<Float>.self))
      sums += values * values
    }
    var total = sums.sum()
    for index in range.lowerBound + body..<range.upperBound { total += Double(samples[index]) * Double(samples[index]) }
    return Float((total / Double(length)).squareRoot())
  }

  private static func padded(_ channel: UnsafeBufferPointer<Float>, by lead: Int, _ padding: Padding) -> [Float] {
    (-lead..<channel.count + lead).map { place in padding.source(place, count: channel.count).map { channel[$0] } ?? 0 }
  }

  /// A number for each frame.
  ///
  /// - Parameter prepare: looks at a channel, and at how many samples before it the first frame begins, and gives what
  ///   tells a frame's number from its first sample.
  private static func measure(
    _ waveform: Waveform, _ frameLength: Int, _ hopLength: Int, _ isCentered: Bool,
    _ prepare: (UnsafeBufferPointer<Float>, Int) -> (Int) -> Float
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
    let channels = waveform.channelCount
    var result = Tensor(uninitialized: channels == 1 ? [1, frames] : [channels, 1, frames])
    result.withUnsafeMutableScalars { target in
      waveform.samples.withUnsafeBufferPointer { samples in
        for channel in 0..<channels {
          let number = prepare(UnsafeBufferPointer(rebasing: samples[channel * count..<(channel + 1) * count]), lead)
          parallelFor(frames, grain: 64) { range in
            for frame in range { target[channel * frames + frame] = number(frame * hopLength - lead) }
          }
        }
      }
    }
    return result
  }
}
