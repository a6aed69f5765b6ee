import Foundation
import Learning
import Networks

/// Trains with a rate that rises to `maxLearningRate` and falls to almost nothing.
///
/// ```swift
/// try fit_one_cycle(learn, epochs: 5, maxLearningRate: 3e-3)
/// ```
/// - Parameters:
///   - learner: the learner to train.
///   - epochs: passes over the training set.
///   - maxLearningRate: one rate, or `.spread(from:to:)` over the parameter groups; the learner's own by default.
///   - checkpoint: a file from which a killed run resumes; see `Learner.fit`.
/// - Throws: `LearningError` when the loss is no longer a number, among others.
public func fit_one_cycle(
  _ learner: Learner, epochs: Int, maxLearningRate: some LearningRateConvertible = LearningRate?.none,
  checkpoint: URL? = nil
) throws {
  try learner.fitOneCycle(epochs: epochs, maxLearningRate: maxLearningRate, checkpoint: checkpoint)
}
