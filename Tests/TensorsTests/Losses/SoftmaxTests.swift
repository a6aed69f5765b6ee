import Tensors
import TestSupport
import Testing

@Suite("Softmax")
struct SoftmaxTests {
  @Test("Softmax and its logarithm agree with PyTorch")
  func softmaxAgreesWithTorch() throws {
    let logits = try Fixtures.tensor("layers/xent.z")
    try expectMatches(logits.softmax(), fixture: "layers/xent.softmax")
    try expectMatches(logits.logSoftmax(), fixture: "layers/xent.log_softmax")
  }

  @Test("The gradients of softmax agree with differences")
  func softmaxHasGradients() {
    expectGradients([random([3, 4])]) { $0[0].softmax(axis: 0) }
    expectGradients([random([3, 4])]) { $0[0].logSoftmax() }
  }

  @Test("Softmax of large logits does not overflow")
  func largeLogitsDoNotOverflow() {
    #expect(Tensor([1000, 0]).softmax().scalars == [1, 0])
  }
}
