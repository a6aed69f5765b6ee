import Networks
import TestSupport
import Tensors
import Testing

@Suite("Class weights of cross entropy")
struct ClassWeightTests {
  private let outputs = Tensor(rows: [[2, 1, 0], [0, 1, -1], [0.5, 0.2, 0.1]])
  private let targets = Targets.classes([0, 2, 1])

  @Test("The loss is the weighted mean of the items' losses, like PyTorch's")
  func weightedMean() throws {
    let losses = try CrossEntropy().itemLosses(outputs, targets).scalars
    let expected = (1 * losses[0] + 5 * losses[1] + 2 * losses[2]) / 8
    #expect(abs(try CrossEntropy(weights: [1, 2, 5])(outputs, targets).scalar - expected) < 1e-6)
    #expect(
      try CrossEntropy(weights: [1, 2, 5]).itemLosses(outputs, targets).scalars == [
        losses[0], 5 * losses[1], 2 * losses[2],
      ])
  }

  @Test("Equal weights change nothing")
  func equalWeights() throws {
    let plain = try CrossEntropy()(outputs, targets).scalar
    #expect(abs(try CrossEntropy(weights: [3, 3, 3])(outputs, targets).scalar - plain) < 1e-6)
  }

  @Test("The gradient of an item is multiplied by the weight of its class")
  func gradients() throws {
    let point = Parameter(outputs)
    try CrossEntropy(weights: [0, 0, 1])(point.value, targets).backward()
    let gradient = try #require(point.gradient)
    #expect(gradient[0..<1].scalars == [0, 0, 0] && gradient[1..<2].scalars.contains { $0 != 0 })
  }

  @Test("Weights for another number of classes are refused")
  func misfit() {
    #expect(
      message { try CrossEntropy(weights: [1, 2])(outputs, targets) }
        == "CrossEntropy has 2 class weights for 3 classes. Give one for each, in the order of the class names, such as "
        + "loaders.classWeights.")
  }
}
