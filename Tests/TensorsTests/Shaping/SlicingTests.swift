import Tensors
import TestSupport
import Testing

@Suite("Slicing and joining")
struct SlicingTests {
  private let counting = Tensor(shape: [2, 3, 2], scalars: (0..<12).map(Float.init))

  @Test("Ranges cut parts out")
  func rangesCutPartsOut() {
    #expect(counting[0..<2, 1..<2].scalars == [2, 3, 8, 9])
    #expect(counting.slice(1..<2, axis: -1).scalars == [1, 3, 5, 7, 9, 11])
    #expect(counting.selecting(1).shape == [3, 2])
  }

  @Test("Ranges are closed, half open or open to one side")
  func rangesAreClosedOrOpen() {
    let x = Tensor(shape: [3, 4], scalars: Tensor(0..<12).scalars)
    #expect(x[1...1, 2...].scalars == [6, 7])
    #expect(x[...0, ..<2].scalars == [0, 1])
    #expect(x[0..., 3...3].shape == [3, 1])
  }

  @Test("Splitting gives parts of the requested lengths")
  func splittingGivesParts() {
    let x = Tensor(shape: [3, 4], scalars: Tensor(0..<12).scalars)
    #expect(x.split([1, 2]).map(\.shape) == [[1, 4], [2, 4]])
    #expect(x.split([1, 3], axis: 1)[1] == x[0..., 1...])
  }

  @Test("Concatenating joins along an axis that is there")
  func concatenatingJoins() {
    #expect(Tensor.concatenated([counting, counting[0..<1]]).shape == [3, 3, 2])
    let joined = Tensor.concatenated([counting, counting], axis: 1)
    #expect(joined[0..<2, 3..<6] == counting)
  }

  @Test("Stacking joins along a new axis")
  func stackingJoins() {
    #expect(Tensor.stacked([Tensor([1, 2]), Tensor([3, 4])], axis: 1).scalars == [1, 3, 2, 4])
  }

  @Test("Gathering takes entries by their indices")
  func gatheringTakesEntries() {
    #expect(Tensor([5, 6, 7]).gathered([2, 0, 2]).scalars == [7, 5, 7])
    #expect(counting.gathered([1], axis: 1).scalars == [2, 3, 8, 9])
    #expect(Tensor(shape: [2, 2], scalars: [1, 2, 3, 4]).pickingLast([1, 0]).scalars == [2, 3])
  }

  @Test("The gradients of parts agree with differences")
  func partsHaveGradients() {
    let x = random([2, 3, 2])
    expectGradients([x]) { $0[0][0..<1, 1..<3] }
    expectGradients([x]) { $0[0].selecting(1, axis: 1) }
    expectGradients([x]) { $0[0].gathered([2, 0, 2], axis: 1) }
    expectGradients([x]) { $0[0].pickingLast([0, 1, 1, 0, 1, 0]) }
    expectGradients([random([4, 3])]) { Tensor.concatenated($0[0].split([1, 3]).reversed()) }
  }

  @Test("The gradients of joining agree with differences")
  func joiningHasGradients() {
    let x = random([2, 3, 2])
    expectGradients([x, random([2, 1, 2])]) { Tensor.concatenated([$0[0], $0[1]], axis: 1) }
    expectGradients([x, random([2, 3, 2])]) { Tensor.stacked($0, axis: 2) }
  }

  @Test("Gradients flow around what is written into a tensor")
  func gradientsFlowAroundWhatIsWritten() {
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

  @Test("A block is written in place if the storage is uniquely referenced")
  func blocksAreWrittenInPlace() {
    var x = Tensor(zeros: [3, 2])
    let place = x.storage.base
    x[1..<2] = Tensor([1, 2])
    #expect(x.storage.base == place && x.scalars == [0, 0, 1, 2, 0, 0])
    let shared = x
    x[0...] = Tensor(5)
    #expect(shared.scalars == [0, 0, 1, 2, 0, 0] && x.scalars == [5, 5, 5, 5, 5, 5])
  }

  @Test("Removing a new axis restores the tensor")
  func removingANewAxisGivesTheTensorBack() {
    #expect(counting.expandingShape(at: -1).removingAxis(3) == counting)
  }

  @Test("A range beyond its axis stops with both")
  func rangesBeyondTheirAxisStop() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor(zeros: [2, 3])[0..., 0...5]
    }
    #expect(errorText(of: result).contains("range 0...5 is outside of axis 1 of [2, 3]"))
  }

  @Test("A range that starts beyond its axis stops with the axis")
  func startsBeyondTheirAxisStop() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor(zeros: [2, 3])[5...]
    }
    #expect(errorText(of: result).contains("is outside of axis 0"))
  }

  @Test("Tensors that do not stack stop with both shapes")
  func tensorsThatDoNotStackStop() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor.stacked([Tensor(zeros: [2, 3]), Tensor(zeros: [2, 4])])
    }
    #expect(errorText(of: result).contains("shapes [2, 3] and [2, 4] do not stack"))
  }
}
