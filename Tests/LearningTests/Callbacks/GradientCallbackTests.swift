import Datasets
import Foundation
import Learning
import Networks
import Tensors
import Testing

@Suite("Callbacks that change gradients and weights")
struct GradientCallbackTests {
  /// A learner of a line without batch normalisation, so that batches may have any size.
  private func learner(batchSize: Int) -> Learner {
    var generator = MersenneTwister(seed: 4)
    let inputs = Tensor(normal: [16, 3], standardDeviation: 1, using: &generator)
    let targets = Targets.values(inputs.sum(axis: 1, keepingAxes: true) * 3)
    let source = TensorSource(inputs: inputs, targets: targets, batchSize: batchSize)
    let learner = Learner(
      TensorDataLoaders(train: source, valid: source), model: Linear(inputs: 3, outputs: 1, using: &generator),
      loss: MeanSquaredError(), rule: SGD())
    learner.showsProgress = false
    return learner
  }

  private func weights(_ learner: Learner) -> [Float] {
    learner.model.parameters.flatMap { $0.parameter.value.scalars }
  }

  @Test("Gathering small batches moves the weights as one large batch does")
  func accumulation() throws {
    let (small, large) = (learner(batchSize: 4), learner(batchSize: 16))
    try small.fit(epochs: 3, learningRate: 0.05, callbacks: [GradientAccumulation(itemCount: 16)])
    try large.fit(epochs: 3, learningRate: 0.05)
    for (first, second) in zip(weights(small), weights(large)) { #expect(abs(first - second) < 1e-5) }
    #expect(weights(small) != weights(learner(batchSize: 4)))
  }

  @Test("A clipped gradient has the largest norm, and a short one stays unchanged")
  func clipping() throws {
    let clipped = learner(batchSize: 16)
    var norms: [Double] = []
    let watcher = EventCallback(.afterBackward) { learner in
      let squares = learner.model.parameters.compactMap(\.parameter.gradient).map { $0.squared().sum().scalar }
      norms.append(Double(squares.reduce(0, +)).squareRoot())
    }
    let clipping = GradientClipping(maximumNorm: 0.5)
    try clipped.fit(epochs: 1, learningRate: 0.01, callbacks: [clipping, watcher])
    #expect(clipping.lastNorm > 1)
    #expect(abs(norms[0] - 0.5) < 1e-5)
    let (loose, plain) = (learner(batchSize: 16), learner(batchSize: 16))
    try loose.fit(epochs: 1, learningRate: 0.01, callbacks: [GradientClipping(maximumNorm: 1e6)])
    try plain.fit(epochs: 1, learningRate: 0.01)
    #expect(weights(loose) == weights(plain))
  }

  @Test("Averaged weights are the running mean, and training does not feel them")
  func averaging() throws {
    let (averaged, plain) = (learner(batchSize: 4), learner(batchSize: 4))
    var mean = weights(averaged)
    var trained: [[Float]] = []
    let watcher = EventCallback(.afterStep) { learner in
      trained.append(self.weights(learner))
      mean = zip(mean, self.weights(learner)).map { $0 * 0.9 + $1 * 0.1 }
    }
    try averaged.fit(epochs: 2, learningRate: 0.05, callbacks: [watcher, WeightAveraging(decay: 0.9)])
    var plainTrained: [[Float]] = []
    try plain.fit(
      epochs: 2, learningRate: 0.05, callbacks: [EventCallback(.afterStep) { plainTrained.append(self.weights($0)) }])
    #expect(trained == plainTrained)
    for (own, expected) in zip(weights(averaged), mean) { #expect(abs(own - expected) < 1e-5) }
    #expect(averaged.recorder.epochs.map(\.validLoss) != plain.recorder.epochs.map(\.validLoss))
  }

  @Test("The rate falls when nothing gets better, and no lower than its limit")
  func plateau() throws {
    let learner = learner(batchSize: 16)
    var rates: [Double] = []
    let watcher = EventCallback(.beforeTraining) { rates.append($0.optimizer.groups[0].hyperParameters.learningRate) }
    // A difference that nothing makes: no epoch but the first is better.
    let callback = ReduceOnPlateau(difference: 1e9, patience: 2, divisor: 10, minimumRate: 1e-4)
    try learner.fit(epochs: 7, learningRate: 1e-2, callbacks: [callback, watcher])
    #expect(rates.map { ($0 * 1e6).rounded() } == [1e4, 1e4, 1e4, 1e3, 1e3, 1e2, 1e2])
  }

  @Test("A divisor that would not lower the rate is refused")
  func divisor() {
    #expect(throws: LearningError.invalidSetting(name: "divisor", value: 1, requirement: "a number above 1")) {
      try learner(batchSize: 16).fit(epochs: 1, callbacks: [ReduceOnPlateau(divisor: 1)])
    }
  }
}
