import Foundation
import Tensors

/// The tempo of a sound in beats per minute, `librosa.feature.tempo`.
///
/// The lag for which log(1 + 10⁶ r) plus the logarithm of a prior is largest, r being a tempogram's mean over time and
/// the prior log-normal about `start`: -½ (log₂(tempo / start) / deviation)².
///
/// ```swift
/// let tempo = try TempoEstimator()(song)                // 117.5
/// let course = try TempoEstimator().course(of: song)    // one tempo a frame
/// ```
public struct TempoEstimator: Sendable, Hashable {
  /// The tempo that is expected, in beats per minute.
  public var start: Double
  /// Distance from it at which tempi are still likely, in octaves.
  public var deviation: Double
  /// Length of a window of the tempogram, in seconds.
  public var span: Double
  /// The highest tempo to consider, in beats per minute; nil for no limit.
  public var maximum: Double?
  /// The curve that is looked at.
  public var strength: OnsetStrength

  /// librosa's defaults: about 120 beats per minute, give or take an octave, from windows of 8 seconds.
  public init(
    start: Double = 120, deviation: Double = 1, span: Double = 8, maximum: Double? = 320,
    strength: OnsetStrength = OnsetStrength()
  ) {
    self.start = start
    self.deviation = deviation
    self.span = span
    self.maximum = maximum
    self.strength = strength
  }

  /// The tempo of a whole sound; several channels are averaged first.
  ///
  /// - Throws: `SignalError` for parameters that do not fit.
  public func callAsFunction(_ waveform: Waveform) throws -> Double {
    try callAsFunction(
      strength: strength(waveform.mono), sampleRate: waveform.sampleRate, hopLength: strength.mel.transform.hopLength)
  }

  /// The tempo of a curve of strengths, `[frames]`.
  ///
  /// - Throws: as for a sound, and `SignalError.invalidParameter` for strengths that are not a finite curve.
  public func callAsFunction(strength: Tensor, sampleRate: Int, hopLength: Int = 512) throws -> Double {
    let search = try search(FrameTiming(sampleRate: sampleRate, hopLength: hopLength))
    try Require.curve(strength, "strength")
    let columns = try Tempogram(windowLength: search.tempi.count).columns(strength)
    let curve = columns.padded(strength, row: 0)
    let grain = 32
    var parts = [[Double]](repeating: [], count: (columns.count + grain - 1) / grain)
    parts.withUnsafeMutableBufferPointer { parts in
      parallelFor(columns.count, grain: grain) { frames in
        var sums = [Double](repeating: 0, count: search.tempi.count)
        sums.withUnsafeMutableBufferPointer { sums in
          columns.forEach(in: frames, of: curve) { _, values in for lag in 0..<sums.count { sums[lag] += values[lag] } }
        }
        parts[frames.lowerBound / grain] = sums
      }
    }
    var mean = [Double](repeating: 0, count: search.tempi.count)
    for part in parts { for lag in mean.indices { mean[lag] += part[lag] / Double(columns.count) } }
    return mean.withUnsafeBufferPointer { search.best($0) }
  }

  /// A tempo for each frame of a sound, `[frames]`: `librosa.feature.tempo` with `aggregate=None`.
  ///
  /// - Throws: as for the tempo of the whole.
  public func course(of waveform: Waveform) throws -> [Double] {
    try course(
      strength: strength(waveform.mono), sampleRate: waveform.sampleRate, hopLength: strength.mel.transform.hopLength)
  }

  /// A tempo for each frame of a curve of strengths, `[frames]`.
  ///
  /// - Throws: as for the tempo of the whole.
  public func course(strength: Tensor, sampleRate: Int, hopLength: Int = 512) throws -> [Double] {
    let search = try search(FrameTiming(sampleRate: sampleRate, hopLength: hopLength))
    try Require.curve(strength, "strength")
    let columns = try Tempogram(windowLength: search.tempi.count).columns(strength)
    let curve = columns.padded(strength, row: 0)
    return [Double](unsafeUninitializedCapacity: columns.count) { tempi, initialized in
      parallelFor(columns.count, grain: 32) { frames in
        columns.forEach(in: frames, of: curve) { frame, values in
          tempi[frame] = search.best(UnsafeBufferPointer(start: values, count: search.tempi.count))
        }
      }
      initialized = columns.count
    }
  }

  /// The candidates and the logarithm of how likely each is beforehand.
  private struct Search {
    let tempi: [Double]
    let prior: [Double]

    /// The tempo of the first lag with the largest score.
    func best(_ strengths: UnsafeBufferPointer<Double>) -> Double {
      // There is a lag that may be taken, or the search would have been refused.
      var (best, largest) = (prior.firstIndex { $0 > -.infinity } ?? 1, -Double.infinity)
      for (lag, strength) in strengths.enumerated() where prior[lag] > -.infinity {
        let score = log1p(1e6 * max(0, strength)) + prior[lag]
        if score > largest { (best, largest) = (lag, score) }
      }
      return tempi[best]
    }
  }

  private func search(_ timing: FrameTiming) throws -> Search {
    // Beyond them a prior has no finite logarithm, or none that tells lags apart.
    guard start >= 0.001, start <= 1e6 else {
      throw SignalError.invalidParameter(
        name: "start", value: "\(start)", requirement: "in 0.001...1000000 beats a minute")
    }
    guard deviation >= 0.001, deviation.isFinite else {
      throw SignalError.invalidParameter(
        name: "deviation", value: "\(deviation)", requirement: "a number of octaves, at least 0.001")
    }
    try Require.positive(span, "span")
    if let maximum { try Require.positive(maximum, "maximum") }
    guard span * timing.frameRate < Double(Require.greatest) else {
      throw SignalError.invalidParameter(
        name: "span", value: "\(span)", requirement: "below \(Require.greatest) frames")
    }
    let tempi = Tempogram.tempi(count: timing.frame(atTime: span), timing: timing)
    guard tempi.contains(where: { $0 < maximum ?? .infinity }) else {
      throw SignalError.invalidParameter(
        name: "span", value: "\(span) s",
        requirement: "long enough for a lag below \(maximum ?? .infinity) beats per minute (\(tempi.count) lags)")
    }
    let prior = tempi.map { tempo in
      tempo < maximum ?? .infinity ? -0.5 * pow((log2(tempo) - log2(start)) / deviation, 2) : -.infinity
    }
    return Search(tempi: tempi, prior: prior)
  }
}
