import Tensors
import TestSupport
import Testing

@Suite("Losses")
struct LossTests {
  @Test("Cross entropy and its gradient agree with PyTorch")
  func crossEntropyAgreesWithTorch() throws {
    let logits = Parameter(try Fixtures.tensor("layers/xent.z"))
    let labels = try Fixtures.tensor("layers/xent.t").scalars.map { Int($0) }
    try expectMatches(logits.value.crossEntropy(labels: labels, reduction: .none), fixture: "layers/xent.losses")
    let loss = logits.value.crossEntropy(labels: labels)
    let expected = try Fixtures.tensor("layers/xent.loss")
    try expectMatches(loss.reshaped(to: expected.shape), fixture: "layers/xent.loss")
    loss.backward()
    try expectMatches(try #require(logits.gradient), fixture: "layers/xent.dz")
  }

  @Test("The gradients of cross entropy agree with differences", arguments: [LossReduction.mean, .sum, .none])
  func crossEntropyHasGradients(reduction: LossReduction) {
    expectGradients([random([3, 4])]) {
      $0[0].crossEntropy(labels: [0, 3, 1], labelSmoothing: 0.1, reduction: reduction)
    }
  }

  @Test("The gradients of binary cross entropy agree with differences")
  func binaryCrossEntropyHasGradients() {
    expectGradients([random([3, 4]), random([3, 4], in: 0...1, seed: 2)]) { $0[0].binaryCrossEntropy(targets: $0[1]) }
  }

  @Test("The gradients of the mean squared error agree with differences")
  func meanSquaredErrorHasGradients() {
    expectGradients([random([3, 4]), random([3, 4], in: 0...1, seed: 2)]) { $0[0].meanSquaredError(targets: $0[1]) }
  }

  @Test("Cross entropy of equal logits is the logarithm of the class count, whatever the smoothing")
  func crossEntropyOfEqualLogits() {
    #expect(
      (Tensor(zeros: [2, 4]).crossEntropy(labels: [1, 2], labelSmoothing: 0.3).scalar - 1.386_294_4).magnitude < 1e-6)
  }

  @Test("Binary cross entropy of zeros is the logarithm of 2")
  func binaryCrossEntropyOfZeros() {
    #expect((Tensor([0, 0]).binaryCrossEntropy(targets: Tensor([0, 1])).scalar - 0.693_147_2).magnitude < 1e-6)
  }

  @Test("The mean squared error is the mean of squared distances")
  func meanSquaredErrorIsTheMeanOfSquares() {
    #expect(Tensor([1, 3]).meanSquaredError(targets: Tensor([0, 0])).scalar == 5)
  }

  @Test("The mean loss of no items is NaN")
  func lossOfNothingIsNaN() {
    #expect(Tensor(zeros: [0, 4]).crossEntropy(labels: []).scalar.isNaN)
  }

  @Test("A label beyond the classes stops with its item")
  func aLabelOutOfRangeIsNamed() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor(zeros: [2, 3]).crossEntropy(labels: [0, 3])
    }
    #expect(errorText(of: result).contains("label 3 of item 1 is not one of the 3 classes"))
  }
}
