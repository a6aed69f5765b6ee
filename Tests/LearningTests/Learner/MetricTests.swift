import TestSupport
import Foundation
import Learning
import Networks
import Tensors
import Testing

/// Expected numbers are scikit-learn's for the same cases.
@Suite("Metrics")
struct MetricTests {
  /// Truth 0 0 1 1 2 2, prediction 0 1 1 1 2 0.
  private let outputs = Tensor(
    shape: [6, 3], scalars: [2, 1, 0, 1, 2, 0, 0, 2, 1, 0, 2, 1, 0, 1, 2, 2, 1, 0])
  private let targets = Targets.classes([0, 0, 1, 1, 2, 2])

  private func close(_ metric: Metric, _ expected: Double) throws {
    #expect(abs(try metric(predictions: outputs, targets: targets) - expected) < 1e-9, "\(metric.name)")
  }

  @Test("Metrics of one class an item agree with scikit-learn's")
  func single() throws {
    try close(.accuracy, 4.0 / 6)
    try close(.errorRate, 2.0 / 6)
    try close(.topAccuracy(2), 5.0 / 6)
    try close(.precision(), (0.5 + 2.0 / 3 + 1) / 3)
    try close(.recall(), (0.5 + 1 + 0.5) / 3)
    try close(.f1(), (0.5 + 0.8 + 2.0 / 3) / 3)
    try close(.f1(.micro), 4.0 / 6)
    try close(.f1(.weighted), (0.5 + 0.8 + 2.0 / 3) / 3)
    try close(.f1(.binary), 0.8)
  }

  @Test("Accuracy and error rate agree with fastai's")
  func fixture() throws {
    let outputs = try Fixtures.tensor("layers/xent.z")
    let classes = Targets.classes(try Fixtures.tensor("layers/xent.t").scalars.map { Int($0) })
    var comparison = Comparison(try Fixtures.tolerance("layers/xent.loss.npy"))
    let error = try Metric.errorRate(predictions: outputs, targets: classes)
    comparison.check([error], [Double(try Fixtures.tensor("layers/xent.error_rate").scalar)], "error rate")
    let accuracy = try Metric.accuracy(predictions: outputs, targets: classes)
    comparison.check([accuracy], [Double(try Fixtures.tensor("layers/xent.accuracy").scalar)], "accuracy")
    #expect(comparison.failures.isEmpty, "\(comparison.failures)")
  }

  @Test("Metrics of several labels an item agree with scikit-learn's")
  func several() throws {
    let outputs = Tensor(shape: [3, 2], scalars: [1, -1, 1, 1, -1, 1])
    let targets = Targets.values(Tensor(shape: [3, 2], scalars: [1, 0, 0, 1, 1, 1]))
    #expect(abs(try Metric.multiLabelAccuracy()(predictions: outputs, targets: targets) - 4.0 / 6) < 1e-6)
    #expect(abs(try Metric.multiLabelF1()(predictions: outputs, targets: targets) - 0.75) < 1e-9)
    #expect(abs(try Metric.multiLabelF1(.micro)(predictions: outputs, targets: targets) - 0.75) < 1e-9)
  }

  @Test("A label that never occurs counts as 0, and a class that never occurs does not count")
  func absent() throws {
    let outputs = Tensor(rows: [[1, -1], [1, -1]])
    let labels = Targets.values(Tensor(rows: [[1, 0], [1, 0]]))
    #expect(try Metric.multiLabelF1()(predictions: outputs, targets: labels) == 0.5)
    #expect(try Metric.f1()(predictions: outputs, targets: .classes([0, 0])) == 1)
  }

  @Test("A metric says whether a smaller number is better")
  func direction() throws {
    #expect(Metric.errorRate.prefersSmaller && !Metric.accuracy.prefersSmaller)
    for name in ["mean_distance", "RMSE", "perplexity"] { #expect(Metric(name) { _, _ in 0 }.prefersSmaller) }
  }

  @Test("Early stopping follows the direction of its metric")
  func stopping() throws {
    let learner = try TinyLearner.make(metrics: [Metric("cost", prefersSmaller: true) { _, _ in 1 }])
    var epochs = 0
    let counter = EventCallback(.afterEpoch) { _ in epochs += 1 }
    try learner.fit(epochs: 5, callbacks: [counter, EarlyStopping(.metric("cost"), patience: 2)])
    #expect(epochs == 3)
  }

  @Test("Batches count by their items over a set, and ratios are of the whole")
  func overSet() throws {
    let learner = try TinyLearner.make(metrics: [.errorRate, .f1(), .accuracy])
    let answers = try learner.predictions()
    let validation = try learner.validate()
    for (metric, value) in zip(learner.metrics, validation.metrics) {
      let whole = try metric(predictions: answers.outputs, targets: #require(answers.targets))
      #expect(abs(whole - value) < 1e-6, "\(metric.name)")
    }
  }

  @Test("A metric of one's own has its name and its function")
  func own() throws {
    let count = Metric("items") { _, targets in Double(targets.count) }
    #expect(count.name == "items")
    #expect(try count(predictions: outputs, targets: targets) == 6)
  }
}
