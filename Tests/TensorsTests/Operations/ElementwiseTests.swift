import Tensors
import Testing

@Suite struct ElementwiseTests {
  @Test func shapesBroadcastAsInNumPy() {
    let column = Tensor(shape: [2, 1], scalars: [10, 20])
    let row = Tensor([1, 2, 3])
    #expect((column + row) == Tensor(shape: [2, 3], scalars: [11, 12, 13, 21, 22, 23]))
    #expect((row - column).scalars == [-9, -8, -7, -19, -18, -17])
    #expect((Tensor(2) * row).scalars == [2, 4, 6])
    #expect((Tensor(zeros: [0, 3]) + row).shape == [0, 3])
    #expect((row / 2).scalars == [0.5, 1, 1.5])
    #expect((6 / row).scalars == [6, 3, 2])
    #expect((1 - row).scalars == [0, -1, -2])
  }

  @Test func imagesAndChannelValuesBroadcast() {
    let images = random([2, 3, 4, 5])
    let pooled = images.maxPool2d(kernelSize: 1)  // the same numbers, channels last
    let bias = random([1, 3, 1, 1], seed: 2)
    #expect(pooled == images)
    #expect((pooled + bias) == (images + bias))
    #expect((bias * pooled) == (bias * images))
    #expect((pooled + images) == (images + images))
    #expect((images - pooled) == Tensor(zeros: [2, 3, 4, 5]))
    #expect(pooled.broadcast(to: [2, 2, 3, 4, 5]).shape == [2, 2, 3, 4, 5])
  }

  @Test func arithmeticHasGradients() {
    let (a, b) = (random([2, 3]), random([3], in: 0.5...2, seed: 2))
    expectGradients([a, b]) { $0[0] + $0[1] }
    expectGradients([a, b]) { $0[0] - $0[1] }
    expectGradients([a, b]) { $0[0] * $0[1] }
    expectGradients([a, b]) { $0[0] / $0[1] }
    expectGradients([random([2, 1]), random([1, 3], seed: 3)]) { $0[0] * $0[1] }
    expectGradients([a]) { -$0[0] }
    expectGradients([a]) { 2 - ($0[0] * 3 + 1) / 2 }
    expectGradients([b]) { 2 / $0[0] }
    expectGradients([a, random([2, 3], seed: 5)]) { Tensor.maximum($0[0], $0[1]) }
    expectGradients([a, random([2, 3], seed: 5)]) { Tensor.minimum($0[0], $0[1]) }
    expectGradients([random([1, 3])]) { $0[0].broadcast(to: [2, 3]) }
  }

  @Test func functionsHaveTheirValuesAndGradients() {
    let x = Tensor([-2, -0.5, 0.25, 1.5])
    let positive = Tensor([0.5, 1, 2, 3])
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
    let smooth: [(Tensor) -> Tensor] = [
      { $0.exp() }, { $0.sigmoid() }, { $0.tanh() }, { $0.gelu() }, { $0.silu() }, { $0.softplus() }, { $0.elu() },
      { $0.relu() }, { $0.leakyReLU() }, { $0.squared() }, { $0.absolute() }, { $0.sine() }, { $0.cosine() },
      { $0.clamped(to: -1...1) }, { $0.clamped(to: (-1)...) }, { $0.clamped(to: ...1) }, { $0.mish() },
      { $0.hardswish() },
    ]
    for function in smooth { expectGradients([x], step: 5e-3) { function($0[0]) } }
    let onPositive: [(Tensor) -> Tensor] = [{ $0.log() }, { $0.squareRoot() }, { $0.power(1.7) }]
    for function in onPositive { expectGradients([positive], step: 5e-3) { function($0[0]) } }
  }

  @Test func numbersAreComparedAndChangedInPlace() {
    var x = Tensor([1, 2, 3])
    #expect(x.isLess(than: 2).scalars == [1, 0, 0] && x.isGreater(than: 2).scalars == [0, 0, 1])
    #expect(
      x.isLess(than: Tensor([2])).scalars == [1, 0, 0] && x.isGreater(than: Tensor([0, 2, 2])).scalars == [1, 0, 1])
    x += 1
    x *= 2
    x -= 2
    x /= 2
    #expect(x.scalars == [1, 2, 3])
  }

  @Test func slopesAtTheEdges() {
    let zero = valueWithGradient(at: Tensor([0, 2])) { $0.power(0).sum() }
    #expect(zero.value.scalar == 2 && zero.gradient.scalars == [0, 0])
    let deep = valueWithGradient(at: Tensor([-20])) { $0.elu().sum() }
    #expect(abs(deep.gradient.scalar / 2.0611537e-9 - 1) < 1e-5)
  }

  @Test func extremesStayFinite() {
    let x = Tensor([-200, 200])
    #expect(x.sigmoid().scalars == [0, 1])
    #expect(x.softplus().scalars == [0, 200])
    #expect(Tensor([.nan]).relu().scalars[0].isNaN)
  }

  @Test func misfittingShapesArePrinted() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor(zeros: [2, 3]) + Tensor(zeros: [4])
    }
    #expect(text(result).contains("shapes [2, 3] and [4] do not broadcast"))
  }
}
