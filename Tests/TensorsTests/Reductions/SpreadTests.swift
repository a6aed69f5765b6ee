import Tensors
import TestSupport
import Testing

@Suite("Norms and standard deviations")
struct SpreadTests {
  @Test("Norms are the lengths of rows")
  func normsAreLengths() {
    #expect(rows.norm(axes: [1]).scalars == [5, 10])
  }

  @Test("Standard deviations are roots of variances")
  func standardDeviationsAreRoots() {
    #expect(abs(rows.standardDeviation(unbiased: true).scalar - 2.2173557) < 1e-6)
    #expect(rows.standardDeviation(axes: [1]).scalars == [0.5, 1])
  }

  @Test("The gradients of norms and standard deviations agree with differences")
  func spreadsHaveGradients() {
    expectGradients([random([3, 4])]) { $0[0].standardDeviation(axes: [1]) }
    expectGradients([random([3, 4])]) { $0[0].norm(axes: [0]) }
  }

  @Test("The slope of a norm of zeros is 0")
  func normsOfZerosAreFlat() {
    let flat = valueWithGradient(at: Tensor(rows: [[0, 0], [3, 4]])) { $0.norm(axes: [1]).sum() }
    #expect(flat.gradient.scalars == [0, 0, 0.6, 0.8])
  }

  @Test("The slope of the standard deviation of equal numbers is 0")
  func deviationsOfEqualNumbersAreFlat() {
    #expect(valueWithGradient(at: Tensor([3, 3])) { $0.standardDeviation() }.gradient.scalars == [0, 0])
  }

  private let rows = Tensor(rows: [[3, 4], [6, 8]])
}
