/// The loss over the learning rate, on a logarithmic axis: fastai's `plot_lr_find`.
///
/// ```swift
/// plotLearningRateFinder(rates: rates, losses: losses).verticalLine(at: 3e-3, color: .green)
/// ```
/// - Parameters:
///   - rates: the learning rates tried.
///   - losses: the smoothed loss at each rate; non-finite losses are left out.
///   - suggestions: rates to be marked, with their names.
///   - skippedAtEnd: the number of last points to leave out, where the loss has exploded.
/// - Precondition: the numbers of rates and losses are equal.
public func plotLearningRateFinder(
  rates: some PlotData, losses: some PlotData, suggestions: [(name: String, rate: Double)] = [], skippedAtEnd: Int = 5
) -> Figure {
  let (x, y) = matched(rates, losses, "a learning-rate curve")
  let points = zip(x.numbers, y.numbers).dropLast(max(skippedAtEnd, 0)).filter { $0.1.isFinite }
  let (shownRates, shownLosses) = (points.map(\.0), points.map(\.1))
  let marks = suggestions.map { suggestion -> any Mark in
    let index = shownRates.indices.min { abs(shownRates[$0] - suggestion.rate) < abs(shownRates[$1] - suggestion.rate) }
    let loss = index.map { shownLosses[$0] } ?? .nan
    return PointMark(x: [suggestion.rate], y: [loss]).size(9).label(suggestion.name)
  }
  return figure {
    LineMark(x: shownRates, y: shownLosses)
    marks
  }
  .xScale(.log).xLabel("Learning Rate").yLabel("Loss")
}

/// The training loss at every step and the validation loss after every epoch, as lines: fastai's `plot_loss`.
///
/// ```swift
/// plotLoss(training: smoothed, validation: [0.9, 0.4], validationSteps: [11, 22])
/// ```
/// - Parameters:
///   - training: the (smoothed) loss at each step.
///   - validation: the loss on the validation set; NaN at epochs without validation.
///   - validationSteps: the step of each validation; nil spreads them evenly up to the last step.
///   - skippedAtStart: number of first steps to leave out, if there are more.
/// - Precondition: there is a step for every validation loss.
public func plotLoss(
  training: some PlotData, validation: some PlotData = [Double](), validationSteps: [Int]? = nil,
  skippedAtStart: Int = 5
) -> Figure {
  let (losses, checks) = (training.plotColumn.numbers, validation.plotColumn.numbers)
  let start = skippedAtStart < losses.count ? max(skippedAtStart, 0) : 0
  let spread = checks.indices.map { losses.count * ($0 + 1) / checks.count }
  let (steps, measured) = matched(validationSteps ?? spread, checks, "a validation curve")
  let shown = zip(steps.numbers, measured.numbers).filter { $0.0 >= Double(start) && !$0.1.isNaN }
  return figure {
    LineMark(x: start..<losses.count, y: Array(losses[start...])).label("train")
    if !shown.isEmpty { LineMark(x: shown.map(\.0), y: shown.map(\.1)).label("valid") }
  }
  .title("learning curve").xLabel("steps").yLabel("loss")
}
