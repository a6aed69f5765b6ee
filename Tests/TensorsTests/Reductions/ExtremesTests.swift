import Tensors
import TestSupport
import Testing

@Suite("Largest and smallest numbers")
struct ExtremesTests {
  @Test("Extremes run along an axis or over all")
  func extremesRunAlongAxes() {
    #expect(x.max(axis: 1).scalars == [5, 2])
    #expect(x.min(axis: 0).scalars == [-1, -7, 2])
    #expect(x.max(axis: 0, keepingAxes: true).shape == [1, 3])
    #expect(x.max().scalar == 5)
  }

  @Test("The position of an extreme is the first of equals")
  func placesAreTheFirstOfEquals() {
    #expect(x.argmax(axis: 1).scalars == [1, 2])
    #expect(x.argmin(axis: 1).scalars == [0, 1])
    #expect(Tensor(rows: [[3, 1], [7, 2]]).argmax() == 2 && Tensor(rows: [[3, 1], [7, 2]]).argmin() == 1)
  }

  @Test("The maximum of numbers with NaN is NaN")
  func maximumWithNaNIsNaN() {
    #expect(Tensor([1, .nan, 3]).max().scalar.isNaN)
  }

  @Test("The gradients of extremes agree with differences")
  func extremesHaveGradients() {
    let x = random([2, 3, 2])
    expectGradients([x]) { $0[0].max(axis: 1) }
    expectGradients([x]) { $0[0].min(axis: -1, keepingAxes: true) }
  }

  @Test("An index beyond the exact range of a float is exact")
  func placesBeyondWhatAFloatCounts() {
    var x = Tensor(zeros: [1 << 24 + 4])
    x[-1] = 1
    #expect(x.argmax() == 1 << 24 + 3 && x.argmin() == 0)
  }

  private let x = Tensor(shape: [2, 3], scalars: [1, 5, 5, -1, -7, 2])
}
