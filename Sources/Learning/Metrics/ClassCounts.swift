import Networks
import Tensors

/// The average of the scores of several classes.
///
/// ```swift
/// let learner = try Learner(loaders, .resnet18, metrics: [.f1(.weighted)])
/// ```
public enum Average: Sendable {
  /// Every class counts the same.
  case macro

  /// Every item counts the same.
  case micro

  /// Classes count by their number of items.
  case weighted

  /// The mean of the scores of each item over its labels; an error if items have one class each. An item without actual
  /// and predicted labels counts as 0, as in scikit-learn.
  case samples

  /// Only the second of two classes, or the only label of a model with one yes-or-no answer; otherwise an error.
  case binary

  /// Averages a number over classes; classes without targets and predictions are left out if an item has one class, and
  /// count as 0 if it has several labels, as in scikit-learn.
  ///
  /// - Throws: ``LearningError/binaryAverage(classCount:isMultiLabel:)`` and ``LearningError/sampleAverage``.
  func mean(_ counts: ClassCounts, _ value: KeyPath<ClassCounts.Counts, Double>) throws -> Double {
    let present = counts.classes.filter { counts.isMultiLabel || $0.right + $0.missed + $0.wrong > 0 }
    switch self {
    case .macro:
      return present.isEmpty ? 0 : present.reduce(0) { $0 + $1[keyPath: value] } / Double(present.count)
    case .micro:
      let total = counts.classes.reduce(into: ClassCounts.Counts()) { total, counts in
        total.right += counts.right
        total.missed += counts.missed
        total.wrong += counts.wrong
      }
      return total[keyPath: value]
    case .weighted:
      let items = present.reduce(0) { $0 + $1.right + $1.missed }
      guard items > 0 else { return 0 }
      return present.reduce(0) { $0 + $1[keyPath: value] * Double($1.right + $1.missed) } / Double(items)
    case .samples:
      guard counts.isMultiLabel else { throw LearningError.sampleAverage }
      let items = counts.items
      return items.isEmpty ? 0 : items.reduce(0) { $0 + $1[keyPath: value] } / Double(items.count)
    case .binary:
      guard counts.classes.count == (counts.isMultiLabel ? 1 : 2), let positive = counts.classes.last else {
        throw LearningError.binaryAverage(classCount: counts.classes.count, isMultiLabel: counts.isMultiLabel)
      }
      return positive[keyPath: value]
    }
  }
}

/// For each class, how often it was found, missed, and said in error.
struct ClassCounts {
  struct Counts {
    var right = 0
    var missed = 0
    var wrong = 0

    var precision: Double { ratio(right, right + wrong) }
    var recall: Double { ratio(right, right + missed) }
    var f1: Double { ratio(2 * right, 2 * right + wrong + missed) }

    /// Receives one answer.
    mutating func count(isGiven: Bool, isWanted: Bool) {
      switch (isGiven, isWanted) {
      case (true, true): right += 1
      case (true, false): wrong += 1
      case (false, true): missed += 1
      case (false, false): break
      }
    }

    /// 0 where nothing was counted, as in scikit-learn.
    private func ratio(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }
  }

  private(set) var classes: [Counts]

  /// For each item, the numbers of correct, missed and wrong labels; empty if items have one class.
  private(set) var items: [Counts] = []

  /// True if an item has any number of classes.
  let isMultiLabel: Bool

  /// Counts one class per item; the largest output is the prediction.
  init(outputs: Tensor, targets: Targets) throws {
    let truths = try targets.classes(outputs: outputs, for: "a count of classes")
    let decisions = outputs.detached.argmax(axis: 1).scalars
    classes = Array(repeating: Counts(), count: outputs.shape[1])
    isMultiLabel = false
    for (decision, truth) in zip(decisions.map({ Int($0) }), truths) {
      if decision == truth {
        classes[truth].right += 1
      } else {
        classes[truth].missed += 1
        classes[decision].wrong += 1
      }
    }
  }

  /// Counts several labels per item; a probability above the threshold is a yes.
  init(outputs: Tensor, targets: Targets, threshold: Float) throws {
    let wanted = try targets.values(outputs: outputs, for: "a count of labels")
    let width = outputs.shape.last ?? 0
    self.init(
      probabilities: outputs.detached.sigmoid(), wanted: wanted, thresholds: Array(repeating: threshold, count: width))
  }

  /// Counts several labels per item, each with a separate threshold.
  ///
  /// - Parameters:
  ///   - probabilities: `[count, labels]`.
  ///   - wanted: 1 where an item has a label, of the same shape.
  ///   - thresholds: One a label.
  init(probabilities: Tensor, wanted: Tensor, thresholds: [Float]) {
    let width = thresholds.count
    classes = Array(repeating: Counts(), count: width)
    items = Array(repeating: Counts(), count: width == 0 ? 0 : probabilities.count / width)
    isMultiLabel = true
    for (index, (probability, wanted)) in zip(probabilities.scalars, wanted.scalars).enumerated() {
      let (item, label) = index.quotientAndRemainder(dividingBy: width)
      classes[label].count(isGiven: probability > thresholds[label], isWanted: wanted > 0.5)
      items[item].count(isGiven: probability > thresholds[label], isWanted: wanted > 0.5)
    }
  }
}
