import Tensors
import TestSupport
import Testing

@Suite("Dropout")
struct DropoutTests {
  @Test("Dropout preserves the mean by scaling the kept values")
  func dropoutKeepsTheMean() {
    var generator = MersenneTwister(seed: 7)
    let dropped = Tensor(ones: [10_000]).dropout(probability: 0.25, using: &generator)
    #expect(Set(dropped.scalars) == [0, 1 / 0.75])
    #expect((dropped.mean().scalar - 1).magnitude < 0.02)
  }

  @Test("Dropout keeps all elements at probability 0 and none at 1")
  func dropoutAtItsEnds() {
    var generator = MersenneTwister(seed: 7)
    #expect(Tensor([1]).dropout(probability: 0, using: &generator).scalars == [1])
    #expect(Tensor([1]).dropout(probability: 1, using: &generator).scalars == [0])
  }

  @Test("The gradients of dropout agree with differences")
  func dropoutHasGradients() {
    expectGradients([random([5])]) { inputs in
      var generator = MersenneTwister(seed: 3)
      return inputs[0].dropout(probability: 0.5, using: &generator)
    }
  }
}
