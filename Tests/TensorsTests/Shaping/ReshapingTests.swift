import Tensors
import TestSupport
import Testing

@Suite("Reshaping")
struct ReshapingTests {
  private let counting = Tensor(shape: [2, 3, 2], scalars: (0..<12).map(Float.init))

  @Test("Permuting and transposing move axes")
  func axesMove() {
    #expect(counting.permuted([2, 0, 1]).scalars == [0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11])
    #expect(counting.transposed().shape == [2, 2, 3])
  }

  @Test("Reshaping and flattening keep the number of elements")
  func reshapingKeepsTheCount() {
    #expect(counting.reshaped(to: [4, -1]).shape == [4, 3])
    #expect(counting.flattened(from: 1).shape == [2, 6])
    #expect(counting.expandingShape(at: -1).shape == [2, 3, 2, 1])
  }

  @Test("Permuting an image does not depend on its layout")
  func permutingIgnoresTheLayout() {
    let images = random([2, 3, 4, 5])
    #expect(images.maxPool2d(kernelSize: 1).permuted([3, 1, 0, 2]) == images.permuted([3, 1, 0, 2]))
  }

  @Test("Reshaping infers one axis")
  func reshapingInfersOneAxis() {
    #expect(Tensor(zeros: [4, 6]).reshaped(to: [3, -1]).shape == [3, 8])
    #expect(Tensor(zeros: [0, 6]).reshaped(to: [6, -1]).shape == [6, 0])
  }

  @Test("The gradients of reshaping agree with differences")
  func reshapingHasGradients() {
    let x = random([2, 3, 2])
    expectGradients([x]) { $0[0].permuted([2, 0, 1]) }
    expectGradients([x]) { $0[0].transposed().reshaped(to: [3, 4]) }
  }

  @Test("Two axes to infer stop with the shape")
  func twoAxesToInferStop() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor(zeros: [2, 3]).reshaped(to: [-1, -1])
    }
    #expect(errorText(of: result).contains("shape [-1, -1] has more than one axis that is inferred (-1)"))
  }

  @Test("A new axis beyond the shape stops with both")
  func newAxesBeyondTheShapeStop() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor(zeros: [2, 3]).expandingShape(at: 5)
    }
    #expect(errorText(of: result).contains("a new axis 5 is out of range for shape [2, 3]"))
  }

  @Test("Removing an axis of several entries stops with the shape")
  func removingLongAxesStops() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor(zeros: [2, 3]).removingAxis(0)
    }
    #expect(errorText(of: result).contains("axis 0 of shape [2, 3] has more than one entry"))
  }
}
