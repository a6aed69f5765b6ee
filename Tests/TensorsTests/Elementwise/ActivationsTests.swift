import Tensors
import TestSupport
import Testing

@Suite("Activations")
struct ActivationsTests {
  @Test("Activations have the values of PyTorch")
  func activationsHaveTheirValues() {
    let x = Tensor([-2, -0.5, 0.25, 1.5])
    let near: (Tensor, [Float]) -> Bool = { zip($0.scalars, $1).allSatisfy { ($0 - $1).magnitude < 1e-5 } }
    #expect(near(x.sigmoid(), [0.119203, 0.377541, 0.562177, 0.817574]))
    #expect(near(x.gelu(), [-0.045500, -0.154269, 0.149677, 1.399789]))
    #expect(near(x.silu(), [-0.238406, -0.188770, 0.140544, 1.226362]))
    #expect(near(x.softplus(), [0.126928, 0.474077, 0.825939, 1.701413]))
    #expect(near(x.elu(), [-0.864665, -0.393469, 0.25, 1.5]))
    #expect(near(x.mish(), [-0.252501, -0.220744, 0.169572, 1.403378]))
    #expect(near(x.hardswish(), [-0.333333, -0.208333, 0.135417, 1.125]))
    #expect(x.relu().scalars == [0, 0, 0.25, 1.5])
    #expect(x.leakyReLU(slope: 0.5).scalars == [-1, -0.25, 0.25, 1.5])
  }

  @Test("The gradients of activations agree with differences")
  func activationsHaveGradients() {
    let x = Tensor([-2, -0.5, 0.25, 1.5])
    let activations: [(Tensor) -> Tensor] = [
      { $0.sigmoid() }, { $0.tanh() }, { $0.gelu() }, { $0.silu() }, { $0.softplus() }, { $0.elu() }, { $0.relu() },
      { $0.leakyReLU() }, { $0.mish() }, { $0.hardswish() },
    ]
    for activation in activations { expectGradients([x], step: 5e-3) { activation($0[0]) } }
  }

  @Test("The slope of ELU far below zero keeps its digits")
  func deepSlopeOfELUKeepsItsDigits() {
    let deep = valueWithGradient(at: Tensor([-20])) { $0.elu().sum() }
    #expect(abs(deep.gradient.scalar / 2.0611537e-9 - 1) < 1e-5)
  }

  @Test("Activations of extreme numbers stay finite")
  func extremesStayFinite() {
    let x = Tensor([-200, 200])
    #expect(x.sigmoid().scalars == [0, 1])
    #expect(x.softplus().scalars == [0, 200])
  }

  @Test("ReLU propagates NaN")
  func reluKeepsNaN() {
    #expect(Tensor([.nan]).relu().scalars[0].isNaN)
  }
}
