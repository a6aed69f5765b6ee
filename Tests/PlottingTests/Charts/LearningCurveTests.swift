import Display
import Plotting
import Testing

@Suite("Learning curves")
struct LearningCurveTests {
  let losses = (0..<20).map { 2 - Double($0) / 20 }

  @Test("the loss curve is two lines: training from the sixth step, validation at the ends of epochs")
  func loss() throws {
    let lines = figure {
      LineMark(x: 5..<20, y: Array(losses[5...])).label("train")
      LineMark(x: [10, 20], y: [1.6, 1.2]).label("valid")
    }
    let curve = plotLoss(training: losses, validation: [1.6, 1.2], validationSteps: [10, 20])
    #expect(try curve.pngData() == lines.title("learning curve").xLabel("steps").yLabel("loss").pngData())
    #expect(try curve.pngData() == plotLoss(training: losses, validation: [1.6, 1.2]).pngData())
  }

  @Test("validation losses that were not measured, or are before the first step shown, are left out")
  func missingValidation() throws {
    let all = plotLoss(training: losses, validation: [9, 1.6, .nan, 1.2], validationSteps: [4, 10, 15, 20])
    let measured = plotLoss(training: losses, validation: [1.6, 1.2], validationSteps: [10, 20])
    #expect(try all.pngData() == measured.pngData())
    let none = plotLoss(training: losses, validation: [Double.nan], validationSteps: [20])
    #expect(none.mimeBundle.metadata.alternativeText?.contains("valid") == false)
  }

  @Test("the finder's curve leaves out losses that are not finite")
  func finder() throws {
    let rates = (0..<20).map { Double($0 + 1) }
    var broken = losses
    broken[3] = .infinity
    let kept = rates.indices.filter { $0 != 3 && $0 < 15 }
    let line = plot(x: kept.map { rates[$0] }, y: kept.map { losses[$0] })
    #expect(
      try plotLearningRateFinder(rates: rates, losses: broken).pngData()
        == line.xScale(.log).xLabel("Learning Rate").yLabel("Loss").pngData())
  }

  @Test("The finder's curve leaves out its last five points, on a logarithmic axis")
  func finderAxis() throws {
    let rates = (0..<20).map { Double($0 + 1) }
    let plot = try #require(try plotLearningRateFinder(rates: rates, losses: rates).geometry().first)
    #expect(plot.x.scale == .log && plot.x.label == "Learning Rate" && plot.y.label == "Loss")
    #expect(plot.y.limits.upperBound < 16)
  }

  @Test("The loss curve begins after five steps")
  func lossBeginsAfterFiveSteps() throws {
    let losses = (0..<50).map { 50 - Double($0) }
    let plot = try #require(try plotLoss(training: losses, validation: [30, 10]).geometry().first)
    #expect(plot.x.label == "steps" && plot.y.label == "loss")
    #expect(plot.x.limits.lowerBound > 2 && plot.y.limits.upperBound < 49)
  }

  @Test("A loss curve of few steps shows them all")
  func shortLossesAreShownWhole() throws {
    let short = try #require(try plotLoss(training: [3, 2, 1], validation: [2]).geometry().first)
    #expect(short.x.limits.contains(0) && short.y.limits.contains(3))
  }
}
