import Tensors
import TestSupport
import Testing

@Suite("Comparisons of arrays")
struct ArrayComparisonTests {
  private let tolerance = Tolerance(absolute: 0.1, relative: 0.01)

  @Test("Errors within absolute and relative tolerance pass")
  func smallErrorsPass() {
    let comparison = ArrayComparison([0.09, 101], [0, 100], tolerance: tolerance)
    #expect(comparison.complaint == nil && comparison.largest.error == 1 && comparison.largest.index == 1)
  }

  @Test("The largest error is named with its index")
  func largestErrorsAreNamed() {
    let comparison = ArrayComparison(
      Tensor(rows: [[1, 2], [5, 4]]), Tensor(rows: [[1, 1], [3, 4]]), tolerance: tolerance)
    #expect(comparison.mismatchCount == 2)
    #expect(
      comparison.complaint
        == "2 of 4 numbers are further than 0.1 + 0.01 × |expected|; largest error 2.0 at index [1, 0]: 5.0, expected 3.0"
    )
  }

  @Test("NaN and infinities match only themselves")
  func numbersThatAreNotFiniteMatchThemselves() {
    #expect(ArrayComparison([.nan, .infinity], [Double.nan, .infinity], tolerance: tolerance).complaint == nil)
    #expect(ArrayComparison([.nan, 0], [0, Double.infinity], tolerance: tolerance).mismatchCount == 2)
    #expect(ArrayComparison([0], [Double.nan], tolerance: tolerance).mismatchCount == 1)
  }

  @Test("Other shapes do not match")
  func otherShapesDoNotMatch() {
    #expect(ArrayComparison([1, 2], [1.0], tolerance: tolerance).complaint == "shape [2], expected [1]")
  }

  @Test("The error table has a row for each name")
  func errorTablesHaveRows() {
    #expect(
      ErrorTable.text(of: ["b": 2, "a": 0.5])
        == "| fixture | largest error |\n|---|---|\n| a | 0.5 |\n| b | 2.0 |\n")
  }
}
