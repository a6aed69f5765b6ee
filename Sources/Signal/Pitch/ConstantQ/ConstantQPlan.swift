import Foundation
import Synchronization

/// The work of a constant-Q or variable-Q transform at a given rate, octave by octave; created once and kept.
final class ConstantQPlan: Sendable {
  /// One octave's filters and where they apply.
  struct Octave: Sendable {
    /// The filters in frequency, lowest first.
    let filters: WaveletFilters
    /// The output bin of the first filter.
    let firstBin: Int
    /// Samples between frames at this octave's rate.
    let hopLength: Int
    /// Number of halvings of the sample rate before this octave.
    let halvings: Int
  }

  /// From the highest octave down.
  let octaves: [Octave]
  /// By which power of two the signal is resampled before the first octave.
  let earlyFactor: Int
  /// The factor of the resampled signal in an unscaled transform.
  let earlyGain: Double
  /// Total number of bins.
  let binCount: Int
  /// Samples that frames see beyond the ends.
  let padding: Padding

  private struct Key: Hashable {
    let transform: VariableQTransform
    let tuning: Double
    let sampleRate: Int
  }

  private static let plans = Mutex<[Key: ConstantQPlan]>([:])
  private static let keptPlans = 256

  /// The plan for these parameters, made at their first use.
  static func of(_ transform: VariableQTransform, tuning: Double, sampleRate: Int) throws -> ConstantQPlan {
    let key = Key(transform: transform, tuning: tuning, sampleRate: sampleRate)
    if let plan = plans.withLock({ $0[key] }) { return plan }
    let plan = try ConstantQPlan(transform, tuning: tuning, sampleRate: Double(sampleRate))
    plans.withLock { plans in
      if plans.count >= keptPlans { plans.removeAll() }
      plans[key] = plan
    }
    return plan
  }

  static func frequencies(of transform: VariableQTransform, tuning: Double) throws -> [Double] {
    let perOctave = Double(transform.octaveBinCount)
    let lowest = (transform.minimumFrequency ?? ConstantQTransform.lowestFrequency) * exp2(tuning / perOctave)
    if transform.intervals == .equal {
      return (0..<max(0, transform.binCount)).map { lowest * exp2(Double($0) / perOctave) }
    }
    let ratios = try transform.intervals.ratios(count: transform.octaveBinCount)
    return (0..<max(0, transform.binCount)).map {
      lowest * exp2(Double($0 / ratios.count)) * ratios[$0 % ratios.count]
    }
  }

  static func validate(_ transform: VariableQTransform) throws {
    try Require.positive(transform.hopLength, "hopLength")
    try Require.positive(transform.binCount, "binCount")
    try Require.positive(transform.octaveBinCount, "binsPerOctave")
    try Require.positive(transform.filterScale, "filterScale")
    if let offset = transform.bandwidthOffset { try Require.nonNegative(offset, "bandwidthOffset") }
    try transform.window.validate()
    if let lowest = transform.minimumFrequency { try Require.positive(lowest, "minimumFrequency") }
    if let norm = transform.filterNorm, norm != .infinity { try Require.positive(norm, "filterNorm") }
    if let tuning = transform.tuning, !tuning.isFinite {
      throw SignalError.invalidParameter(name: "tuning", value: "\(tuning)", requirement: "a finite number")
    }
    if let tuning = transform.tuning, abs(tuning) > 1000 {
      throw SignalError.invalidParameter(name: "tuning", value: "\(tuning)", requirement: "in -1000...1000 bins")
    }
    if let lowest = transform.minimumFrequency, lowest < 0.01 {
      throw SignalError.invalidParameter(
        name: "minimumFrequency", value: "\(lowest) Hz", requirement: "at least 0.01 Hz")
    }
    guard transform.sparsity >= 0, transform.sparsity < 1 else {
      throw SignalError.invalidParameter(name: "sparsity", value: "\(transform.sparsity)", requirement: "in 0..<1")
    }
  }

  private init(_ transform: VariableQTransform, tuning: Double, sampleRate: Double) throws {
    let bank = try WaveletBank(transform, tuning: tuning)
    let perOctave = transform.octaveBinCount
    let cutoff = bank.cutoff
    let nyquist = sampleRate / 2
    guard cutoff <= nyquist else {
      throw SignalError.aboveNyquist(
        name: "The highest constant-Q bin", frequency: cutoff, sampleRate: sampleRate)
    }
    let octaveCount = (transform.binCount + perOctave - 1) / perOctave
    let early = min(
      max(0, Int(log2(nyquist / cutoff).rounded(.up)) - 2),
      max(0, transform.hopLength.trailingZeroBitCount - octaveCount + 1))
    earlyFactor = 1 << early
    earlyGain = transform.isScaled ? 1 : Double(earlyFactor).squareRoot()
    binCount = transform.binCount
    padding = transform.padding

    let startRate = sampleRate / Double(earlyFactor)
    var rate = startRate
    var hop = transform.hopLength / earlyFactor
    var halvings = 0
    var octaves: [Octave] = []
    let filterCount = min(perOctave, transform.binCount)
    var previous: WaveletFilters?
    for index in 0..<octaveCount {
      let end = transform.binCount - index * filterCount
      let bins = max(0, end - filterCount)..<end
      let filters = try bank.filters(
        bins: bins, rate: rate, startRate: startRate, isScaled: transform.isScaled, previous: previous)
      previous = filters
      octaves.append(Octave(filters: filters, firstBin: bins.lowerBound, hopLength: hop, halvings: halvings))
      if hop % 2 == 0 {
        hop /= 2
        rate /= 2
        halvings += 1
      }
    }
    self.octaves = octaves
  }
}
