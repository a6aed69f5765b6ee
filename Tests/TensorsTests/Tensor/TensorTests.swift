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
    #expect("\(Tensor(shape: [2, 2], scalars: [1, 2.25, -3, .nan]))" == "Tensor[2, 2]\n[[1, 2.25],\n [-3, nan]]")
    #expect("\(Tensor(-Float.nan))" == "nan")
    #expect("\(Tensor(ones: [20]))" == "Tensor[20] [1, 1, 1, …, 1, 1, 1]")
  }

  @Test func tensorsAreMadeFromRowsRangesAndLabels() {
    #expect(Tensor(rows: [[1, 2, 3], [4, 5, 6]]) == Tensor(shape: [2, 3], scalars: [1, 2, 3, 4, 5, 6]))
    #expect(Tensor(2..<5).scalars == [2, 3, 4] && Tensor([]).shape == [0])
    #expect(Tensor(from: -1, through: 1, count: 5).scalars == [-1, -0.5, 0, 0.5, 1])
    #expect(Tensor(identity: 2).scalars == [1, 0, 0, 1])
    #expect(Tensor(oneHot: [2, 0], classCount: 3) == Tensor(rows: [[0, 0, 1], [1, 0, 0]]))
  }

  @Test func indicesCountFromBothEndsInAnyLayout() {
    let image = random([2, 3, 4, 5])
    let turned = image.converted(to: .channelsLast)
    for index in [[0, 0, 0, 0], [1, 2, 3, 4], [1, 0, 2, 1]] {
      #expect(turned[index[0], index[1], index[2], index[3]] == image[index[0], index[1], index[2], index[3]])
    }
    #expect(turned[-1, -2, -1, -5] == image[1, 1, 3, 0])
    #expect(image.selecting(-1) == image.selecting(1))
  }

  @Test func gradientsFlowAroundWhatIsWritten() {
    expectGradients([random([3])]) { inputs in
      var x = inputs[0] * 2
      x[1] = 5
      return x * inputs[0]
    }
    expectGradients([random([3, 4]), random([4], seed: 2)]) { inputs in
      var x = inputs[0].squared()
      x[1...] = inputs[1] * 3
      x[0..<1, 2...3] = Tensor(7)
      return x * inputs[0]
    }
  }

  @Test func blocksAreWrittenInPlace() {
    var x = Tensor(zeros: [3, 2])
    let place = x.storage.base
    x[1..<2] = Tensor([1, 2])
    #expect(x.storage.base == place && x.scalars == [0, 0, 1, 2, 0, 0])
    let shared = x
    x[0...] = Tensor(5)
    #expect(shared.scalars == [0, 0, 1, 2, 0, 0] && x.scalars == [5, 5, 5, 5, 5, 5])
    #expect(x.expandingShape(at: -1).removingAxis(2) == x)
  }

  @Test func shapesThatCannotBeSayWhy() async {
    func said(_ result: ExitTest.Result?) -> String { text(result) }
    let range = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor(zeros: [2, 3])[0..., 0...5]
    }
    #expect(said(range).contains("range 0...5 is outside of axis 1 of [2, 3]"))
    let start = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor(zeros: [2, 3])[5...]
    }
    #expect(
      said(start).contains("range 5... is outside of axis 0 of [2, 3]") || said(start).contains("is outside of axis 0"))
    let free = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor(zeros: [2, 3]).reshaped(to: [-1, -1])
    }
    #expect(said(free).contains("shape [-1, -1] has more than one axis that takes what is left"))
    let stack = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor.stacked([Tensor(zeros: [2, 3]), Tensor(zeros: [2, 4])])
    }
    #expect(said(stack).contains("shapes [2, 3] and [2, 4] do not stack"))
    let axis = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor(zeros: [2, 3]).expandingShape(at: 5)
    }
    #expect(said(axis).contains("a new axis 5 does not lie beside the axes of shape [2, 3]"))
    let squeeze = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor(zeros: [2, 3]).removingAxis(0)
    }
    #expect(said(squeeze).contains("axis 0 of shape [2, 3] holds more than one entry"))
  }

  @Test func anIndexForOneOfTwoAxesSaysWhatToDo() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor(zeros: [2, 3])[1]
    }
    #expect(
      text(result).contains("index [1] has 1 axes, but the shape is [2, 3]; selecting(1) is one entry of the first"))
  }

  @Test func aMisfittingShapeStops() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor(shape: [2, 3], scalars: [1])
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("shape [2, 3] holds 6 scalars, but 1 were given"))
  }
}
