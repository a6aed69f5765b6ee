import Tensors
import TestSupport
import Testing

@Suite("Broadcasting")
struct BroadcastingTests {
  @Test("Shapes broadcast as in NumPy")
  func shapesBroadcastAsInNumPy() {
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

  @Test("Images broadcast alike in both layouts")
  func imagesAndChannelValuesBroadcast() {
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

  @Test("The gradients of broadcasting agree with differences")
  func broadcastingHasGradients() {
    expectGradients([random([2, 1]), random([1, 3], seed: 3)]) { $0[0] * $0[1] }
    expectGradients([random([1, 3])]) { $0[0].broadcast(to: [2, 3]) }
  }

  @Test("Shapes that do not broadcast stop with both shapes")
  func misfittingShapesArePrinted() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor(zeros: [2, 3]) + Tensor(zeros: [4])
    }
    #expect(errorText(of: result).contains("shapes [2, 3] and [4] do not broadcast"))
  }
}
