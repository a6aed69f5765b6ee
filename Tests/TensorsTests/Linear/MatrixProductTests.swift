import Tensors
import TestSupport
import Testing

@Suite("Matrix products")
struct MatrixProductTests {
  @Test("A product has the sums of its rows by columns")
  func productsAreSumsOfRowsByColumns() {
    let a = Tensor(shape: [2, 3], scalars: [1, 2, 3, 4, 5, 6])
    #expect(a.matmul(a.transposed()).scalars == [14, 32, 32, 77])
  }

  @Test("A product over nothing is zero")
  func productsOverNothingAreZero() {
    #expect(Tensor(zeros: [2, 0]).matmul(Tensor(zeros: [0, 2])) == Tensor(zeros: [2, 2]))
    #expect(Tensor(zeros: [0, 2]).matmul(Tensor(zeros: [2, 2])).shape == [0, 2])
  }

  @Test("A large product agrees with the definition", arguments: [(3, 200, 7), (300, 40, 65), (129, 130, 131)])
  func largeProductsAgreeWithTheDefinition(_ rows: Int, _ inner: Int, _ columns: Int) {
    let (a, b) = (random([rows, inner]), random([inner, columns], seed: 2))
    let (x, y, product) = (a.scalars, b.scalars, a.matmul(b).scalars)
    var largest = 0.0
    for row in 0..<rows {
      for column in 0..<columns {
        let exact = (0..<inner).reduce(0.0) { $0 + Double(x[row * inner + $1]) * Double(y[$1 * columns + column]) }
        largest = max(largest, (exact - Double(product[row * columns + column])).magnitude)
      }
    }
    #expect(largest < 1e-4)
  }

  @Test("The gradients of products agree with differences")
  func productsHaveGradients() {
    expectGradients([random([2, 3]), random([3, 4], seed: 2)]) { $0[0].matmul($0[1]) }
    expectGradients([random([2, 2, 3]), random([2, 3, 2], seed: 2)]) { $0[0].matmul($0[1]) }
    expectGradients([random([2, 2, 3]), random([3, 2], seed: 2)]) { $0[0].matmul($0[1]) }
  }

  @Test("The gradients of a linear layer agree with differences")
  func linearLayersHaveGradients() {
    expectGradients([random([4, 3]), random([2, 3], seed: 2), random([2], seed: 3)]) {
      $0[0].linear(weight: $0[1], bias: $0[2])
    }
  }

  @Test("The gradients of a product over nothing are empty")
  func productsOfNothingHaveGradients() {
    let (left, right) = (Parameter(Tensor(zeros: [2, 0])), Parameter(Tensor(zeros: [0, 3])))
    left.value.matmul(right.value).sum().backward()
    #expect(left.gradient?.shape == [2, 0] && right.gradient?.shape == [0, 3])
  }

  @Test("Matrices that do not multiply stop with both shapes")
  func misfittingMatricesArePrinted() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor(zeros: [2, 3]).matmul(Tensor(zeros: [2, 3]))
    }
    #expect(errorText(of: result).contains("shapes [2, 3] and [2, 3] cannot be multiplied as matrices"))
  }
}
