/// Moments that an analysis found, such as onsets or beats, as frames, samples or seconds.
///
/// ```swift
/// let onsets = try OnsetDetection()(note)
/// onsets.frames  // [1, 38]
/// onsets.times   // [0.023, 0.882], in seconds
/// ```
public struct FrameEvents: Sendable, Hashable {
  /// The frame of each moment, in rising order.
  public let frames: [Int]
  /// The grid of the frames.
  public let timing: FrameTiming

  init(frames: [Int], timing: FrameTiming) {
    self.frames = frames
    self.timing = timing
  }

  /// Number of moments.
  public var count: Int { frames.count }

  /// The sample of each moment, `units="samples"` in librosa.
  public var samples: [Int] { frames.map { timing.sample(ofFrame: $0) } }

  /// The time of each moment in seconds, `units="time"` in librosa.
  public var times: [Double] { frames.map { timing.time(ofFrame: $0) } }
}
