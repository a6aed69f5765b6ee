import Tensors
import Testing

@Suite("Random tensors")
struct TensorRandomTests {
  @Test("A normal tensor has the asked mean and standard deviation")
  func normalTensorsHaveTheAskedMoments() {
    var generator = MersenneTwister(seed: 1)
    let scalars = Tensor(normal: [100, 100], mean: 3, standardDeviation: 2, using: &generator).scalars.map(Double.init)
    let mean = scalars.reduce(0, +) / 10_000
    let variance = scalars.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 10_000
    #expect((mean - 3).magnitude < 0.06)
    #expect((variance - 4).magnitude < 0.15)
  }

  @Test("A uniform tensor stays within its bounds, and one seed gives one tensor")
  func uniformTensorsStayWithinTheirBounds() {
    let tensor = random([1000], in: -2...3, seed: 5)
    #expect(tensor.min().scalar >= -2 && tensor.max().scalar <= 3)
    #expect(tensor.max().scalar - tensor.min().scalar > 4.5)
    #expect(random([1000], in: -2...3, seed: 5) == tensor)
  }
}
