import Etude
import Testing

@Suite("Plots of a training run")
struct TrainingPlotTests {
  /// A learner after two epochs of eight steps on two separable classes.
  private func trained() throws -> Learner {
    var generator = MersenneTwister(seed: 1)
    let model = Sequential([Linear(inputs: 2, outputs: 2, using: &generator)])
    func source(_ count: Int) -> TensorSource {
      let inputs = Tensor(
        shape: [count, 2], scalars: (0..<count * 2).map { (index: Int) -> Float in index / 2 % 2 == 0 ? 1 : -1 })
      return TensorSource(
        inputs: inputs, targets: .classes((0..<count).map { $0 % 2 }), batchSize: 4, dropsLast: false)
    }
    let learner = Learner(
      TensorDataLoaders(train: source(32), valid: source(8), classNames: ["even", "odd"]), model: model,
      loss: CrossEntropy())
    learner.showsProgress = false
    try fit_one_cycle(learner, epochs: 2, maxLearningRate: 0.1)
    return learner
  }

  @Test("A plot of losses has the recorder's, with validation at the ends of epochs")
  func loss() throws {
    let learner = try trained()
    let (losses, epochs) = (learner.recorder.losses, learner.recorder.epochs)
    let train = LineMark(x: Array(5..<16), y: losses[5...].map { Double($0) }).label("train")
    let both = figure {
      train
      LineMark(x: [8, 16], y: epochs.map(\.validLoss)).label("valid")
    }
    #expect(
      try plotLoss(learner).pngData()
        == both.title("learning curve").xLabel("steps").yLabel("loss").pngData())
    #expect(
      try plotLoss(learner, showsValid: false, width: 3, height: 2).pngData()
        == figure(width: 3, height: 2) { train }.title("learning curve").xLabel("steps").yLabel("loss").pngData())
  }

  @Test("A plot of the learning rate finder has its losses over the rates, without the last five")
  func finder() throws {
    let learner = try trained()
    let (rates, losses) = (learner.recorder.learningRates, learner.recorder.losses)
    let line = plot(x: Array(rates.prefix(11)), y: losses.prefix(11).map { Double($0) })
    #expect(
      try plotLearningRateFinder(learner).pngData()
        == line.xScale(.log).xLabel("Learning Rate").yLabel("Loss").pngData())
  }

  @Test("A plot of the schedule has rate and momentum side by side")
  func schedule() throws {
    let learner = try trained()
    let (rates, momenta) = (learner.recorder.learningRates, learner.recorder.momenta)
    #expect(rates.firstIndex(of: rates.max() ?? 0) == momenta.firstIndex(of: momenta.min() ?? 0))
    let figure = plotSchedule(learner)
    #expect(figure.width == 9 && figure.height == 3.5)
    let plots = try figure.geometry()
    try #require(plots.count == 2)
    #expect(plots.map(\.x.label) == ["steps", "steps"])
    #expect(plots[0].left < plots[1].left && plots[0].bottom == plots[1].bottom)
    #expect(rates.allSatisfy(plots[0].y.limits.contains) && momenta.allSatisfy(plots[1].y.limits.contains))
    let words = try #require(figure.mimeBundle.metadata.alternativeText)
    #expect(words.contains("learning rate: a line of 16 points; steps from 0 to 15"))
    #expect(words.contains("momentum: a line of 16 points; steps from 0 to 15"))
  }

  @Test("A schedule is drawn over the positions of a fit")
  func positions() throws {
    let figure = plot(.oneCycle(maximum: 1))
    let drawn = try #require(try figure.geometry().first)
    #expect(drawn.x.label == "position" && drawn.x.limits.contains(0) && drawn.x.limits.contains(1))
    #expect(drawn.y.limits.contains(0) && drawn.y.limits.contains(1))
  }
}
