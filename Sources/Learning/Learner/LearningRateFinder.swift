import Datasets
import Display
import Foundation
import Networks
import Tensors

extension Learner {
  /// Trains for some steps at rising rates, watches the loss, suggests rates, and leaves the learner as it was.
  ///
  /// The curve stays in the `recorder`. Source: L. N. Smith, “Cyclical learning rates”, 2017, arXiv:1506.01186; agrees
  /// with fastai's `lr_find`.
  ///
  /// ```swift
  /// let rates = try learner.findLearningRate()
  /// try learner.fitOneCycle(epochs: 5, maxLearningRate: .uniform(rates.valley))
  /// ```
  ///
  /// - Parameters:
  ///   - start: The first rate, above 0.
  ///   - end: The rate that the last step would have.
  ///   - steps: At least 6.
  ///   - stopsWhenDiverged: True to stop when the smoothed loss is 4 times its minimum.
  /// - Throws: `LearningError.invalidRateRange` for rates that are not positive and rising, `.tooFewLosses` if the
  ///   curve ends too early, `.fallingRates` if the range is too narrow for its steps, and errors of `fit`.
  @discardableResult
  public func findLearningRate(
    from start: Double = 1e-7, to end: Double = 10, steps: Int = 100, stopsWhenDiverged: Bool = true
  ) throws -> LearningRateSuggestions {
    guard start > 0, end > start, end.isFinite else { throw LearningError.invalidRateRange(from: start, to: end) }
    let steps = max(6, steps)
    guard loaders.train.batchCount > 0 else { throw DatasetError.noBatches(itemCount: loaders.train.itemCount) }
    let snapshot = LearnerSnapshot(of: self)
    let showedProgress = showsProgress
    let sweep = RateSweep(
      schedule: .exponential(from: start, to: end), steps: steps, stops: stopsWhenDiverged,
      showsProgress: showsProgress)
    showsProgress = false
    defer {
      snapshot.restore(self)
      // The sweep's weights and means are no longer needed, and the next fit needs its own memory.
      StoragePool.shared.releaseUnused()
      showsProgress = showedProgress
      sweep.finish()
    }
    try fit(epochs: steps / loaders.train.batchCount + 1, callbacks: [sweep])
    sweep.completeCurve(of: self)

    let kept = recorder.losses.indices.dropFirst(steps / 10).dropLast(5)
    let losses = kept.map { recorder.losses[$0] }
    let count = losses.firstIndex { $0.isNaN } ?? losses.count
    return try LearningRateSuggestions(
      rates: kept.prefix(count).map { Float(recorder.learningRates[$0]) }, losses: Array(losses.prefix(count)))
  }
}

/// Raises the rate from step to step, and ends the fit when the loss has diverged or the steps are done.
private final class RateSweep: Callback {
  private let schedule: TrainingSchedule
  private let steps: Int
  private let stops: Bool
  private let bar: ProgressBar?
  private var best = Float.infinity

  /// The loss that was no longer a number.
  private var notFinite: Float?

  init(schedule: Schedule, steps: Int, stops: Bool, showsProgress: Bool) {
    self.schedule = TrainingSchedule(rates: [schedule])
    self.steps = steps
    self.stops = stops
    bar = showsProgress ? ProgressBar("learning rate finder", total: steps) : nil
  }

  func respond(to event: Event, of learner: Learner) throws {
    switch event {
    case .beforeBatch: schedule.apply(at: Double(learner.step) / Double(steps), to: learner.optimizer)
    case .afterLoss where !learner.lossValue.isFinite:
      notFinite = learner.lossValue
      throw Cancellation.fit
    case .afterBatch:
      let loss = learner.recorder.smoothedLoss
      bar?.advance(detail: "loss \(Double(loss).formatted(decimals: 3))")
      if loss < best { best = loss }
      if stops, loss > 4 * best { throw Cancellation.fit }
      if learner.step >= steps { throw Cancellation.fit }
    case .beforeValidation: throw Cancellation.validation
    default: break
    }
  }

  /// Fills in the values of further steps once the loss is NaN.
  ///
  /// The weights are lost then, so every later loss is NaN; after an infinite one the sweep stops, if it may.
  func completeCurve(of learner: Learner) {
    guard let notFinite else { return }
    var loss = notFinite
    for step in learner.recorder.losses.count..<steps {
      schedule.apply(at: Double(step) / Double(steps), to: learner.optimizer)
      let settings = learner.optimizer.groups.last?.hyperParameters ?? HyperParameters()
      learner.recorder.record(loss: loss, learningRate: settings.learningRate, momentum: settings.momentum)
      if stops, loss == .infinity { return }
      loss = .nan
    }
  }

  func finish() { bar?.finish() }
}
