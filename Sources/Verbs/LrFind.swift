import Learning
import Plotting

/// Trains for some steps at rising rates and suggests rates to train with; the learner stays as it was.
///
/// The suggestions are shown as a table; ``plotLearningRateFinder(_:skippedAtEnd:width:height:)`` shows the curve, as fastai
/// does.
///
/// ```swift
/// let lr = try lr_find(learn)
/// print(lr.minimum, lr.steep)
/// plotLearningRateFinder(learn)
/// ```
/// - Throws: `LearningError` when there are too few steps to see anything.
@discardableResult
public func lr_find(
  _ learner: Learner, from start: Double = 1e-7, to end: Double = 10, steps: Int = 100
) throws -> LearningRateSuggestions {
  try learner.findLearningRate(from: start, to: end, steps: steps)
}

/// Shows the smoothed loss over the rates of the last `lr_find`, on a logarithmic axis.
///
/// ```swift
/// let lr = try lr_find(learn)
/// plotLearningRateFinder(learn).verticalLine(at: lr.minimum, color: .red).verticalLine(at: lr.steep, color: .red)
/// ```
/// - Parameter skippedAtEnd: number of steps to leave out at the end, where the loss explodes.
public func plotLearningRateFinder(
  _ learner: Learner, skippedAtEnd: Int = 5, width: Double = 6.4, height: Double = 4
) -> Figure {
  let recorder = learner.recorder
  return plotLearningRateFinder(rates: recorder.learningRates, losses: recorder.losses, skippedAtEnd: skippedAtEnd)
    .size(width: width, height: height)
}
