import Tensors
import TestSupport
import Testing

@Suite("Padding")
struct PaddingTests {
  @Test("Padding surrounds a tensor with one number")
  func paddingSurrounds() {
    let x = Tensor(rows: [[1, 2]])
    #expect(x.padded([(1, 0), (0, 2)], with: 9) == Tensor(rows: [[9, 9, 9, 9], [1, 2, 9, 9]]))
  }

  @Test("The gradients of padding agree with differences")
  func paddingHasGradients() {
    expectGradients([random([2, 3])]) { $0[0].padded([(1, 2), (0, 1)]) }
  }
}
