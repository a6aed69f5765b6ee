import Tensors
import TestSupport
import Testing

@Suite("Tensors")
struct TensorTests {
  @Test("A copy is independent")
  func copiesAreValues() {
    let original = Tensor(shape: [2, 2], scalars: [1, 2, 3, 4])
    var copy = original
    copy[0, 1] = 9
    #expect(original.scalars == [1, 2, 3, 4])
    #expect(copy.scalars == [1, 9, 3, 4])
  }

  @Test("Writing in place leaves sharers of the memory alone")
  func writingInPlaceLeavesSharersAlone() {
    var tensor = Tensor(zeros: [3])
    let reshaped = tensor.reshaped(to: [3, 1])
    tensor.withUnsafeMutableScalars { $0[1] = 5 }
    #expect(tensor.scalars == [0, 5, 0])
    #expect(reshaped.scalars == [0, 0, 0])
  }

  @Test("Memory is aligned to 64 bytes")
  func memoryIsAligned() {
    for count in 1...40 {
      Tensor(zeros: [count]).withUnsafeScalars { #expect(UInt(bitPattern: $0.baseAddress) % 64 == 0) }
    }
  }

  @Test("Indices count from both ends in any layout")
  func indicesCountFromBothEndsInAnyLayout() {
    let image = random([2, 3, 4, 5])
    let turned = image.converted(to: .channelsLast)
    for index in [[0, 0, 0, 0], [1, 2, 3, 4], [1, 0, 2, 1]] {
      #expect(turned[index[0], index[1], index[2], index[3]] == image[index[0], index[1], index[2], index[3]])
    }
    #expect(turned[-1, -2, -1, -5] == image[1, 1, 3, 0])
    #expect(image.selecting(-1) == image.selecting(1))
  }

  @Test("An index for one of two axes stops with advice")
  func anIndexForOneOfTwoAxesSaysWhatToDo() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor(zeros: [2, 3])[1]
    }
    #expect(
      errorText(of: result).contains(
        "index [1] has 1 axes, but the shape is [2, 3]; selecting(1) is one entry of the first"))
  }

  @Test("A shape that does not fit the scalars stops with both")
  func aMisfittingShapeStops() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor(shape: [2, 3], scalars: [1])
    }
    #expect(errorText(of: result).contains("shape [2, 3] holds 6 scalars, but 1 were given"))
  }
}
