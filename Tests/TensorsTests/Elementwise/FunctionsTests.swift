import Tensors
import TestSupport
import Testing

@Suite("Functions of single numbers")
struct FunctionsTests {
  @Test("The gradients of functions agree with differences")
  func functionsHaveGradients() {
    let x = Tensor([-2, -0.5, 0.25, 1.5])
    let functions: [(Tensor) -> Tensor] = [
      { $0.exp() }, { $0.squared() }, { $0.absolute() }, { $0.sine() }, { $0.cosine() }, { $0.clamped(to: -1...1) },
      { $0.clamped(to: (-1)...) }, { $0.clamped(to: ...1) },
    ]
    for function in functions { expectGradients([x], step: 5e-3) { function($0[0]) } }
  }

  @Test("The gradients of functions of positive numbers agree with differences")
  func functionsOfPositiveNumbersHaveGradients() {
    let positive = Tensor([0.5, 1, 2, 3])
    let functions: [(Tensor) -> Tensor] = [{ $0.log() }, { $0.squareRoot() }, { $0.power(1.7) }]
    for function in functions { expectGradients([positive], step: 5e-3) { function($0[0]) } }
  }

  @Test("The power of 0 is 1 with no slope, at zero too")
  func powerOfZeroIsFlat() {
    let zero = valueWithGradient(at: Tensor([0, 2])) { $0.power(0).sum() }
    #expect(zero.value.scalar == 2 && zero.gradient.scalars == [0, 0])
  }
}
