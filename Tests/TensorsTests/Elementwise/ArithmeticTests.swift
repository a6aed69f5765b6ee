import Tensors
import TestSupport
import Testing

@Suite("Arithmetic")
struct ArithmeticTests {
  @Test("The gradients of operators agree with differences")
  func operatorsHaveGradients() {
    let (a, b) = (random([2, 3]), random([3], in: 0.5...2, seed: 2))
    expectGradients([a, b]) { $0[0] + $0[1] }
    expectGradients([a, b]) { $0[0] - $0[1] }
    expectGradients([a, b]) { $0[0] * $0[1] }
    expectGradients([a, b]) { $0[0] / $0[1] }
    expectGradients([a]) { -$0[0] }
    expectGradients([a]) { 2 - ($0[0] * 3 + 1) / 2 }
    expectGradients([b]) { 2 / $0[0] }
  }

  @Test("The gradients of the larger and the smaller of two agree with differences")
  func extremesOfTwoHaveGradients() {
    let pair = [random([2, 3]), random([2, 3], seed: 5)]
    expectGradients(pair) { Tensor.maximum($0[0], $0[1]) }
    expectGradients(pair) { Tensor.minimum($0[0], $0[1]) }
  }

  @Test("Comparisons give 1 for true and 0 for false")
  func comparisonsGiveOnesAndZeros() {
    let x = Tensor([1, 2, 3])
    #expect(x.isLess(than: 2).scalars == [1, 0, 0] && x.isGreater(than: 2).scalars == [0, 0, 1])
    #expect(
      x.isLess(than: Tensor([2])).scalars == [1, 0, 0] && x.isGreater(than: Tensor([0, 2, 2])).scalars == [1, 0, 1])
  }

  @Test("Compound assignments undo each other")
  func compoundAssignmentsUndoEachOther() {
    var x = Tensor([1, 2, 3])
    x += 1
    x *= 2
    x -= 2
    x /= 2
    #expect(x.scalars == [1, 2, 3])
  }
}
