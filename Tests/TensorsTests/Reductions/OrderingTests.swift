import Tensors
import TestSupport
import Testing

@Suite("Ordering")
struct OrderingTests {
  @Test("The largest numbers come in descending order, NaN first")
  func largestNumbersComeInOrder() {
    let (values, indices) = Tensor(rows: [[3, 1, 2, 3], [0, -1, .nan, 5]]).topK(3)
    #expect(values.scalars[..<3] == [3, 3, 2] && indices.scalars == [0, 3, 2, 2, 3, 0])
    #expect(values[1, 0].isNaN && values[1, 1] == 5)
  }

  @Test("Numbers are sorted in either direction")
  func numbersAreSorted() {
    #expect(Tensor([2, -1, 4]).sorted().scalars == [-1, 2, 4])
    #expect(Tensor([2, -1, 4]).sorted(descending: true).scalars == [4, 2, -1])
  }

  @Test("The gradients of ordering agree with differences")
  func orderingHasGradients() {
    expectGradients([random([2, 5])]) { $0[0].topK(2).values }
    expectGradients([random([2, 5])]) { $0[0].sorted() }
  }
}
