import Tensors
import TestSupport
import Testing

@Suite("The life of a tape")
struct TapeNodeTests {
  /// An object that a pullback holds; its end shows that the tape released it.
  private final class Probe {}

  /// A tensor whose pullback holds a probe.
  private func holding(_ probe: Probe, _ x: Tensor) -> Tensor {
    Tensor.recorded(x.detached, from: [x]) { gradient in
      withExtendedLifetime(probe) { [gradient] }
    }
  }

  @Test("A long chain is differentiated and freed")
  func longChainsNeitherOverflowNorLeak() {
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

  @Test("A long chain that nobody differentiates is freed")
  func anAbandonedLongChainIsFreed() {
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

  @Test("The operands of a sum are freed before the backward pass")
  func operandsOfASumAreNotKept() {
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
}
