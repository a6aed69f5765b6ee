import Tensors
import Testing

@Suite struct TensorTests {
  @Test func copiesAreValues() {
    let original = Tensor(shape: [2, 2], scalars: [1, 2, 3, 4])
    var copy = original
    copy[0, 1] = 9
    #expect(original.scalars == [1, 2, 3, 4])
    #expect(copy.scalars == [1, 9, 3, 4])
  }

  @Test func writingInPlaceLeavesSharersAlone() {
    var tensor = Tensor(zeros: [3])
    let reshaped = tensor.reshaped(to: [3, 1])
    tensor.withUnsafeMutableScalars { $0[1] = 5 }
    #expect(tensor.scalars == [0, 5, 0])
    #expect(reshaped.scalars == [0, 0, 0])
  }

  @Test func reshapingInfersOneAxis() {
    #expect(Tensor(zeros: [4, 6]).reshaped(to: [3, -1]).shape == [3, 8])
    #expect(Tensor(zeros: [0, 6]).reshaped(to: [6, -1]).shape == [6, 0])
  }

  @Test func memoryIsAligned() {
    for count in 1...40 {
      Tensor(zeros: [count]).withUnsafeScalars { #expect(UInt(bitPattern: $0.baseAddress) % 64 == 0) }
    }
  }

  @Test func printsItsShapeAndScalars() {
    #expect("\(Tensor(1.5))" == "1.5")
    #expect("\(Tensor(shape: [2, 2], scalars: [1, 2.25, -3, .nan]))" == "Tensor[2, 2] [[1, 2.25],\n [-3, nan]]")
    #expect("\(Tensor(ones: [20]))" == "Tensor[20] [1, 1, 1, …, 1, 1, 1]")
  }

  @Test func aMisfittingShapeStops() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor(shape: [2, 3], scalars: [1])
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("shape [2, 3] holds 6 scalars, but 1 were given"))
  }
}
