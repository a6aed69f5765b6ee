import Foundation
import Learning

/// Trains with a rate that rises to `maxLearningRate` and falls to almost nothing.
///
/// ```swift
/// try fit_one_cycle(learn, epochs: 5, maxLearningRate: 3e-3)
/// ```
/// - Parameters:
///   - learner: what is trained.
///   - epochs: passes over the training set.
///   - maxLearningRate: one rate, or `.spread(from:to:)` over the parameter groups; the learner's own if nil.
///   - checkpoint: a file from which a killed run goes on; see `Learner.fit`.
/// - Throws: `LearningError` when the loss is no longer a number, among others.
public func fit_one_cycle(
  _ learner: Learner, epochs: Int, maxLearningRate: LearningRate? = nil, checkpoint: URL? = nil
) throws {
  try learner.fitOneCycle(epochs: epochs, maxLearningRate: maxLearningRate, checkpoint: checkpoint)
}

/// Trains with one rate for all parameter groups that rises to `maxLearningRate` and falls to almost nothing.
public func fit_one_cycle(_ learner: Learner, epochs: Int, maxLearningRate: Double, checkpoint: URL? = nil) throws {
  try learner.fitOneCycle(epochs: epochs, maxLearningRate: .uniform(maxLearningRate), checkpoint: checkpoint)
}
