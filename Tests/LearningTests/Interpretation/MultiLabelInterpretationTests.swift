import Foundation
import Learning
import Networks
import Tensors
import TestSupport
import Testing

/// Expected scores are scikit-learn's for the same answers.
@Suite("Interpretation of several labels per item")
struct MultiLabelInterpretationTests {
  /// Said at one half: AC, B, nothing, ABC.
  private let outputs = Tensor(rows: [[2, -1, 1], [-1, 3, -0.5], [-2, -1, -3], [1, 1, 1]])
  /// AB, B, C, ABC.
  private let targets = Tensor(rows: [[1, 1, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1]])

  private func interpretation() throws -> MultiLabelInterpretation {
    try MultiLabelInterpretation(outputs: outputs, targets: targets, labelNames: ["A", "B", "C"])
  }

  @Test("A label is predicted when its probability exceeds its threshold")
  func predictions() throws {
    let labels = try interpretation()
    #expect(labels.predictions == [[0, 2], [1], [], [0, 1, 2]])
    #expect(labels.actual == [[0, 1], [1], [2], [0, 1, 2]])
    #expect(try labels.with(thresholds: [0.9, 0.2, 0.9]).predictions == [[1], [1], [1], [1]])
  }

  @Test("Scores of labels and their means agree with scikit-learn's")
  func scores() throws {
    let report = try interpretation().report()
    #expect(report["A"]?.precision == 1 && report["A"]?.recall == 1)
    #expect(report["B"]?.precision == 1 && report["B"]?.recall == 2.0 / 3)
    #expect(report["C"]?.precision == 0.5 && report["C"]?.recall == 0.5 && report["C"]?.support == 2)
    #expect(abs(report.microAverage.f1 - 10.0 / 13) < 1e-12)
    #expect(abs(report.macroAverage.f1 - (1 + 0.8 + 0.5) / 3) < 1e-12)
    #expect(abs(report.weightedAverage.f1 - (2 + 3 * 0.8 + 2 * 0.5) / 7) < 1e-12)
    #expect(abs(report.sampleAverage.f1 - (0.5 + 1 + 0 + 1) / 4) < 1e-12)
    #expect(report.exactMatches == 0.5)
  }

  @Test("The example-averaged F1 is also a metric")
  func sampleMetric() throws {
    let metric = Metric.multiLabelF1(.samples)
    #expect(abs(try metric(predictions: outputs, targets: .values(targets)) - 0.625) < 1e-12)
    #expect(throws: LearningError.sampleAverage) {
      try Metric.f1(.samples)(predictions: outputs, targets: .classes([0, 1, 2, 0]))
    }
  }

  @Test("Precision and recall over several labels are metrics")
  func precisionAndRecall() throws {
    let targets = Targets.values(targets)
    #expect(abs(try Metric.multiLabelPrecision()(predictions: outputs, targets: targets) - 2.5 / 3) < 1e-12)
    #expect(
      abs(try Metric.multiLabelRecall()(predictions: outputs, targets: targets) - (1 + 2.0 / 3 + 0.5) / 3) < 1e-12)
  }

  @Test("The best thresholds give every label the largest F1 that any threshold gives")
  func bestThresholds() throws {
    var generator = MersenneTwister(seed: 5)
    let outputs = Tensor(normal: [60, 3], standardDeviation: 2, using: &generator)
    let noise = Tensor(normal: [60, 3], standardDeviation: 2, using: &generator)
    let labels = try MultiLabelInterpretation(
      outputs: outputs, targets: (outputs + noise).isGreater(than: 0.5), labelNames: ["A", "B", "C"])
    let best = labels.withBestThresholds().report().labels.map(\.f1)
    for threshold in stride(from: Float(0), through: 1, by: 0.01) {
      let other = try labels.with(threshold: threshold).report().labels.map(\.f1)
      #expect(zip(best, other).allSatisfy { $0 >= $1 }, "\(threshold): \(other)")
    }
  }

  @Test("The threshold stays one half if no other is better")
  func halfIsPreferred() throws {
    let labels = try MultiLabelInterpretation(
      outputs: Tensor(rows: [[3], [2], [-1], [-2]]), targets: Tensor(rows: [[1], [1], [0], [0]]), labelNames: ["A"])
    #expect(labels.withBestThresholds().thresholds == [0.5])
  }

  @Test("A label that no item has keeps its threshold")
  func absentLabels() throws {
    let labels = try MultiLabelInterpretation(
      outputs: Tensor(rows: [[3], [2]]), targets: Tensor(rows: [[0], [0]]), labelNames: ["A"])
    #expect(try labels.with(threshold: 0.3).withBestThresholds().thresholds == [0.3])
  }

  @Test("A missed label and one predicted instead are a pair")
  func confusions() throws {
    #expect(try interpretation().mostConfused().map(\.description) == ["B predicted as C: 1"])
  }

  @Test("Items of large losses come first, and those without a mistake can be left out")
  func topLosses() throws {
    let labels = try interpretation()
    #expect(labels.topLosses().map(\.index) == [2, 0, 3, 1])
    #expect(labels.topLosses(onlyWrong: true).map(\.description) == ["–/C / 1.16", "A;C/A;B / 0.92"])
    #expect(labels.topLosses(count: 2)[1].missed == ["B"] && labels.topLosses(count: 2)[1].wrong == ["C"])
  }

  @Test("Thresholds that do not fit are refused")
  func unfitThresholds() throws {
    let labels = try interpretation()
    #expect(
      message { try labels.with(thresholds: [0.5]) }
        == "1 thresholds do not fit 3 labels. Give one for each, or one for all: with(threshold: 0.5).")
    #expect(
      message { try labels.with(thresholds: [0.5, 2, 0]) }
        == "The thresholds [0.5, 2.0, 0.0] are not all probabilities, from 0 to 1.")
  }

  @Test("Outputs, targets and names that do not fit are refused")
  func misfits() {
    #expect(throws: LearningError.misshapenInterpretation(shape: [4, 3], classCount: 2)) {
      try MultiLabelInterpretation(outputs: outputs, targets: targets, labelNames: ["A", "B"])
    }
    #expect(throws: NetworkError.self) {
      try MultiLabelInterpretation(outputs: outputs, targets: Tensor(zeros: [4, 2]), labelNames: ["A", "B", "C"])
    }
  }
}
