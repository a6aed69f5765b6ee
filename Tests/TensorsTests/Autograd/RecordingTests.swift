import Tensors
import TestSupport
import Testing

@Suite("Recording of operations")
struct RecordingTests {
  @Test("Operations on a parameter are recorded")
  func operationsOnParametersAreRecorded() {
    #expect((Parameter(Tensor([1])).value * 2).isTracked)
  }

  @Test("Operations on a frozen parameter are not recorded")
  func operationsOnFrozenParametersAreNotRecorded() {
    let frozen = Parameter(Tensor([1]), requiresGradient: false)
    #expect(!(frozen.value * 2).isTracked)
  }

  @Test("Operations are not recorded where gradients are turned off")
  func operationsWithoutGradientsAreNotRecorded() {
    let trained = Parameter(Tensor([1]))
    #expect(withoutGradients { !(trained.value * 2).isTracked })
  }

  @Test("Operations on a detached tensor are not recorded")
  func operationsOnDetachedTensorsAreNotRecorded() {
    #expect(!(Parameter(Tensor([1])).value.detached * 2).isTracked)
  }

  @Test("A pullback written by hand gives the gradient")
  func aHandWrittenGradientIsUsed() {
    expectGradients([random([4])]) { inputs in
      let x = inputs[0]
      let cube = x.detached * x.detached * x.detached
      return Tensor.recorded(cube, from: [x]) { [$0 * 3 * x.detached * x.detached] }
    }
  }
}
