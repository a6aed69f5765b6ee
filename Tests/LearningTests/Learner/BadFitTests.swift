import Datasets
import Learning
import Networks
import Tensors
import TestSupport
import Testing

/// Meaningless fits, and the state after a fit that fails.
@Suite("Fits that cannot be")
struct BadFitTests {
  /// A model of two layers, one of which its parameter groups may omit.
  private struct Pair: Layer {
    let first, second: Linear
    let groups: [Int]
    func callAsFunction(_ input: Tensor) -> Tensor { second(first(input)) }
    var parts: Parts { ["first": .layer(first), "second": .layer(second)] }
    var parameterGroups: [any Layer] { groups.map { $0 == 0 ? first : second } }
  }

  /// A model of a pair and a parameter that its parts do not list.
  private struct Scaled: Layer {
    let inner: Pair
    let scale = Parameter(Tensor(ones: [3]))
    func callAsFunction(_ input: Tensor) -> Tensor { inner(input) * scale.value }
    var parts: Parts { ["inner": .layer(inner)] }
  }

  private func learner(_ model: any Layer, loss: any Loss = CrossEntropy()) throws -> Learner {
    let learner = Learner(try TinyLearner.make().loaders, model: model, loss: loss)
    learner.showsProgress = false
    return learner
  }

  private func pair(_ groups: [Int]) -> Pair {
    var generator = MersenneTwister(seed: 1)
    return Pair(
      first: Linear(inputs: 4, outputs: 5, using: &generator), second: Linear(inputs: 5, outputs: 3, using: &generator),
      groups: groups)
  }

  @Test("A model without parameters is refused")
  func withoutParameters() throws {
    let learner = try learner(Sequential([Flatten(), ReLU()]))
    #expect(
      message { try learner.fit(epochs: 1) }.hasPrefix("The model has no parameters, so there is nothing to train."))
  }

  @Test("A schedule with rates for another number of groups is refused with both numbers")
  func scheduleOfOtherGroups() throws {
    let schedule = TrainingSchedule(rates: [.constant(1), .constant(2), .constant(3)])
    #expect(
      message { try learner(pair([0, 1])).fit(epochs: 1, schedule: schedule) }
        == "The schedule has 3 learning rates for 2 parameter groups. Give it one for each, or one for all.")
  }

  @Test("Parameters that are in no group are named, unless they are not trained")
  func forgottenParameters() throws {
    #expect(
      message { try learner(pair([1])).fit(epochs: 1) }
        == "The loss depends on first.weight, first.bias, but no parameter group of the learner contains it, so training "
        + "would never change it. If it belongs to the model, list it in the `parts` of its layer, and that layer in a "
        + "group; if it must not be trained, use it inside withoutGradients, or set its requiresGradient to false.")
    let model = pair([1])
    for named in model.first.parameters { named.parameter.requiresGradient = false }
    try learner(model).fit(epochs: 1)
    try learner(pair([0, 1])).fit(epochs: 1)
  }

  @Test("A parameter that is in no list of parts is named by its shape")
  func unlistedParameters() throws {
    let model = Scaled(inner: pair([0, 1]))
    let learner = try learner(model)
    #expect(
      message { try learner.fit(epochs: 1) }
        == "The loss depends on an unlisted parameter of shape [3], but no parameter group of the learner contains it, so "
        + "training would never change it. If it belongs to the model, list it in the `parts` of its layer, and that layer "
        + "in a group; if it must not be trained, use it inside withoutGradients, or set its requiresGradient to false."
    )
  }

  @Test("A parameter that is in no list of parts may be trained by a callback, or not at all")
  func parametersOfACallback() throws {
    let model = Scaled(inner: pair([0, 1]))
    let learner = try learner(model)
    let own = EventCallback(.afterBackward) { _ in
      model.scale.update { value, gradient in value = value - 0.1 * gradient }
      model.scale.clearGradient()
    }
    try learner.fit(epochs: 1, callbacks: [own])
    #expect(model.scale.value.scalars != [1, 1, 1])
    model.scale.requiresGradient = false
    try learner.fit(epochs: 1)
  }

  @Test("A model whose parameters are all frozen is refused")
  func allFrozen() throws {
    let learner = try learner(pair([0, 1]))
    learner.freeze(upTo: 2)
    #expect(
      message { try learner.fit(epochs: 1) }
        == "All parameters of the model are frozen, so there is nothing to train; call unfreeze().")
  }

  /// A loss that ignores the targets: one number without a gradient, or one number per output.
  private struct Differences: Loss {
    let isCut: Bool
    func callAsFunction(_ outputs: Tensor, _ targets: Targets) throws -> Tensor {
      isCut ? outputs.detached.squared().mean() : outputs.squared()
    }
  }

  @Test("A loss that is not one number is refused with its shape")
  func lossOfOnesOwn() throws {
    #expect(
      message { try learner(pair([0, 1]), loss: Differences(isCut: false)).fit(epochs: 1) }
        == "Differences gives a loss of shape [8, 3], but training needs a single number. End the loss with .mean().")
  }

  @Test("A loss without a gradient is refused")
  func lossWithoutGradient() throws {
    #expect(
      message { try learner(pair([0, 1]), loss: Differences(isCut: true)).fit(epochs: 1) }
        .hasPrefix("The loss does not depend on any trained parameter"))
  }

  @Test("A learning rate below zero is refused")
  func impossibleRates() throws {
    let learner = try TinyLearner.make()
    for fit in [
      { try learner.fit(epochs: 1, learningRate: -0.1) }, { try learner.fitOneCycle(epochs: 1, maxLearningRate: -0.1) },
      { try learner.fitFlatCosine(epochs: 1, learningRate: -0.1) },
    ] { #expect(message(fit) == "A learning rate must be a number of 0 or more, not -0.1.") }
  }

  @Test("A batch with NaN does not spoil the running statistics")
  func statisticsStayFinite() throws {
    let learner = try TinyLearner.make()
    try learner.fit(epochs: 1)
    let before = learner.model.statistics.map(\.statistic.value.scalars)
    let source = TensorSource(
      inputs: Tensor(repeating: .nan, shape: [8, 4]), targets: .classes([0, 1, 2, 0, 1, 2, 0, 1]), batchSize: 8)
    learner.loaders = TensorDataLoaders(train: source, valid: source)
    #expect(message { try learner.fit(epochs: 1) }.hasPrefix("The loss became nan at step 0 of epoch 0"))
    #expect(learner.model.statistics.map(\.statistic.value.scalars) == before)
  }

  @Test("A layer's report is not thrown by a later step")
  func staleReports() throws {
    struct Stop: Error {}
    let context = TrainingContext(seed: 1)
    #expect(throws: Stop.self) {
      try training(context) {
        context.report(.singleValueBatch(shape: [1, 6]))
        throw Stop()
      }
    }
    #expect(try training(context) { 1 } == 1)
  }

  @Test("Targets beyond a probability are refused")
  func impossibleTargets() throws {
    let outputs = Tensor(zeros: [2, 3])
    #expect(
      message { try BinaryCrossEntropy()(outputs, .values(Tensor(rows: [[0, 1, 0.5], [0, 7, 1]]))) }
        == "BinaryCrossEntropy needs targets from 0 to 1, and item 1 of the batch has 7.0. Scale targets that are "
        + "in other units, or use MeanSquaredError.")
    _ = try BinaryCrossEntropy()(outputs, .values(Tensor(repeating: 1.000001, shape: [2, 3])))
    #expect(throws: NetworkError.self) {
      try BinaryCrossEntropy().itemLosses(outputs, .values(Tensor(repeating: .nan, shape: [2, 3])))
    }
  }
}
