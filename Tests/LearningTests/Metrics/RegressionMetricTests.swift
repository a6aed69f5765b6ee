import Learning
import Networks
import Tensors
import Testing

/// Expected numbers are scikit-learn's for the same cases.
@Suite("Metrics of regression")
struct RegressionMetricTests {
  private let outputs = Tensor(rows: [[1], [2], [3.5], [4]])
  private let targets = Targets.values(Tensor([1.5, 2, 3, 5]))

  @Test(
    "Errors and R² agree with scikit-learn's",
    arguments: [
      (Metric.meanSquaredError, 0.375), (.rootMeanSquaredError, 0.6123724356957945), (.meanAbsoluteError, 0.5),
      (.coefficientOfDetermination, 0.7913043478260869),
    ])
  func errors(metric: Metric, expected: Double) throws {
    #expect(abs(try metric(predictions: outputs, targets: targets) - expected) < 1e-9)
  }

  @Test("The mean as every answer explains nothing")
  func meanExplainsNothing() throws {
    let metric = Metric.coefficientOfDetermination
    #expect(try metric(predictions: Tensor([2, 2, 2]), targets: .values(Tensor([1, 2, 3]))) == 0)
    #expect(try metric(predictions: Tensor([2, 2]), targets: .values(Tensor([2, 2]))) == 1)
  }

  @Test("Only R² is better when it is larger")
  func directions() {
    #expect(Metric.rootMeanSquaredError.prefersSmaller && Metric.meanAbsoluteError.prefersSmaller)
    #expect(!Metric.coefficientOfDetermination.prefersSmaller)
  }

  @Test("Targets that are classes are refused")
  func classes() {
    #expect(throws: NetworkError.targetsAreClasses(judge: "rmse")) {
      try Metric.rootMeanSquaredError(predictions: outputs, targets: .classes([0, 1, 2, 3]))
    }
  }
}
