import Learning
import Networks
import Tensors
import Testing

/// Expected numbers are scikit-learn's for the same cases.
@Suite("Metrics of ranking and agreement")
struct RankingMetricTests {
  private let outputs = Tensor(rows: [[2, 1, 0], [1, 2, 0], [0, 2, 1], [0, 2, 1], [0, 1, 2], [2, 1, 0]])
  private let targets = Targets.classes([0, 0, 1, 1, 2, 2])

  @Test("The area under the curve agrees with scikit-learn's")
  func area() throws {
    #expect(abs(try Metric.areaUnderCurve(predictions: outputs, targets: targets) - 0.7708333333333334) < 1e-9)
  }

  @Test("The area over several labels agrees with scikit-learn's")
  func multiLabelArea() throws {
    let outputs = Tensor(rows: [[2, -1, 1], [-1, 3, -0.5], [-2, -1, -3], [1, 1, 1]])
    let targets = Targets.values(Tensor(rows: [[1, 1, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1]]))
    #expect(
      abs(try Metric.multiLabelAreaUnderCurve(predictions: outputs, targets: targets) - 0.736111111111111) < 1e-9)
  }

  @Test("Answers in order have an area of one, reversed of zero, and all the same of one half")
  func extremes() throws {
    func area(_ scores: [Float]) throws -> Double {
      try Metric.areaUnderCurve(
        predictions: Tensor(rows: scores.map { [0, $0] }), targets: .classes([0, 0, 1, 1]))
    }
    #expect(try area([1, 2, 3, 4]) == 1)
    #expect(try area([4, 3, 2, 1]) == 0)
    #expect(try area([1, 1, 1, 1]) == 0.5)
  }

  @Test("A set of one class has no area under the curve")
  func oneClass() throws {
    #expect(try Metric.areaUnderCurve(predictions: Tensor(rows: [[1, 2]]), targets: .classes([1])).isNaN)
  }

  @Test("Cohen's kappa agrees with scikit-learn's")
  func kappa() throws {
    for (weights, expected) in [(Metric.KappaWeights.none, 0.5), (.linear, 0.4), (.quadratic, 0.2857142857142857)] {
      #expect(abs(try Metric.kappa(weights)(predictions: outputs, targets: targets) - expected) < 1e-9, "\(weights)")
    }
  }
}
