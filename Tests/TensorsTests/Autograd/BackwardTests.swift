import Tensors
import TestSupport
import Testing

@Suite("Backward passes")
struct BackwardTests {
  @Test("Gradients add up over the uses of a parameter")
  func gradientsAddUpOverUses() {
    let x = Parameter(Tensor([3]))
    (x.value * x.value + x.value).sum().backward()
    #expect(x.gradient?.scalars == [7])
  }

  @Test("Gradients add up over backward passes until they are cleared")
  func gradientsAddUpOverPasses() {
    let x = Parameter(Tensor([3]))
    (x.value * x.value + x.value).sum().backward()
    (x.value * 2).sum().backward()
    #expect(x.gradient?.scalars == [9])
    x.clearGradient()
    #expect(x.gradient == nil)
  }

  @Test("A loss written from operations trains a weight")
  func aLossWrittenFromOperationsTrains() {
    let weight = Parameter(Tensor(zeros: [1, 2]))
    let x = random([64, 2])
    let y = x.linear(weight: Tensor(shape: [1, 2], scalars: [2, -3]))
    for _ in 0..<200 {
      let distance = x.linear(weight: weight.value) - y
      let huber = Tensor.selected(
        distance.squared() * 0.5, distance.absolute() - 0.5, 1 - distance.absolute().isGreater(than: 1))
      weight.clearGradient()
      huber.mean().backward()
      weight.update { value, gradient in value = value - 0.2 * gradient }
    }
    #expect(zip(weight.value.scalars, [2, -3] as [Float]).allSatisfy { ($0 - $1).magnitude < 1e-3 })
  }

  @Test("A function returns its value and its gradient at a point")
  func functionGivesValueAndGradient() {
    let (value, gradient) = valueWithGradient(at: Tensor([1, 2])) { ($0 * $0).sum() }
    #expect(value.scalar == 5)
    #expect(gradient.scalars == [2, 4])
  }

  @Test("A function has its gradient where gradients are turned off")
  func functionHasGradientWithoutGradients() {
    let result = withoutGradients { valueWithGradient(at: Tensor([1, 2])) { ($0 * $0).sum() } }
    #expect(result.gradient.scalars == [2, 4])
  }

  @Test("A second backward pass over one loss stops with advice")
  func differentiatingTwiceStops() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let x = Parameter(Tensor([1]))
      let y = (x.value * x.value).sum()
      y.backward()
      y.backward()
    }
    #expect(errorText(of: result).contains("compute the loss again"))
  }
}
