import Tensors
import Testing

@Suite struct BackwardTests {
  @Test func gradientsAddUpOverUsesAndCalls() {
    let x = Parameter(Tensor([3]))
    (x.value * x.value + x.value).sum().backward()
    #expect(x.gradient?.scalars == [7])
    (x.value * 2).sum().backward()
    #expect(x.gradient?.scalars == [9])
    x.clearGradient()
    #expect(x.gradient == nil)
  }

  @Test func nothingIsRecordedUnasked() {
    let frozen = Parameter(Tensor([1]), requiresGradient: false)
    #expect(!(frozen.value * 2).isTracked)
    let trained = Parameter(Tensor([1]))
    #expect((trained.value * 2).isTracked)
    #expect(withoutGradients { !(trained.value * 2).isTracked })
    #expect(!(trained.value.detached * 2).isTracked)
  }

  /// Something that a pullback holds, whose end shows that the tape let go.
  private final class Probe {}

  /// A tensor whose pullback holds a probe.
  private func holding(_ probe: Probe, _ x: Tensor) -> Tensor {
    Tensor.recorded(x.detached, from: [x]) { gradient in
      withExtendedLifetime(probe) { [gradient] }
    }
  }

  @Test func longChainsNeitherOverflowNorLeak() {
    weak var held: Probe?
    do {
      let probe = Probe()
      held = probe
      let x = Parameter(Tensor([1]))
      var y = holding(probe, x.value)
      for _ in 0..<100_000 { y = y + x.value * 1e-5 }
      y.sum().backward()
      #expect(((x.gradient?.scalar ?? 0) - 2).magnitude < 1e-2)
    }
    #expect(held == nil)
  }

  @Test func anAbandonedLongChainIsFreed() {
    weak var held: Probe?
    do {
      let probe = Probe()
      held = probe
      let x = Parameter(Tensor([1]))
      var y = holding(probe, x.value)
      for _ in 0..<200_000 { y = y * 1.000001 }
      #expect(y.isTracked && held != nil)
    }
    #expect(held == nil)
  }

  @Test func operandsOfASumAreNotKept() {
    let x = Parameter(Tensor([1, 2]))
    weak var storage: TensorStorage?
    let sum: Tensor
    do {
      let operand = Tensor.recorded(Tensor([2, 4]), from: [x.value]) { [$0 * 2] }
      storage = operand.storage
      sum = Tensor.concatenated([operand + x.value, x.value])
    }
    #expect(storage == nil)
    sum.sum().backward()
    #expect(x.gradient?.scalars == [4, 4])
  }

  @Test func anUpdateIsNotRecorded() {
    let (rate, x) = (Parameter(Tensor([0.5])), Parameter(Tensor([1])))
    (x.value * x.value).sum().backward()
    x.update { value, gradient in value = value - rate.value * gradient }
    #expect(x.value.scalars == [0])
    x.requiresGradient = false
    #expect(!x.value.isTracked)
  }

  @Test func aGradientOfAnotherShapeStops() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      Parameter(Tensor(zeros: [1000])).gradient = Tensor([1])
    }
    #expect(text(result).contains("a gradient of shape [1] for a parameter of [1000]"))
  }

  @Test func aHandWrittenGradientIsUsed() {
    expectGradients([random([4])]) { inputs in
      let x = inputs[0]
      let cube = x.detached * x.detached * x.detached
      return Tensor.recorded(cube, from: [x]) { [$0 * 3 * x.detached * x.detached] }
    }
  }

  @Test func aLossWrittenFromOperationsTrains() {
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

  @Test func valueAndSlopeOfAFunction() {
    let (value, gradient) = valueWithGradient(at: Tensor([1, 2])) { ($0 * $0).sum() }
    #expect(value.scalar == 5)
    #expect(gradient.scalars == [2, 4])
    #expect(withoutGradients { valueWithGradient(at: Tensor([1, 2])) { ($0 * $0).sum() } }.gradient.scalars == [2, 4])
  }

  @Test func differentiatingTwiceStops() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let x = Parameter(Tensor([1]))
      let y = (x.value * x.value).sum()
      y.backward()
      y.backward()
    }
    #expect(text(result).contains("compute the loss again to differentiate it again"))
  }
}

/// What a test's process said before it stopped.
func text(_ result: ExitTest.Result?) -> String {
  String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
}
