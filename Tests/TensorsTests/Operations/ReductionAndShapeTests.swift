import Tensors
import Testing

@Suite struct ReductionAndShapeTests {
  private let counting = Tensor(shape: [2, 3, 2], scalars: (0..<12).map(Float.init))

  @Test func sumsOverAnyAxes() {
    #expect(counting.sum().scalar == 66)
    #expect(counting.sum(axis: 0) == Tensor(shape: [3, 2], scalars: [6, 8, 10, 12, 14, 16]))
    #expect(counting.sum(axis: 1) == Tensor(shape: [2, 2], scalars: [6, 9, 24, 27]))
    #expect(counting.sum(axes: [0, 2]) == Tensor([14, 22, 30]))
    #expect(counting.sum(axes: [-1], keepingAxes: true).shape == [2, 3, 1])
    #expect(counting.mean().scalar == 5.5)
    #expect(Tensor([1, 2, 3, 4]).variance().scalar == 1.25)
    #expect(Tensor([1, 2, 3]).variance(unbiased: true).scalar == 1)
    #expect(Tensor(zeros: [0, 2]).sum(axis: 0).scalars == [0, 0])
    #expect(Tensor(zeros: [0]).mean().scalar.isNaN)
  }

  @Test func sumsOfImagesIgnoreTheirLayout() {
    let images = random([2, 3, 4, 5])
    let channelsLast = images.maxPool2d(kernelSize: 1)
    for axes in [[0], [1], [2, 3], [0, 2, 3], [1, 3]] {
      let pairs = zip(images.sum(axes: axes).scalars, channelsLast.sum(axes: axes).scalars)
      #expect(pairs.allSatisfy { ($0 - $1).magnitude < 1e-5 })
    }
  }

  @Test func aLongSumIsExact() {
    #expect(Tensor(repeating: 0.1, shape: [1_000_000]).sum().scalar == Float(Double(Float(0.1)) * 1_000_000))
  }

  @Test func extremesAndTheirPlaces() {
    let x = Tensor(shape: [2, 3], scalars: [1, 5, 5, -1, -7, 2])
    #expect(x.max(axis: 1).scalars == [5, 2])
    #expect(x.min(axis: 0).scalars == [-1, -7, 2])
    #expect(x.argmax(axis: 1).scalars == [1, 2])
    #expect(x.argmin(axis: 1).scalars == [0, 1])
    #expect(x.max(axis: 0, keepingAxes: true).shape == [1, 3])
    #expect(x.max().scalar == 5)
    #expect(Tensor([1, .nan, 3]).max().scalar.isNaN)
  }

  @Test func reductionsHaveGradients() {
    let x = random([2, 3, 2])
    expectGradients([x]) { $0[0].sum(axes: [0, 2]) }
    expectGradients([x]) { $0[0].mean(axis: 1) }
    expectGradients([x]) { $0[0].mean() }
    expectGradients([x]) { $0[0].variance(axes: [1], unbiased: true) }
    expectGradients([x]) { $0[0].max(axis: 1) }
    expectGradients([x]) { $0[0].min(axis: -1, keepingAxes: true) }
  }

  @Test func axesMove() {
    #expect(counting.permuted([2, 0, 1]).scalars == [0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11])
    #expect(counting.transposed().shape == [2, 2, 3])
    #expect(counting.reshaped(to: [4, -1]).shape == [4, 3])
    #expect(counting.flattened(from: 1).shape == [2, 6])
    #expect(counting.expandingShape(at: -1).shape == [2, 3, 2, 1])
    let images = random([2, 3, 4, 5])
    #expect(images.maxPool2d(kernelSize: 1).permuted([3, 1, 0, 2]) == images.permuted([3, 1, 0, 2]))
  }

  @Test func partsAreCutAndJoined() {
    #expect(counting[0..<2, 1..<2].scalars == [2, 3, 8, 9])
    #expect(counting.slice(1..<2, axis: -1).scalars == [1, 3, 5, 7, 9, 11])
    #expect(counting.selecting(1).shape == [3, 2])
    #expect(Tensor.concatenated([counting, counting[0..<1]]).shape == [3, 3, 2])
    let joined = Tensor.concatenated([counting, counting], axis: 1)
    #expect(joined[0..<2, 3..<6] == counting)
    #expect(Tensor.stacked([Tensor([1, 2]), Tensor([3, 4])], axis: 1).scalars == [1, 3, 2, 4])
    #expect(Tensor([5, 6, 7]).gathered([2, 0, 2]).scalars == [7, 5, 7])
    #expect(counting.gathered([1], axis: 1).scalars == [2, 3, 8, 9])
    #expect(Tensor(shape: [2, 2], scalars: [1, 2, 3, 4]).pickingLast([1, 0]).scalars == [2, 3])
  }

  @Test func partsHaveGradients() {
    let x = random([2, 3, 2])
    expectGradients([x]) { $0[0].permuted([2, 0, 1]) }
    expectGradients([x]) { $0[0].transposed().reshaped(to: [3, 4]) }
    expectGradients([x]) { $0[0][0..<1, 1..<3] }
    expectGradients([x]) { $0[0].selecting(1, axis: 1) }
    expectGradients([x, random([2, 1, 2])]) { Tensor.concatenated([$0[0], $0[1]], axis: 1) }
    expectGradients([x, random([2, 3, 2])]) { Tensor.stacked($0, axis: 2) }
    expectGradients([x]) { $0[0].gathered([2, 0, 2], axis: 1) }
    expectGradients([x]) { $0[0].pickingLast([0, 1, 1, 0, 1, 0]) }
  }

  @Test func rangesMayBeClosedOrOpen() {
    let x = Tensor(shape: [3, 4], scalars: Tensor(0..<12).scalars)
    #expect(x[1...1, 2...].scalars == [6, 7])
    #expect(x[...0, ..<2].scalars == [0, 1])
    #expect(x[0..., 3...3].shape == [3, 1])
    #expect(x.split([1, 2]).map(\.shape) == [[1, 4], [2, 4]])
    #expect(x.split([1, 3], axis: 1)[1] == x[0..., 1...])
  }

  @Test func paddingSurrounds() {
    let x = Tensor(rows: [[1, 2]])
    #expect(x.padded([(1, 0), (0, 2)], with: 9) == Tensor(rows: [[9, 9, 9, 9], [1, 2, 9, 9]]))
    expectGradients([random([2, 3])]) { $0[0].padded([(1, 2), (0, 1)]) }
    expectGradients([random([4, 3])]) { Tensor.concatenated($0[0].split([1, 3]).reversed()) }
  }

  @Test func scalarsAreOrdered() {
    let x = Tensor(rows: [[3, 1, 2, 3], [0, -1, .nan, 5]])
    let (values, indices) = x.topK(3)
    #expect(values.scalars[..<3] == [3, 3, 2] && indices.scalars == [0, 3, 2, 2, 3, 0])
    #expect(values[1, 0].isNaN && values[1, 1] == 5)
    #expect(Tensor([2, -1, 4]).sorted().scalars == [-1, 2, 4])
    #expect(Tensor([2, -1, 4]).sorted(descending: true).scalars == [4, 2, -1])
    #expect(Tensor(rows: [[3, 1], [7, 2]]).argmax() == 2 && Tensor(rows: [[3, 1], [7, 2]]).argmin() == 1)
    expectGradients([random([2, 5])]) { $0[0].topK(2).values }
    expectGradients([random([2, 5])]) { $0[0].sorted() }
  }

  @Test func sumsRun() {
    let x = Tensor(rows: [[1, 2, 3], [4, 5, 6]])
    #expect(x.cumulativeSum(axis: 1) == Tensor(rows: [[1, 3, 6], [4, 9, 15]]))
    #expect(x.cumulativeSum(axis: 0) == Tensor(rows: [[1, 2, 3], [5, 7, 9]]))
    expectGradients([random([2, 3, 2])]) { $0[0].cumulativeSum(axis: 1) }
  }

  @Test func spreadsAndLengths() {
    let x = Tensor(rows: [[3, 4], [6, 8]])
    #expect(x.norm(axes: [1]).scalars == [5, 10])
    #expect(abs(x.standardDeviation(unbiased: true).scalar - 2.2173557) < 1e-6)
    #expect(x.standardDeviation(axes: [1]).scalars == [0.5, 1])
    expectGradients([random([3, 4])]) { $0[0].standardDeviation(axes: [1]) }
    expectGradients([random([3, 4])]) { $0[0].norm(axes: [0]) }
    let flat = valueWithGradient(at: Tensor(rows: [[0, 0], [3, 4]])) { $0.norm(axes: [1]).sum() }
    #expect(flat.gradient.scalars == [0, 0, 0.6, 0.8])
    #expect(valueWithGradient(at: Tensor([3, 3])) { $0.standardDeviation() }.gradient.scalars == [0, 0])
  }

  @Test func placesBeyondWhatAFloatCounts() {
    var x = Tensor(zeros: [1 << 24 + 4])
    x[-1] = 1
    #expect(x.argmax() == 1 << 24 + 3 && x.argmin() == 0)
  }

  @Test func productsOfNothingHaveGradients() {
    let (left, right) = (Parameter(Tensor(zeros: [2, 0])), Parameter(Tensor(zeros: [0, 3])))
    left.value.matmul(right.value).sum().backward()
    #expect(left.gradient?.shape == [2, 0] && right.gradient?.shape == [0, 3])
  }

  @Test func matricesMultiply() {
    let a = Tensor(shape: [2, 3], scalars: [1, 2, 3, 4, 5, 6])
    #expect(a.matmul(a.transposed()).scalars == [14, 32, 32, 77])
    #expect(Tensor(zeros: [2, 0]).matmul(Tensor(zeros: [0, 2])) == Tensor(zeros: [2, 2]))
    #expect(Tensor(zeros: [0, 2]).matmul(Tensor(zeros: [2, 2])).shape == [0, 2])
    expectGradients([random([2, 3]), random([3, 4], seed: 2)]) { $0[0].matmul($0[1]) }
    expectGradients([random([2, 2, 3]), random([2, 3, 2], seed: 2)]) { $0[0].matmul($0[1]) }
    expectGradients([random([2, 2, 3]), random([3, 2], seed: 2)]) { $0[0].matmul($0[1]) }
    expectGradients([random([4, 3]), random([2, 3], seed: 2), random([2], seed: 3)]) {
      $0[0].linear(weight: $0[1], bias: $0[2])
    }
  }

  @Test(arguments: [(3, 200, 7), (300, 40, 65), (129, 130, 131)])
  func largeProductsAgreeWithTheDefinition(_ rows: Int, _ inner: Int, _ columns: Int) {
    let (a, b) = (random([rows, inner]), random([inner, columns], seed: 2))
    let (x, y, product) = (a.scalars, b.scalars, a.matmul(b).scalars)
    var largest = 0.0
    for row in 0..<rows {
      for column in 0..<columns {
        let exact = (0..<inner).reduce(0.0) { $0 + Double(x[row * inner + $1]) * Double(y[$1 * columns + column]) }
        largest = max(largest, (exact - Double(product[row * columns + column])).magnitude)
      }
    }
    #expect(largest < 1e-4)
  }

  @Test func misfittingMatricesArePrinted() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor(zeros: [2, 3]).matmul(Tensor(zeros: [2, 3]))
    }
    #expect(text(result).contains("shapes [2, 3] and [2, 3] do not multiply as matrices"))
  }
}
