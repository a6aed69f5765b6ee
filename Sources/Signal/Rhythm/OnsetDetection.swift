import Tensors

/// Beginnings of notes: peaks of an onset strength that is scaled to 0…1, `librosa.onset.onset_detect`.
///
/// ```swift
/// let onsets = try OnsetDetection()(note)
/// onsets.times                                  // in seconds
/// let starts = try OnsetDetection(isBacktracked: true)(note)  // where the level begins to rise
/// ```
public struct OnsetDetection: Sendable, Hashable {
  /// The curve whose peaks are onsets.
  public var strength: OnsetStrength
  /// Rules of what is a peak; nil for `PeakPicking.onsets`.
  public var peaks: PeakPicking?
  /// True if an onset is moved back to the last minimum of the energy, where one would cut.
  public var isBacktracked: Bool
  /// True if strengths are shifted and scaled to 0…1 first, so one threshold fits loud and quiet sounds.
  public var isNormalized: Bool

  /// librosa's defaults.
  public init(
    strength: OnsetStrength = OnsetStrength(), peaks: PeakPicking? = nil, isBacktracked: Bool = false,
    isNormalized: Bool = true
  ) {
    self.strength = strength
    self.peaks = peaks
    self.isBacktracked = isBacktracked
    self.isNormalized = isNormalized
  }

  /// The onsets of a sound; several channels are averaged first.
  ///
  /// - Parameter energy: the level that onsets are moved back in, a number per frame, such as the root mean square; nil
  ///   for the onset strength.
  /// - Throws: `SignalError` for parameters that do not fit, or an energy of another length.
  public func callAsFunction(_ waveform: Waveform, energy: Tensor? = nil) throws -> FrameEvents {
    try callAsFunction(
      strength: strength(waveform.mono), sampleRate: waveform.sampleRate,
      hopLength: strength.mel.transform.hopLength, energy: energy)
  }

  /// The onsets of a curve of strengths, `[frames]`.
  ///
  /// - Throws: as for a sound, and `SignalError.invalidParameter` for another shape or strengths that are not finite.
  public func callAsFunction(
    strength: Tensor, sampleRate: Int, hopLength: Int = 512, energy: Tensor? = nil
  ) throws -> FrameEvents {
    let timing = try FrameTiming(sampleRate: sampleRate, hopLength: hopLength)
    let peaks = peaks ?? .onsets(timing)
    try peaks.validate()
    try Require.curve(strength, "strength")
    let curve = isNormalized ? Self.normalized(strength) : strength
    var frames: [Int] = []
    if curve.withUnsafeScalars({ $0.contains { $0 != 0 } }) { frames = try peaks(curve) }
    if isBacktracked { frames = try Self.backtrack(frames, energy: energy ?? curve, frameCount: strength.count) }
    return FrameEvents(frames: frames, timing: timing)
  }

  /// Each frame moved back to the last minimum of an energy before it, `librosa.onset.onset_backtrack`.
  ///
  /// Frame n is a minimum if e[n - 1] ≥ e[n] < e[n + 1]; frame 0 counts as one.
  ///
  /// - Throws: `SignalError.invalidParameter` for a frame below 0 or an energy that is not a finite curve.
  public static func backtrack(_ frames: [Int], energy: Tensor) throws -> [Int] {
    try backtrack(frames, energy: energy, frameCount: nil)
  }

  private static func backtrack(_ frames: [Int], energy: Tensor, frameCount: Int?) throws -> [Int] {
    // An energy such as the root mean square comes as [1, frames].
    let energy = energy.rank == 2 && energy.shape[0] == 1 ? energy.reshaped(to: [energy.count]) : energy
    try Require.curve(energy, "energy")
    if let frameCount, energy.count != frameCount {
      throw SignalError.invalidParameter(
        name: "energy", value: "of \(energy.count) frames", requirement: "of as many as the strength, \(frameCount)")
    }
    if let negative = frames.first(where: { $0 < 0 }) {
      throw SignalError.invalidParameter(name: "frame", value: "\(negative)", requirement: "at least 0")
    }
    return energy.withUnsafeScalars { level in
      var minima = [0]
      for index in 1..<max(1, level.count - 1) where level[index] <= level[index - 1] && level[index] < level[index + 1]
      {
        minima.append(index)
      }
      return frames.map { frame in
        var (low, high) = (0, minima.count)
        while high - low > 1 {
          let middle = (low + high) / 2
          if minima[middle] <= frame { low = middle } else { high = middle }
        }
        return minima[low]
      }
    }
  }

  /// (x - min) / (max - min), in single precision as in librosa.
  private static func normalized(_ strength: Tensor) -> Tensor {
    let least = strength.withUnsafeScalars { $0.min() ?? 0 }
    let shifted = strength.mapScalars { $0 - least }
    let largest = shifted.withUnsafeScalars { $0.max() ?? 0 } + .leastNormalMagnitude
    return shifted.mapScalars { $0 / largest }
  }
}
