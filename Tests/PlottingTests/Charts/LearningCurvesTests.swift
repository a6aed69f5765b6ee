import Plotting
import Testing

@Suite("Learning curves")
struct LearningCurvesTests {
  @Test("The finder's curve leaves out its last five points, on a logarithmic axis")
  func finder() throws {
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
