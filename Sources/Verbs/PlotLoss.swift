import Learning
import Plotting

/// Shows the smoothed training loss over the steps of the last fit, and the validation loss after each epoch.
///
/// ```swift
/// plotLoss(learn)
/// ```
/// - Parameters:
///   - skippedSteps: number of steps to leave out at the start, where the loss is far above the rest.
///   - showsValid: whether to show the validation loss.
public func plotLoss(
  _ learner: Learner, skippedSteps: Int = 5, showsValid: Bool = true, width: Double = 6.4, height: Double = 4
) -> Figure {
  let recorder = learner.recorder
  let epochs = showsValid ? recorder.epochs : []
  return plotLoss(
    training: recorder.losses, validation: epochs.map(\.validLoss), validationSteps: epochs.map(\.stepCount),
    skippedAtStart: skippedSteps
  )
  .size(width: width, height: height)
}
