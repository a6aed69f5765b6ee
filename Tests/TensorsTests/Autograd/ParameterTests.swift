import Tensors
import TestSupport
import Testing

@Suite("Parameters")
struct ParameterTests {
  @Test("An update changes the value and keeps it trainable")
  func anUpdateIsNotRecorded() {
    let (rate, x) = (Parameter(Tensor([0.5])), Parameter(Tensor([1])))
    (x.value * x.value).sum().backward()
    x.update { value, gradient in value = value - rate.value * gradient }
    #expect(x.value.scalars == [0])
    x.requiresGradient = false
    #expect(!x.value.isTracked)
  }

  @Test("A gradient of another shape stops with both shapes")
  func aGradientOfAnotherShapeStops() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      Parameter(Tensor(zeros: [1000])).gradient = Tensor([1])
    }
    #expect(errorText(of: result).contains("a gradient of shape [1] for a parameter of [1000]"))
  }
}
