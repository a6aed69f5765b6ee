import Foundation
import Networks

extension Learner {
  /// Trains with a rate that rises to a maximum and falls to almost nothing, while momentum does the opposite.
  ///
  /// Source: L. N. Smith, “Super-convergence”, 2018, arXiv:1708.07120; agrees with fastai's `fit_one_cycle`.
  ///
  /// - Parameters:
  ///   - maxLearningRate: A number, or a `LearningRate` over the parameter groups; the learner's own by default.
  ///   - divisor: The start is this much smaller than the maximum.
  ///   - finalDivisor: And so is the end.
  ///   - warmUpShare: Fraction of the fit in which the rate rises.
  ///   - momenta: At start, middle and end; the learner's own if nil.
  ///   - checkpoint: See `fit`.
  /// - Throws: Like `fit`.
  public func fitOneCycle(
    epochs: Int, maxLearningRate: some LearningRateConvertible = LearningRate?.none, divisor: Double = 25,
    finalDivisor: Double = 1e5,
    warmUpShare: Double = 0.25, momenta: (start: Double, middle: Double, end: Double)? = nil,
    weightDecay: Double? = nil, callbacks: [any Callback] = [], checkpoint: URL? = nil
  ) throws {
    try requireAboveZero(divisor, "divisor")
    try requireAboveZero(finalDivisor, "finalDivisor")
    try requireShare(warmUpShare, "warmUpShare")
    let maxima = try (maxLearningRate.learningRate ?? learningRate).rates(groupCount: optimizer.groups.count)
    let momenta = momenta ?? cycleMomenta
    let schedule = TrainingSchedule(
      rates: maxima.map {
        .oneCycle(maximum: $0, divisor: divisor, finalDivisor: finalDivisor, warmUpShare: warmUpShare)
      },
      momentum: .cosines(share: warmUpShare, from: momenta.start, through: momenta.middle, to: momenta.end))
    try fit(
      epochs: epochs, weightDecay: weightDecay, schedule: schedule, callbacks: callbacks, checkpoint: checkpoint)
  }

  /// Trains at one rate for most of the fit, then lets it fall along a half cosine; fastai's `fit_flat_cos`.
  ///
  /// - Throws: Like `fit`.
  public func fitFlatCosine(
    epochs: Int, learningRate: some LearningRateConvertible = LearningRate?.none, finalDivisor: Double = 1e5,
    flatShare: Double = 0.75,
    weightDecay: Double? = nil, callbacks: [any Callback] = [], checkpoint: URL? = nil
  ) throws {
    try requireAboveZero(finalDivisor, "finalDivisor")
    try requireShare(flatShare, "flatShare")
    let rates = try (learningRate.learningRate ?? self.learningRate).rates(groupCount: optimizer.groups.count)
    let schedule = TrainingSchedule(
      rates: rates.map { .flatThenCosine(rate: $0, finalDivisor: finalDivisor, flatShare: flatShare) })
    try fit(
      epochs: epochs, weightDecay: weightDecay, schedule: schedule, callbacks: callbacks, checkpoint: checkpoint)
  }

  /// Trains only the head, then the whole model with smaller rates for its early layers; fastai's `fine_tune`.
  ///
  /// - Parameters:
  ///   - epochs: With everything unfrozen.
  ///   - baseLearningRate: The rate of the head while the rest is frozen; half of it afterwards.
  ///   - frozenEpochs: Epochs of the head alone; 0 skips that part.
  ///   - spread: The first group's rate is this much smaller than the last one's.
  ///   - checkpoint: See `fit`. While the rest is frozen, `.frozen` is added to its name.
  /// - Throws: Like `fit`; `LearningError.noEpochs` before anything is trained.
  public func fineTune(
    epochs: Int, baseLearningRate: Double = 2e-3, frozenEpochs: Int = 1, spread: Double = 100,
    warmUpShare: Double = 0.3, divisor: Double = 5, callbacks: [any Callback] = [], checkpoint: URL? = nil
  ) throws {
    try requireAboveZero(spread, "spread")
    try requireAboveZero(divisor, "divisor")
    try requireShare(warmUpShare, "warmUpShare")
    guard epochs >= 1 else { throw LearningError.noEpochs(epochs) }
    guard frozenEpochs >= 0 else { throw LearningError.noEpochs(frozenEpochs) }
    freeze()
    let isHeadTrained = checkpoint.map { FileManager.default.fileExists(atPath: $0.path) } ?? false
    if !isHeadTrained && frozenEpochs > 0 {
      try fitOneCycle(
        epochs: frozenEpochs, maxLearningRate: .head(baseLearningRate), warmUpShare: 0.99, callbacks: callbacks,
        checkpoint: checkpoint?.appendingPathExtension("frozen"))
    }
    unfreeze()
    let rate = baseLearningRate / 2
    try fitOneCycle(
      epochs: epochs, maxLearningRate: .spread(from: rate / spread, to: rate), divisor: divisor,
      warmUpShare: warmUpShare, callbacks: callbacks, checkpoint: checkpoint)
  }
}

/// - Throws: `LearningError.invalidSetting`.
private func requireAboveZero(_ value: Double, _ name: String) throws(LearningError) {
  guard value > 0, value.isFinite else {
    throw .invalidSetting(name: name, value: value, requirement: "a number above 0")
  }
}

/// - Throws: `LearningError.invalidSetting`.
private func requireShare(_ value: Double, _ name: String) throws(LearningError) {
  guard (0...1).contains(value) else {
    throw .invalidSetting(name: name, value: value, requirement: "a fraction of the fit, from 0 to 1")
  }
}
