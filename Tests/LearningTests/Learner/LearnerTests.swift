import Datasets
import Display
import Foundation
import Learning
import Networks
import Tensors
import TestSupport
import Testing

@Suite("Learners", .serialized)
struct LearnerTests {
  @Test("A learner's summary has a row for each layer")
  func tables() throws {
    let learner = try TinyLearner.make()
    #expect(learner.summary.rows.map(\.name) == ["0.0", "0.1", "0.2", "1.0", "1.1", "1.2", "2"])
    #expect(learner.summary.rows.map(\.outputShape).last == [1, 3])
  }

  @Test("A model shows itself as a table")
  func modelTable() {
    let model = Sequential([Linear(weight: Tensor(zeros: [3, 1200])), ReLU()])
    #expect(model.table.rows == [["0", "Linear 1200 → 3, no bias", "3,600"], ["1", "ReLU", ""]])
    #expect(model.description.hasPrefix("Sequential: 3,600 parameters\n"))
  }

  @Test("Predictions over a set agree with validation")
  func predictions() throws {
    let learner = try TinyLearner.make()
    let answers = try learner.predictions()
    let validation = try learner.validate()
    let losses = try #require(answers.losses).scalars
    #expect(abs(Double(losses.reduce(0, +)) / Double(losses.count) - validation.loss) < 1e-5)
    guard case .classes(let decided) = answers.decisions, case .classes(let true_) = answers.targets else {
      Issue.record("classes expected")
      return
    }
    let wrong = zip(decided, true_).filter { $0 != $1 }.count
    #expect(abs(Double(wrong) / Double(losses.count) - validation.metrics[0]) < 1e-9)
  }

  @Test("A rate stays flat for three quarters of the steps and falls to a hundred-thousandth")
  func flatCosine() throws {
    let learner = try TinyLearner.make()
    let trace = Trace()
    try learner.fitFlatCosine(epochs: 4, learningRate: 0.01, callbacks: [trace])
    let rates = try trace.rates.map { try #require($0.last) }
    for (step, rate) in rates.enumerated() {
      let position = Double(step) / Double(rates.count)
      let fall = 0.5 * (1 + cos(.pi * (position - 0.75) / 0.25))
      let expected = position < 0.75 ? 0.01 : 1e-7 + (0.01 - 1e-7) * fall
      #expect(abs(rate - expected) < 1e-8, "step \(step) of \(rates.count)")
    }
    #expect(learner.recorder.epochs.count == 4)
  }

  @Test("A custom layer and a custom loss train")
  func ownLayerAndLoss() throws {
    struct Parabola: Layer {
      let factor = Parameter(Tensor([0.1]))
      func callAsFunction(_ input: Tensor) -> Tensor { input * input * factor.value }
      var parts: Parts { ["factor": .weight(factor)] }
    }
    struct AbsoluteError: Loss {
      func callAsFunction(_ outputs: Tensor, _ targets: Targets) throws -> Tensor {
        guard case .values(let values) = targets else { throw NetworkError.targetsAreClasses(judge: "AbsoluteError") }
        return (outputs - values).absolute().mean()
      }
    }
    let x = Tensor(shape: [64, 1], scalars: (0..<64).map { Float($0) / 32 - 1 })
    let source = TensorSource(inputs: x, targets: .values(x * x * 3), batchSize: 16, seed: 1)
    let model = Parabola()
    let learner = Learner(
      TensorDataLoaders(train: source, valid: source), model: model, loss: AbsoluteError())
    learner.showsProgress = false
    try learner.fit(epochs: 60, learningRate: 0.05, weightDecay: 0)
    #expect(abs(model.factor.value.scalars[0] - 3) < 0.1)
  }

  @Test("Two threads train to the same weights as one")
  func threads() async {
    await #expect(processExitsWith: .success) {
      setenv("ETUDE_THREADS", "2", 1)
      func run(_ limit: Int) throws -> [[UInt8]] {
        ThreadPool.shared.setLimit(limit)
        var generator = MersenneTwister(seed: 5)
        let model = VisionModel(.resnet18, classCount: 3, using: &generator)
        let inputs = Formula.tensor("threads", shape: [8, 3, 64, 64], salt: 1)
        let source = TensorSource(inputs: inputs, targets: .classes([0, 1, 2, 0, 1, 2, 0, 1]), batchSize: 4, seed: 1)
        let learner = Learner(TensorDataLoaders(train: source, valid: source), model: model, loss: CrossEntropy())
        learner.showsProgress = false
        try learner.fit(epochs: 1)
        return learner.model.storedTensors.map(\.bytes)
      }
      let one = try run(1)
      #expect(try run(2) == one)
    }
  }
}
