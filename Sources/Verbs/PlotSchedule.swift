import Learning
import Plotting

/// Shows learning rate and momentum over the steps of the last fit, side by side.
///
/// ```swift
/// plotSchedule(learn)
/// ```
public func plotSchedule(_ learner: Learner, width: Double = 9, height: Double = 3.5) -> Figure {
  subplots(columns: 2, width: width, height: height) {
    plot(learner.recorder.learningRates).xLabel("steps").title("learning rate")
    plot(learner.recorder.momenta).xLabel("steps").title("momentum")
  }
}
