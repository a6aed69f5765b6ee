import Networks
import Tensors

/// How the numbers of several classes become one.
public enum Average: Sendable {
  /// Every class counts the same.
  case macro

  /// Every item counts the same.
  case micro

  /// Classes count by their number of items.
  case weighted

  /// The second of two classes alone, or the only label of a model with one yes-or-no answer; an error otherwise.
  case binary

  /// Averages a number over classes; those that occur neither among targets nor among predictions are left out where an
  /// item has one class, and count as 0 where it has several labels, as in scikit-learn.
  ///
  /// - Throws: ``LearningError/binaryAverage(classCount:isMultiLabel:)``.
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

    /// 0 where nothing was counted, as scikit-learn has it.
    private func ratio(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }
  }

  private(set) var classes: [Counts]

  /// Whether an item has any number of classes.
  let isMultiLabel: Bool

  /// Counts one class an item; the largest output is the prediction.
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

  /// Counts several labels an item; a probability above the threshold is a yes.
  init(outputs: Tensor, targets: Targets, threshold: Float) throws {
    let wanted = try targets.values(outputs: outputs, for: "a count of labels").scalars
    let given = outputs.detached.sigmoid().isGreater(than: threshold).scalars
    let width = outputs.shape.last ?? 0
    classes = Array(repeating: Counts(), count: width)
    isMultiLabel = true
    for (index, (given, wanted)) in zip(given, wanted).enumerated() {
      switch (given > 0, wanted > 0.5) {
      case (true, true): classes[index % width].right += 1
      case (true, false): classes[index % width].wrong += 1
      case (false, true): classes[index % width].missed += 1
      case (false, false): break
      }
    }
  }
}
