import Fixtures
import Tensors
import Testing

@Suite struct LossTests {
  @Test func crossEntropyAgreesWithTorch() throws {
    let logits = Parameter(try Fixtures.tensor("layers/xent.z"))
    let labels = try Fixtures.tensor("layers/xent.t").scalars.map { Int($0) }
    try expectMatches(logits.value.softmax(), fixture: "layers/xent.softmax")
    try expectMatches(logits.value.logSoftmax(), fixture: "layers/xent.log_softmax")
    try expectMatches(logits.value.crossEntropy(labels: labels, reduction: .none), fixture: "layers/xent.losses")
    let loss = logits.value.crossEntropy(labels: labels)
    let expected = try Fixtures.tensor("layers/xent.loss")
    try expectMatches(loss.reshaped(to: expected.shape), fixture: "layers/xent.loss")
    loss.backward()
    try expectMatches(try #require(logits.gradient), fixture: "layers/xent.dz")
  }

  @Test func lossesHaveGradients() {
    let logits = random([3, 4])
    for reduction in [LossReduction.mean, .sum, .none] {
      expectGradients([logits]) { $0[0].crossEntropy(labels: [0, 3, 1], labelSmoothing: 0.1, reduction: reduction) }
    }
    let targets = random([3, 4], in: 0...1, seed: 2)
    expectGradients([logits, targets]) { $0[0].binaryCrossEntropy(targets: $0[1]) }
    expectGradients([logits, targets]) { $0[0].meanSquaredError(targets: $0[1]) }
    expectGradients([logits]) { $0[0].softmax(axis: 0) }
    expectGradients([logits]) { $0[0].logSoftmax() }
  }

  @Test func knownValues() {
    // log 4 for equal logits, whatever the smoothing
    #expect(
      (Tensor(zeros: [2, 4]).crossEntropy(labels: [1, 2], labelSmoothing: 0.3).scalar - 1.386_294_4).magnitude < 1e-6)
    #expect((Tensor([0, 0]).binaryCrossEntropy(targets: Tensor([0, 1])).scalar - 0.693_147_2).magnitude < 1e-6)
    #expect(Tensor([1, 3]).meanSquaredError(targets: Tensor([0, 0])).scalar == 5)
    #expect(Tensor([1000, 0]).softmax().scalars == [1, 0])
    #expect(Tensor(zeros: [0, 4]).crossEntropy(labels: []).scalar.isNaN)
  }

  @Test func dropoutKeepsTheMean() {
    var generator = MersenneTwister(seed: 7)
    let dropped = Tensor(ones: [10_000]).dropout(probability: 0.25, using: &generator)
    #expect(Set(dropped.scalars) == [0, 1 / 0.75])
    #expect((dropped.mean().scalar - 1).magnitude < 0.02)
    #expect(Tensor([1]).dropout(probability: 0, using: &generator).scalars == [1])
    #expect(Tensor([1]).dropout(probability: 1, using: &generator).scalars == [0])
    expectGradients([random([5])]) { inputs in
      var generator = MersenneTwister(seed: 3)
      return inputs[0].dropout(probability: 0.5, using: &generator)
    }
  }

  @Test func aLabelOutOfRangeIsNamed() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor(zeros: [2, 3]).crossEntropy(labels: [0, 3])
    }
    #expect(text(result).contains("label 3 of item 1 is not one of the 3 classes"))
  }
}
