import TestSupport
import Foundation
import Networks
import Tensors
import Testing

@Suite("Optimizers")
struct OptimizerTests {
  /// A model that is nothing but one parameter.
  struct Single: Layer {
    let parameter: Parameter
    let isBias: Bool
    func callAsFunction(_ input: Tensor) -> Tensor { input }
    var parts: Parts { ["p": isBias ? .bias(parameter) : .weight(parameter)] }
  }

  @Test(
    "Parameters agree with fastai's after each step",
    arguments: [("adam", Adam() as any UpdateRule, false), ("adam_nowd", Adam(), true), ("sgd_mom", SGD(), false)])
  func agree(file: String, rule: any UpdateRule, isBias: Bool) throws {
    let model = Single(parameter: Parameter(try Fixtures.tensor("optim/p0")), isBias: isBias)
    let gradients = try Fixtures.tensor("optim/grads")
    let expected = try Fixtures.tensor("optim/\(file)")
    let parameters = try Fixtures.parameters("optim/\(file).npy")
    let settings = try #require(parameters["hyper"] as? [[String: Double]])
    let optimizer = Optimizer(rule, groups: [model], hyperParameters: HyperParameters(weightDecay: 0.1))
    var comparison = Comparison(try Fixtures.tolerance("optim/\(file).npy"))
    for (index, setting) in settings.enumerated() {
      optimizer.set(\.learningRate, to: try #require(setting["lr"]))
      optimizer.set(\.momentum, to: try #require(setting["mom"]))
      model.parameter.gradient = gradients.selecting(index)
      optimizer.step()
      comparison.check(model.parameter.value.detached, expected.selecting(index), "step \(index)")
    }
    #expect(comparison.failures.isEmpty, "\(comparison.failures)")
    print("error optim/\(file): \(comparison.largest)")
    guard file == "adam" else { return }
    let state = try Fixtures.tensor("optim/adam_state")
    var means = Comparison(try Fixtures.tolerance("optim/adam_state.npy"))
    means.check(try #require(optimizer.groups[0].states[0].average), state.selecting(0), "mean")
    means.check(try #require(optimizer.groups[0].states[0].squareAverage), state.selecting(1), "mean square")
    #expect(means.failures.isEmpty, "\(means.failures)")
  }

  @Test("SGD without momentum subtracts rate times gradient")
  func plainDescent() {
    let model = Single(parameter: Parameter(Tensor([1, 2])), isBias: true)
    model.parameter.gradient = Tensor([1, -1])
    let optimizer = Optimizer(
      SGD(), groups: [model], hyperParameters: HyperParameters(learningRate: 0.5, momentum: 0))
    optimizer.step()
    #expect(model.parameter.value.scalars == [0.5, 2.5])
  }

  @Test("A penalty is part of Adam's gradient")
  func penalty() {
    let model = Single(parameter: Parameter(Tensor([2])), isBias: false)
    model.parameter.gradient = Tensor([0])
    let optimizer = Optimizer(
      Adam(decay: .penalty), groups: [model], hyperParameters: HyperParameters(learningRate: 0.1, weightDecay: 1))
    optimizer.step()
    #expect(abs(model.parameter.value.scalars[0] - 1.9) < 1e-5)
  }

  @Test("After freezing only normalisations are trained, and parameters that once had a gradient still decay")
  func freezing() {
    var generator = MersenneTwister(seed: 1)
    let body = Sequential([Linear(inputs: 2, outputs: 3, using: &generator), BatchNormalization(channels: 3)])
    let head = Linear(inputs: 3, outputs: 1, using: &generator)
    let optimizer = Optimizer(SGD(), groups: [body, head], hyperParameters: HyperParameters(learningRate: 1))
    optimizer.freeze(upTo: 1)
    #expect(body.parameters.map(\.parameter.requiresGradient) == [false, false, true, true])
    #expect(head.parameters.allSatisfy { $0.parameter.requiresGradient })

    let weight = body.parameters[0].parameter
    let before = weight.value.scalars
    optimizer.step()
    #expect(weight.value.scalars == before)

    weight.gradient = Tensor(zeros: weight.shape)
    optimizer.step()
    optimizer.clearGradients()
    optimizer.step()
    #expect(zip(weight.value.scalars, before).allSatisfy { abs($0 - $1 * 0.99 * 0.99) < 1e-6 })
  }

  @Test("The number of threads does not change a step")
  func threads() async {
    await #expect(processExitsWith: .success) {
      setenv("ETUDE_THREADS", "2", 1)
      let count = 100_000
      let start = Formula.tensor("p", shape: [count], salt: 1)
      let gradient = Formula.tensor("g", shape: [count], salt: 1)
      func run(_ limit: Int) -> [Float] {
        ThreadPool.shared.setLimit(limit)
        let model = Single(parameter: Parameter(start), isBias: false)
        let optimizer = Optimizer(Adam(), groups: [model])
        for _ in 0..<3 {
          model.parameter.gradient = gradient
          optimizer.step()
        }
        return model.parameter.value.scalars
      }
      #expect(run(1) == run(2))
    }
  }

  @Test("Each rule has fastai's defaults")
  func defaults() {
    let model = Single(parameter: Parameter(Tensor([1])), isBias: false)
    func settings(_ rule: any UpdateRule) -> HyperParameters {
      Optimizer(rule, groups: [model]).groups[0].hyperParameters
    }
    #expect(settings(SGD()) == HyperParameters(momentum: 0, weightDecay: 0))
    #expect(settings(SGD(momentum: 0.8)).momentum == 0.8)
    #expect(settings(Adam()) == HyperParameters(momentum: 0.9, weightDecay: 0.01))
  }

  @Test("A parameter used twice is stepped once, by the first group that contains it")
  func tied() {
    let shared = Parameter(Tensor(rows: [[1, 2], [3, 4]]))
    struct Tied: Layer {
      let encoder, decoder: Single
      func callAsFunction(_ input: Tensor) -> Tensor { input }
      var parts: Parts { ["encoder": .layer(encoder), "decoder": .layer(decoder)] }
    }
    let single = Single(parameter: shared, isBias: false)
    let model = Tied(encoder: single, decoder: single)
    #expect(model.parameters.map(\.name) == ["encoder.p"] && model.parameterCount == 4)
    #expect(model.storedTensors.map(\.name) == ["encoder.p", "decoder.p"])
    let optimizer = Optimizer(SGD(), groups: [model, single], hyperParameters: HyperParameters(learningRate: 1))
    #expect(optimizer.groups.map(\.parameters.count) == [1, 0])
    optimizer.set(\.momentum, to: 0)
    optimizer.set(\.weightDecay, to: 0)
    shared.gradient = Tensor(ones: [2, 2])
    optimizer.step()
    #expect(shared.value.scalars == [0, 1, 2, 3])
  }
}
