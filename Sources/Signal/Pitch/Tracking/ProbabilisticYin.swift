import Foundation
import Tensors

/// The fundamental frequency as the likeliest path through all candidates of all frames, with unvoiced frames marked;
/// `librosa.pyin`.
///
/// Every threshold of YIN from 0 to 1 votes, weighted by a Beta(2, 18) prior; a hidden Markov model that changes pitch
/// slowly then picks one path (Mauch and Dixon, *pYIN: a fundamental frequency estimator using probabilistic threshold
/// distributions*, 2014).
///
/// ```swift
/// let track = try ProbabilisticYin(minimumFrequency: 65.4, maximumFrequency: 2093)(note)
/// track.frequencies  // [frames], NaN where nothing is sung
/// ```
public struct ProbabilisticYin: Sendable, Hashable {
  /// The pitch of every frame and how sure it is.
  public struct Track: Sendable {
    /// In hertz; NaN where the frame has no pitch. `[frames]`.
    public let frequencies: [Double]
    /// True if the frame has a pitch. `[frames]`.
    public let isVoiced: [Bool]
    /// The probability that it has a pitch, 0…1. `[frames]`.
    public let voicedProbabilities: [Double]
  }

  /// The lowest frequency to look for, in hertz.
  public var minimumFrequency: Double
  /// The highest, in hertz.
  public var maximumFrequency: Double
  /// Samples in a frame.
  public var frameLength: Int
  /// Samples between frames; nil for a quarter of a frame.
  public var hopLength: Int?
  /// Number of thresholds that vote.
  public var thresholdCount: Int
  /// The decay of the prior over dips, which prefers short periods.
  public var boltzmannParameter: Double
  /// The width of a pitch bin in semitones.
  public var resolution: Double
  /// The fastest change of pitch, in octaves per second.
  public var maximumTransitionRate: Double
  /// The probability that a pitch begins or ends from one frame to the next.
  public var switchProbability: Double
  /// The weight of the lowest dip where none is below a threshold.
  public var noTroughProbability: Double
  /// True if frame t is centred on its sample.
  public var isCentered: Bool
  /// Samples that frames see beyond the ends.
  public var padding: Padding

  /// librosa's defaults, with the range that it leaves to its caller.
  public init(
    minimumFrequency: Double, maximumFrequency: Double, frameLength: Int = 2048, hopLength: Int? = nil,
    thresholdCount: Int = 100, boltzmannParameter: Double = 2, resolution: Double = 0.1,
    maximumTransitionRate: Double = 35.92, switchProbability: Double = 0.01, noTroughProbability: Double = 0.01,
    isCentered: Bool = true, padding: Padding = .zeros
  ) {
    self.minimumFrequency = minimumFrequency
    self.maximumFrequency = maximumFrequency
    self.frameLength = frameLength
    self.hopLength = hopLength
    self.thresholdCount = thresholdCount
    self.boltzmannParameter = boltzmannParameter
    self.resolution = resolution
    self.maximumTransitionRate = maximumTransitionRate
    self.switchProbability = switchProbability
    self.noTroughProbability = noTroughProbability
    self.isCentered = isCentered
    self.padding = padding
  }

  /// The track of a sound of one channel.
  ///
  /// - Throws: `SignalError.aboveNyquist`, `invalidParameter` or `tooShort` for parameters that do not fit.
  public func callAsFunction(_ waveform: Waveform) throws -> Track {
    let rate = Double(waveform.sampleRate)
    try validate(waveform)
    let difference = try DifferenceFunction(
      minimumFrequency: minimumFrequency, maximumFrequency: maximumFrequency, sampleRate: rate,
      frameLength: frameLength)
    let hop = hopLength ?? max(1, frameLength / 4)
    let frames = try TrackingFrames(
      waveform, frameLength: frameLength, hopLength: hop, isCentered: isCentered, padding: padding)
    let binsPerSemitone = Int((1 / resolution).rounded(.up))
    let binsPerOctave = Double(12 * binsPerSemitone)
    let pitchCount = Int((binsPerOctave * log2(maximumFrequency / minimumFrequency)).rounded(.down)) + 1
    let reach = Int((maximumTransitionRate * 12 * Double(hop) / rate).rounded(.toNearestOrEven)) * binsPerSemitone
    guard reach + 1 <= pitchCount else {
      throw SignalError.invalidParameter(
        name: "maximumTransitionRate", value: "\(maximumTransitionRate) octaves per second",
        requirement: "so low that \(reach + 1) pitch bins per frame fit the range of \(pitchCount)")
    }
    let priors = (0..<thresholdCount).map { step in
      Self.betaShare(from: Double(step) / Double(thresholdCount), to: Double(step + 1) / Double(thresholdCount))
    }
    var observations = [[Double]](repeating: [], count: frames.count)
    observations.withUnsafeMutableBufferPointer { observations in
      parallelFor(frames.count, grain: 32) { range in
        let difference = DifferenceFunction(like: difference)
        for index in range {
          let values = difference.values(of: frames.frame(index))
          let votes = votes(values, priors: priors)
          let shifts = DifferenceFunction.parabolicShifts(values)
          var pitches = [Double](repeating: 0, count: pitchCount)
          for trough in votes.indices where votes[trough] != 0 {
            let frequency = rate / (Double(difference.periods.lowerBound + trough) + shifts[trough])
            let bin = (binsPerOctave * log2(frequency / minimumFrequency)).rounded(.toNearestOrEven)
            // A bin beyond the last is one of the voiceless states, which librosa overwrites.
            let place = min(max(bin, 0), Double(pitchCount))
            if Int(place) < pitchCount { pitches[Int(place)] = votes[trough] }
          }
          observations[index] = pitches
        }
      }
    }
    let voiced = observations.map { min(1, max(0, $0.reduce(0, +))) }
    let path = PitchPath(pitchCount: pitchCount, width: reach + 1, switchProbability: switchProbability)
    let states = path.likeliest(observations, voicedProbabilities: voiced)
    return Track(
      frequencies: states.map { $0 < pitchCount ? minimumFrequency * exp2(Double($0) / binsPerOctave) : .nan },
      isVoiced: states.map { $0 < pitchCount }, voicedProbabilities: voiced)
  }

  /// The probability that each point of the difference function is the period.
  ///
  /// - Parameter priors: the probability of each threshold.
  private func votes(_ values: [Double], priors: [Double]) -> [Double] {
    var votes = [Double](repeating: 0, count: values.count)
    let isTrough = DifferenceFunction.isTrough(values)
    let troughs = values.indices.filter { isTrough[$0] }
    guard let lowest = troughs.min(by: { values[$0] < values[$1] }) else { return votes }
    let decays = troughs.indices.map { exp(-boltzmannParameter * Double($0)) }
    let scales = (0...troughs.count).map { count in
      (1 - exp(-boltzmannParameter)) / (1 - exp(-boltzmannParameter * Double(count)))
    }
    var missed = 0.0
    for (step, prior) in priors.enumerated() {
      let threshold = Double(step + 1) / Double(thresholdCount)
      let below = troughs.filter { values[$0] < threshold }
      for (position, trough) in below.enumerated() { votes[trough] += prior * scales[below.count] * decays[position] }
      if !(values[lowest] < threshold) { missed += prior }
    }
    votes[lowest] += noTroughProbability * missed
    return votes
  }

  /// The fraction of the Beta(2, 18) distribution between two numbers; its distribution is 1 - (1 - x)¹⁸ (1 + 18x).
  private static func betaShare(from low: Double, to high: Double) -> Double {
    func distribution(_ x: Double) -> Double { 1 - pow(1 - x, 18) * (1 + 18 * x) }
    return distribution(high) - distribution(low)
  }

  private func validate(_ waveform: Waveform) throws {
    guard waveform.channelCount == 1 else {
      throw SignalError.invalidParameter(
        name: "channels", value: "\(waveform.channelCount)", requirement: "1: take `mono` or one of `channels`")
    }
    try Require.positive(thresholdCount, "thresholdCount")
    try Require.positive(boltzmannParameter, "boltzmannParameter")
    guard resolution > 0.001, resolution < 1 else {
      throw SignalError.invalidParameter(
        name: "resolution", value: "\(resolution)", requirement: "between 0.001 and 1 semitones")
    }
    try Require.nonNegative(maximumTransitionRate, "maximumTransitionRate")
    for (name, value) in [("switchProbability", switchProbability), ("noTroughProbability", noTroughProbability)]
    where !(value >= 0 && value <= 1) {
      throw SignalError.invalidParameter(name: name, value: "\(value)", requirement: "in 0…1")
    }
  }
}
