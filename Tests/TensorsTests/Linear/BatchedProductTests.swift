import Tensors
import Testing

@Suite("Products of stacks of matrices")
struct BatchedProductTests {
  private func random(_ shape: [Int], _ seed: UInt64) -> Tensor {
    var generator = MersenneTwister(seed: seed)
    return Tensor(normal: shape, standardDeviation: 1, using: &generator)
  }

  @Test(
    "Leading axes broadcast as NumPy's do",
    arguments: [
      ([5, 1, 2, 3], [4, 3, 2], [5, 4, 2, 2]), ([2, 3], [4, 3, 2], [4, 2, 2]), ([4, 2, 3], [1, 3, 5], [4, 2, 5]),
      ([2, 1, 2, 3], [1, 6, 3, 1], [2, 6, 2, 1]), ([0, 2, 3], [3, 2], [0, 2, 2]),
    ])
  func shapes(left: [Int], right: [Int], result: [Int]) {
    #expect(random(left, 1).matmul(random(right, 2)).shape == result)
  }

  @Test("Each matrix of the result is the product of the two that meet there")
  func products() {
    let (left, right) = (random([5, 1, 2, 3], 1), random([4, 3, 2], 2))
    let product = left.matmul(right)
    for i in 0..<5 {
      for j in 0..<4 {
        let expected = left.selecting(i).selecting(0).matmul(right.selecting(j))
        #expect(product.selecting(i).selecting(j).scalars == expected.scalars)
      }
    }
  }

  @Test("A matrix that repeats gathers the gradients of all its products")
  func gradients() {
    let (left, right) = (Parameter(random([2, 3], 1)), random([4, 3, 2], 2))
    left.value.matmul(right).sum().backward()
    let one = Parameter(left.value.detached)
    (0..<4).map { one.value.matmul(right.selecting($0)).sum() }.reduce(Tensor(0), +).backward()
    for (first, second) in zip(left.gradient?.scalars ?? [], one.gradient?.scalars ?? []) {
      #expect(abs(first - second) < 1e-5)
    }
    #expect(left.gradient != nil)
  }
}
