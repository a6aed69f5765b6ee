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

  @Test("Metrics of one class per item agree with scikit-learn's")
  func single() throws {
    try close(.accuracy, 4.0 / 6)
    try close(.errorRate, 2.0 / 6)
    try close(.topAccuracy(2), 5.0 / 6)
    try close(.precision(), (0.5 + 2.0 / 3 + 1) / 3)
    try close(.recall(), (0.5 + 1 + 0.5) / 3)
    try close(.f1(), (0.5 + 0.8 + 2.0 / 3) / 3)
    try close(.f1(.micro), 4.0 / 6)
    try close(.f1(.weighted), (0.5 + 0.8 + 2.0 / 3) / 3)
  }

  @Test("A binary average is of two classes or of one label only")
  func binary() throws {
    let two = Tensor(rows: [[2, 1], [1, 2], [1, 2], [2, 1]])
    #expect(abs(try Metric.f1(.binary)(predictions: two, targets: .classes([0, 1, 0, 0])) - 2.0 / 3) < 1e-9)
    let label = Targets.values(Tensor(rows: [[1], [0], [1]]))
    let answers = Tensor(rows: [[1], [1], [1]])
    #expect(abs(try Metric.multiLabelF1(.binary)(predictions: answers, targets: label) - 0.8) < 1e-9)
    for metric in [Metric.f1(.binary), .precision(.binary), .recall(.binary)] {
      #expect(throws: LearningError.binaryAverage(classCount: 3, isMultiLabel: false)) {
        try metric(predictions: outputs, targets: targets)
      }
    }
    #expect(throws: LearningError.binaryAverage(classCount: 2, isMultiLabel: true)) {
      try Metric.multiLabelF1(.binary)(predictions: two, targets: .values(two))
    }
  }

  @Test("The message of a binary average says what to use instead")
  func binaryMessage() {
    #expect(
      LearningError.binaryAverage(classCount: 3, isMultiLabel: false).description
        == "A binary average needs two classes, but these outputs have 3. Use .macro, .micro or .weighted.")
    #expect(
      LearningError.binaryAverage(classCount: 2, isMultiLabel: true).description
        == "A binary average needs one yes-or-no answer per item, but these outputs have 2 labels. Use .macro, .micro or "
        + ".weighted.")
  }

  @Test("Outputs that are not numbers, or are all equal, are correct only by chance")
  func topAccuracyOfNothing() throws {
    for value in [Float.nan, 0, .infinity] {
      let outputs = Tensor(repeating: value, shape: [4, 3])
      let classes = Targets.classes([0, 1, 2, 2])
      #expect(try Metric.topAccuracy(1)(predictions: outputs, targets: classes) == 0.25)
      #expect(try Metric.topAccuracy(2)(predictions: outputs, targets: classes) == 0.5)
      #expect(try Metric.accuracy(predictions: outputs, targets: classes) == 0.25)
    }
    #expect(try Metric.topAccuracy(1)(predictions: Tensor(rows: [[1, .nan]]), targets: .classes([0])) == 0)
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

  @Test("Metrics of several labels per item agree with scikit-learn's")
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

  @Test("A metric declares whether a smaller number is better")
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

  @Test("A custom metric has its name and its function")
  func own() throws {
    let count = Metric("items") { _, targets in Double(targets.count) }
    #expect(count.name == "items")
    #expect(try count(predictions: outputs, targets: targets) == 6)
  }
}
