import Tensors

/// Parts of a sound that are loud enough to be heard, by the root mean square of frames in decibels.
///
/// A frame counts if it is no more than `threshold` decibels below the reference, in the loudest channel; frame t
/// covers samples t · hop ..< (t + 1) · hop. The functions are `librosa.effects.trim` and `split`.
///
/// ```swift
/// let (spoken, range) = try recording.trimmed(threshold: 40)
/// let phrases = try SilenceDetection(threshold: 40).ranges(in: recording).map { recording[samples: $0] }
/// ```
public struct SilenceDetection: Sendable, Hashable {
  /// Decibels below the reference at which silence begins.
  public var threshold: Double
  /// Meaning of 0 dB, the loudest frame by default.
  public var reference: DecibelReference
  /// Samples in a frame.
  public var frameLength: Int
  /// Samples from one frame to the next.
  public var hopLength: Int

  /// librosa's defaults: 60 decibels below the loudest frame.
  public init(
    threshold: Double = 60, reference: DecibelReference = .maximum, frameLength: Int = 2048, hopLength: Int = 512
  ) {
    self.threshold = threshold
    self.reference = reference
    self.frameLength = frameLength
    self.hopLength = hopLength
  }

  /// The samples of every part that is not silent, in order; `librosa.effects.split`.
  ///
  /// Silence throughout is at its own maximum: against that reference it is one part, as in librosa.
  ///
  /// - Throws: `SignalError.invalidParameter` for parameters that do not fit.
  public func ranges(in waveform: Waveform) throws -> [Range<Int>] {
    let isLoud = try loudFrames(waveform)
    var ranges: [Range<Int>] = []
    var start: Int?
    for (frame, loud) in (isLoud + [false]).enumerated() {
      if loud {
        start = start ?? frame
      } else if let first = start {
        let count = waveform.frameCount
        ranges.append(min(first * hopLength, count)..<min(frame * hopLength, count))
        start = nil
      }
    }
    return ranges
  }

  /// The samples from the first to the last part that is not silent; empty if there is none. `librosa.effects.trim`.
  ///
  /// - Throws: as `ranges(in:)`.
  public func range(in waveform: Waveform) throws -> Range<Int> {
    let isLoud = try loudFrames(waveform)
    guard let first = isLoud.firstIndex(of: true), let last = isLoud.lastIndex(of: true) else { return 0..<0 }
    let end = min((last + 1) * hopLength, waveform.frameCount)
    return min(first * hopLength, end)..<end
  }

  /// Tells of each frame if it is loud enough in one channel at least.
  private func loudFrames(_ waveform: Waveform) throws -> [Bool] {
    guard threshold.isFinite else {
      throw SignalError.invalidParameter(name: "threshold", value: "\(threshold)", requirement: "a number of decibels")
    }
    try Require.positive(frameLength, "frameLength")
    try Require.positive(hopLength, "hopLength")
    let count = waveform.frameCount
    let lead = frameLength / 2
    guard count + 2 * lead >= frameLength else { return [] }
    let frames = 1 + (count + 2 * lead - frameLength) / hopLength
    let channels = waveform.channelCount
    var levels = Tensor(uninitialized: [channels, frames])
    levels.withUnsafeMutableScalars { target in
      waveform.samples.withUnsafeBufferPointer { samples in
        parallelFor(channels * frames, grain: 64) { places in
          for place in places {
            let start = place % frames * hopLength - lead
            let inside = max(0, start)..<max(0, min(count, start + frameLength))
            let channel = UnsafeBufferPointer(rebasing: samples[place / frames * count..<(place / frames + 1) * count])
            target[place] = FrameEnergy.rootMeanSquare(channel, inside, length: frameLength)
          }
        }
      }
    }
    let decibels = try Decibels.fromAmplitude(levels, reference: reference, range: nil)
    return decibels.withUnsafeScalars { decibels in
      (0..<frames).map { frame in (0..<channels).contains { Double(decibels[$0 * frames + frame]) > -threshold } }
    }
  }
}

extension Waveform {
  /// The sound without the silence before and after it, and the samples that were kept; `librosa.effects.trim`.
  ///
  /// - Parameters:
  ///   - threshold: level of silence in decibels below the reference.
  ///   - reference: what 0 dB means, the loudest frame by default.
  /// - Throws: `SignalError.invalidParameter` for parameters that do not fit.
  public func trimmed(
    threshold: Double = 60, reference: DecibelReference = .maximum, frameLength: Int = 2048, hopLength: Int = 512
  ) throws -> (sound: Waveform, samples: Range<Int>) {
    let detection = SilenceDetection(
      threshold: threshold, reference: reference, frameLength: frameLength, hopLength: hopLength)
    let range = try detection.range(in: self)
    return (self[samples: range], range)
  }

  /// A part of the given length of each channel, cut to the available samples.
  public subscript(samples range: Range<Int>) -> Waveform {
    let inside = range.clamped(to: 0..<frameCount)
    var cut: [Float] = []
    cut.reserveCapacity(inside.count * channelCount)
    for channel in 0..<channelCount {
      cut += samples[channel * frameCount + inside.lowerBound..<channel * frameCount + inside.upperBound]
    }
    return Waveform(unchecked: cut, channelCount: channelCount, sampleRate: sampleRate)
  }
}
