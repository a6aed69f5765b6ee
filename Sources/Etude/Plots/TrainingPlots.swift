public import Learning
public import Plotting

/// Shows the smoothed training loss over the steps of the last fit, and the validation loss after each epoch.
///
/// ```swift
/// plotLoss(learn)
/// ```
/// - Parameters:
///   - skippedSteps: how many steps at the start are left out, where the loss is far above the rest.
///   - showsValid: whether to show the validation loss.
public func plotLoss(
  _ learner: Learner, skippedSteps: Int = 5, showsValid: Bool = true, width: Double = 6.4, height: Double = 4
) -> Figure {
  let losses = learner.recorder.losses
  let steps = Array(min(skippedSteps, losses.count)..<losses.count)
  let epochs = learner.recorder.epochs.filter { $0.stepCount >= skippedSteps && !$0.validLoss.isNaN }
  return figure(width: width, height: height) {
    LineMark(x: steps, y: steps.map { Double(losses[$0]) }).label("train")
    if showsValid {
      LineMark(x: epochs.map(\.stepCount), y: epochs.map(\.validLoss)).label("valid")
    }
  }
  .title("learning curve").xLabel("steps").yLabel("loss")
}

/// Shows the smoothed loss over the rates of the last `lr_find`, on a logarithmic axis.
///
/// ```swift
/// let lr = try lr_find(learn)
/// plotLearningRateFinder(learn).verticalLine(at: lr.minimum, color: .red).verticalLine(at: lr.steep, color: .red)
/// ```
/// - Parameter skippedAtEnd: how many steps at the end are left out, where the loss explodes.
public func plotLearningRateFinder(
  _ learner: Learner, skippedAtEnd: Int = 5, width: Double = 6.4, height: Double = 4
) -> Figure {
  let points = zip(learner.recorder.learningRates, learner.recorder.losses).dropLast(skippedAtEnd)
    .filter { $0.1.isFinite }
  return plot(x: points.map(\.0), y: points.map { Double($0.1) }, width: width, height: height)
    .xScale(.log).xLabel("Learning Rate").yLabel("Loss")
}

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

/// Shows a schedule over the positions of a fit, from 0 to 1.
///
/// ```swift
/// plot(.oneCycle(maximum: 3e-3))
/// ```
public func plot(_ schedule: Schedule, width: Double = 6.4, height: Double = 4) -> Figure {
  let values = schedule.values(count: 200)
  return plot(
    x: values.indices.map { Double($0) / Double(values.count - 1) }, y: values, width: width, height: height
  )
  .title(schedule.name).xLabel("position")
}
