import Datasets
import Networks
import Tensors

/// The predictions of a model for a set whose items have any number of labels each: missed labels and wrong labels.
///
/// A label is predicted if its probability exceeds its threshold. Thresholds are chosen on one set, and judged on
/// another:
///
/// ```swift
/// let chosen = try MultiLabelInterpretation(learner).withBestThresholds()
/// let judged = try MultiLabelInterpretation(learner, on: dls.valid).with(thresholds: chosen.thresholds)
/// print(judged.report())
/// ```
public struct MultiLabelInterpretation {
  /// The names of the labels in the order of their indices.
  public let labelNames: [String]
  /// The probability of each label, one item per row: `[count, labels]`.
  public let probabilities: Tensor
  /// 1 where an item has a label, else 0: `[count, labels]`.
  public let targets: Tensor
  /// Each item's loss.
  public let losses: [Float]
  /// The threshold of each label.
  public private(set) var thresholds: [Float]

  /// The set that the items are from; nil when that was not said.
  package let source: (any BatchSource)?

  /// Judges outputs that were found elsewhere.
  ///
  /// - Parameters:
  ///   - outputs: the outputs of the model, before any sigmoid: `[count, labels]`.
  ///   - targets: 1 where an item has a label, else 0, of the same shape.
  ///   - labelNames: one name per label.
  ///   - loss: the loss of each item; its threshold is used for every label.
  ///   - source: where the items are from, to look at their images.
  /// - Throws: ``LearningError`` and `NetworkError`, when targets, names and outputs do not fit.
  public init(
    outputs: Tensor, targets: Tensor, labelNames: [String], loss: any Loss = BinaryCrossEntropy(),
    source: (any BatchSource)? = nil
  ) throws {
    guard outputs.rank == 2, outputs.shape[1] == labelNames.count else {
      throw LearningError.misshapenInterpretation(shape: outputs.shape, classCount: labelNames.count)
    }
    if let repeated = Dictionary(grouping: labelNames, by: \.self).first(where: { $0.value.count > 1 }) {
      throw LearningError.repeatedClass(name: repeated.key)
    }
    losses = try loss.itemLosses(outputs, .values(targets)).scalars
    probabilities = loss.activation(outputs)
    thresholds = Array(repeating: (loss as? BinaryCrossEntropy)?.threshold ?? 0.5, count: labelNames.count)
    self.targets = targets
    self.labelNames = labelNames
    self.source = source
  }

  /// Predicts the validation set, or another set with known labels.
  ///
  /// - Throws: ``LearningError``, if the items have one class each or no known labels; errors of the source.
  public init(_ learner: Learner, on source: (any BatchSource)? = nil) throws {
    let source = (source ?? learner.loaders.valid).inOrder
    guard source.isLabelled else { throw LearningError.noLabels(for: "An interpretation") }
    let answers = try learner.predictions(on: source)
    guard case .values(let targets) = answers.targets else { throw LearningError.interpretationOfClasses }
    let names = learner.loaders.classNames
    let labelCount = answers.outputs.shape.last ?? 0
    try self.init(
      outputs: answers.outputs, targets: targets, labelNames: names.isEmpty ? (0..<labelCount).map { "\($0)" } : names,
      loss: learner.loss, source: source)
  }

  /// The number of items.
  public var count: Int { losses.count }

  /// The indices of the labels that each item has.
  public var actual: [[Int]] { rows { targets[$0, $1] > 0.5 } }

  /// The indices of the labels predicted for each item.
  public var predictions: [[Int]] { rows { probabilities[$0, $1] > thresholds[$1] } }

  private func rows(_ isIn: (Int, Int) -> Bool) -> [[Int]] {
    (0..<count).map { item in labelNames.indices.filter { isIn(item, $0) } }
  }

  // MARK: - Thresholds

  /// A copy with a separate threshold for each label.
  ///
  /// - Throws: ``LearningError/unfitThresholds(_:labelCount:)``.
  public func with(thresholds: [Float]) throws -> MultiLabelInterpretation {
    guard thresholds.count == labelNames.count, thresholds.allSatisfy({ (0...1).contains($0) }) else {
      throw LearningError.unfitThresholds(thresholds, labelCount: labelNames.count)
    }
    var copy = self
    copy.thresholds = thresholds
    return copy
  }

  /// A copy with one threshold for all labels.
  ///
  /// - Throws: ``LearningError/unfitThresholds(_:labelCount:)``.
  public func with(threshold: Float) throws -> MultiLabelInterpretation {
    try with(thresholds: Array(repeating: threshold, count: labelNames.count))
  }

  /// A copy with those thresholds that give each label the largest F1 on these items.
  ///
  /// A threshold is in the middle between two neighbouring probabilities; of several equally good ones, the nearest to
  /// one half is used. A label that no item has keeps its threshold.
  public func withBestThresholds() -> MultiLabelInterpretation {
    var copy = self
    for label in labelNames.indices {
      let answers = (0..<count).map { (probability: probabilities[$0, label], isWanted: targets[$0, label] > 0.5) }
      copy.thresholds[label] = Self.bestThreshold(answers) ?? thresholds[label]
    }
    return copy
  }

  /// The threshold of the largest F1 = 2 right / (2 right + wrong + missed); nil if nothing is wanted.
  private static func bestThreshold(_ answers: [(probability: Float, isWanted: Bool)]) -> Float? {
    let descending = answers.filter { !$0.probability.isNaN }.sorted { $0.probability > $1.probability }
    let wanted = answers.count(where: \.isWanted)
    guard wanted > 0 else { return nil }
    var best: (score: Double, threshold: Float)?
    var right = 0
    for (index, answer) in descending.enumerated() {
      if answer.isWanted { right += 1 }
      let next = index + 1 < descending.count ? descending[index + 1].probability : 0
      guard next < answer.probability else { continue }
      let score = 2 * Double(right) / Double(index + 1 + wanted)
      // If one half is between the two, it is as good as their middle and needs no explanation.
      let isAroundHalf = next <= 0.5 && answer.probability > 0.5
      let threshold = isAroundHalf ? 0.5 : (next + answer.probability) / 2
      guard let known = best else {
        best = (score, threshold)
        continue
      }
      if score > known.score || (score == known.score && abs(threshold - 0.5) < abs(known.threshold - 0.5)) {
        best = (score, threshold)
      }
    }
    return best?.threshold
  }

  // MARK: - Scores

  /// Precision, recall and F1 of each label, and their means.
  public func report() -> MultiLabelReport {
    MultiLabelReport(
      ClassCounts(probabilities: probabilities, wanted: targets, thresholds: thresholds), labelNames: labelNames)
  }

  /// Pairs of a missed label and a wrongly predicted label, with their counts, the most frequent first.
  ///
  /// An item with two missed labels and one wrong label counts for both pairs. Items that only miss labels, or are
  /// only given too many, are in no pair; ``report()`` counts them.
  ///
  /// - Parameter minimum: pairs that are rarer are left out.
  public func mostConfused(minimum: Int = 1) -> [Confusion] {
    var counts: [[Int]: Int] = [:]
    for (actual, predicted) in zip(actual, predictions) {
      for missed in actual where !predicted.contains(missed) {
        for wrong in predicted where !actual.contains(wrong) { counts[[missed, wrong], default: 0] += 1 }
      }
    }
    return counts.filter { $0.value >= max(1, minimum) }
      .sorted { (-$0.value, $0.key[0], $0.key[1]) < (-$1.value, $1.key[0], $1.key[1]) }
      .map { Confusion(actual: labelNames[$0.key[0]], predicted: labelNames[$0.key[1]], count: $0.value) }
  }

  /// The items with the greatest losses, in descending order.
  ///
  /// - Parameters:
  ///   - count: how many; nil for all.
  ///   - onlyWrong: whether to leave out items whose labels are all correct.
  public func topLosses(count: Int? = nil, onlyWrong: Bool = false) -> [MultiLabelTopLoss] {
    let (actual, predictions) = (actual, predictions)
    let ranks = losses.map { $0.isNaN ? Float.infinity : $0 }
    let order = losses.indices.filter { !onlyWrong || actual[$0] != predictions[$0] }
      .sorted { (-ranks[$0], $0) < (-ranks[$1], $1) }
    return order.prefix(max(0, count ?? order.count)).map { index in
      MultiLabelTopLoss(
        index: index, loss: losses[index], predictions: predictions[index].map { labelNames[$0] },
        truth: actual[index].map { labelNames[$0] })
    }
  }

  /// The images of some items, by their index; empty if the items are not images.
  ///
  /// - Throws: ``DatasetError``, when an image cannot be read again.
  public func samples(at indices: [Int]) throws -> [ImageSample] {
    guard let images = source as? any ImageSource else { return [] }
    return try images.samples(at: indices)
  }
}
