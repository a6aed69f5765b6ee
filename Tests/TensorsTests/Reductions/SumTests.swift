import Tensors
import TestSupport
import Testing

@Suite("Sums and means")
struct SumTests {
  private let counting = Tensor(shape: [2, 3, 2], scalars: (0..<12).map(Float.init))

  @Test("Sums run over any axes")
  func sumsRunOverAnyAxes() {
    #expect(counting.sum().scalar == 66)
    #expect(counting.sum(axis: 0) == Tensor(shape: [3, 2], scalars: [6, 8, 10, 12, 14, 16]))
    #expect(counting.sum(axis: 1) == Tensor(shape: [2, 2], scalars: [6, 9, 24, 27]))
    #expect(counting.sum(axes: [0, 2]) == Tensor([14, 22, 30]))
  }

  @Test("A kept axis has one entry")
  func keptAxesHaveOneEntry() {
    #expect(counting.sum(axes: [-1], keepingAxes: true).shape == [2, 3, 1])
  }

  @Test("Means and variances divide by the count, or by one less")
  func meansAndVariances() {
    #expect(counting.mean().scalar == 5.5)
    #expect(Tensor([1, 2, 3, 4]).variance().scalar == 1.25)
    #expect(Tensor([1, 2, 3]).variance(unbiased: true).scalar == 1)
  }

  @Test("The sum of nothing is 0, and its mean NaN")
  func sumsOfNothing() {
    #expect(Tensor(zeros: [0, 2]).sum(axis: 0).scalars == [0, 0])
    #expect(Tensor(zeros: [0]).mean().scalar.isNaN)
  }

  @Test("Sums of images do not depend on the layout")
  func sumsOfImagesIgnoreTheirLayout() {
    let images = random([2, 3, 4, 5])
    let channelsLast = images.maxPool2d(kernelSize: 1)
    for axes in [[0], [1], [2, 3], [0, 2, 3], [1, 3]] {
      let pairs = zip(images.sum(axes: axes).scalars, channelsLast.sum(axes: axes).scalars)
      #expect(pairs.allSatisfy { ($0 - $1).magnitude < 1e-5 })
    }
  }

  @Test("A long sum keeps all digits")
  func aLongSumIsExact() {
    #expect(Tensor(repeating: 0.1, shape: [1_000_000]).sum().scalar == Float(Double(Float(0.1)) * 1_000_000))
  }

  @Test("The gradients of sums, means and variances agree with differences")
  func sumsHaveGradients() {
    let x = random([2, 3, 2])
    expectGradients([x]) { $0[0].sum(axes: [0, 2]) }
    expectGradients([x]) { $0[0].mean(axis: 1) }
    expectGradients([x]) { $0[0].mean() }
    expectGradients([x]) { $0[0].variance(axes: [1], unbiased: true) }
  }

  @Test("A cumulative sum runs along its axis")
  func cumulativeSumsRunAlongTheirAxis() {
    let x = Tensor(rows: [[1, 2, 3], [4, 5, 6]])
    #expect(x.cumulativeSum(axis: 1) == Tensor(rows: [[1, 3, 6], [4, 9, 15]]))
    #expect(x.cumulativeSum(axis: 0) == Tensor(rows: [[1, 2, 3], [5, 7, 9]]))
  }

  @Test("The gradients of a cumulative sum agree with differences")
  func cumulativeSumsHaveGradients() {
    expectGradients([random([2, 3, 2])]) { $0[0].cumulativeSum(axis: 1) }
  }
}
