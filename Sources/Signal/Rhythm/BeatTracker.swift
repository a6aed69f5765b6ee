import Foundation
import Tensors

/// Beats of a sound: moments of high onset strength that are about a period of the tempo apart,
/// `librosa.beat.beat_track`.
///
/// Dynamic programming finds the beats whose strengths, less `tightness` · log(interval / period)² for each interval,
/// have the largest sum (Ellis, *Beat tracking by dynamic programming*, 2007).
///
/// ```swift
/// let beats = try BeatTracker()(song)
/// beats.tempo         // 117.5 beats a minute
/// beats.events.times  // [0.51, 1.02, …], in seconds
/// ```
public struct BeatTracker: Sendable, Hashable {
  /// Weight with which intervals keep to the period.
  public var tightness: Double
  /// True if weak beats before the first and after the last strong one are dropped.
  public var isTrimmed: Bool
  /// The tempo if it is known, in beats per minute; nil to estimate it.
  public var tempo: Double?
  /// Estimator of the tempo, from the same strengths.
  public var estimator: TempoEstimator
  /// The curve in which beats are sought.
  public var strength: OnsetStrength

  /// librosa's defaults: the median over mel bands as strength, a tempo about 120.
  public init(
    tightness: Double = 100, isTrimmed: Bool = true, tempo: Double? = nil,
    estimator: TempoEstimator = TempoEstimator(), strength: OnsetStrength = OnsetStrength(aggregation: .median)
  ) {
    self.tightness = tightness
    self.isTrimmed = isTrimmed
    self.tempo = tempo
    self.estimator = estimator
    self.strength = strength
  }

  /// A tempo and the beats that were found with it.
  public struct Beats: Sendable, Hashable {
    /// The tempo in beats per minute; 0 where nothing sounds. For a course of tempi, their mean.
    public let tempo: Double
    /// The beats.
    public let events: FrameEvents
  }

  /// The beats of a sound; several channels are averaged first.
  ///
  /// - Throws: `SignalError` for parameters that do not fit.
  public func callAsFunction(_ waveform: Waveform) throws -> Beats {
    try callAsFunction(
      strength: strength(waveform.mono), sampleRate: waveform.sampleRate,
      hopLength: strength.mel.transform.hopLength)
  }

  /// The beats of a curve of strengths, `[frames]`.
  ///
  /// - Parameter tempi: a tempo for each frame, as `TempoEstimator.course` gives, for music that changes its tempo; nil
  ///   for one tempo throughout.
  /// - Throws: like the variant for a sound, and `SignalError.invalidParameter` for strengths that are not a finite
  ///   curve, for a wrong number of tempi, and for a tempo that is not above 0 or faster than a beat in two frames.
  public func callAsFunction(
    strength: Tensor, sampleRate: Int, hopLength: Int = 512, tempi: [Double]? = nil
  ) throws -> Beats {
    let timing = try FrameTiming(sampleRate: sampleRate, hopLength: hopLength)
    try Require.positive(tightness, "tightness")
    try Require.curve(strength, "strength")
    guard strength.withUnsafeScalars({ $0.contains { $0 != 0 } }) else {
      return Beats(tempo: 0, events: FrameEvents(frames: [], timing: timing))
    }
    guard strength.count >= 2 else {
      throw SignalError.invalidParameter(name: "strength", value: "of 1 frame", requirement: "of at least 2 frames")
    }
    if let tempi, tempi.count != strength.count {
      throw SignalError.invalidParameter(
        name: "tempi", value: "\(tempi.count) numbers", requirement: "one for each of \(strength.count) frames")
    }
    let tempi =
      try tempi ?? [tempo ?? estimator(strength: strength, sampleRate: sampleRate, hopLength: hopLength)]
    let periods = try tempi.map { tempo in
      try Require.positive(tempo, "tempo")
      let period = (timing.frameRate * 60 / tempo).rounded(.toNearestOrEven)
      guard period >= 1, period <= Double(Require.greatest) else {
        throw SignalError.invalidParameter(
          name: "tempo", value: "\(tempo)", requirement: "slower than \(120 * timing.frameRate) beats per minute")
      }
      return Int(period)
    }
    let path = BeatPath(strength.scalars, periods: periods, tightness: tightness)
    let mean = tempi.reduce(0, +) / Double(tempi.count)
    return Beats(tempo: mean, events: FrameEvents(frames: path.beats(isTrimmed: isTrimmed), timing: timing))
  }
}
