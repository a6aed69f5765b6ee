import Foundation
import Learning

/// Trains only the head for an epoch, then the whole model with smaller rates for its early layers.
///
/// ```swift
/// try fineTune(learn, epochs: 1)
/// ```
/// - Parameter checkpoint: a file that stores each finished epoch, so an interrupted run can resume; the frozen epochs
///   use a second file beside it, with `.frozen` added to the name.
/// - Throws: `LearningError` when the loss is no longer a number, among others.
public func fineTune(
  _ learner: Learner, epochs: Int, baseLearningRate: Double = 2e-3, frozenEpochs: Int = 1, checkpoint: URL? = nil
) throws {
  try learner.fineTune(
    epochs: epochs, baseLearningRate: baseLearningRate, frozenEpochs: frozenEpochs, checkpoint: checkpoint)
}
