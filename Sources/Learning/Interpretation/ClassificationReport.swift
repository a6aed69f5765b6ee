import Foundation
import Networks
import Tensors

/// Precision, recall and F1 of each class, and their means; as scikit-learn's `classification_report`.
///
/// ```swift
/// let report = interp.report()
/// print(report["A3"]?.recall ?? .nan, report.accuracy)
/// ```
public struct ClassificationReport: Hashable, Sendable {
  /// The scores of one class against the others. A ratio of nothing to nothing is 0.
  public struct Scores: Hashable, Sendable {
    /// The class, or the kind of mean.
    public let name: String
    /// The fraction of the items predicted as the class that belong to it: `right / (right + wrong)`.
    public let precision: Double
    /// The fraction of the items of the class that were found: `right / (right + missed)`.
    public let recall: Double
    /// The harmonic mean of both: `2 * right / (2 * right + wrong + missed)`.
    public let f1: Double
    /// The number of items of the class.
    public let support: Int
  }

  /// Each class, in the order of their indices.
  public let classes: [Scores]
  /// The fraction of correct predictions; NaN if there are no items.
  public let accuracy: Double
  /// The means with equal weight for every class.
  public let macroAverage: Scores
  /// The means weighted by the classes' numbers of items.
  public let weightedAverage: Scores

  /// Compares predicted with actual classes, both as indices into the names.
  ///
  /// - Precondition: as many predictions as targets, and every index has a name.
  public init(predictions: [Int], targets: [Int], classNames: [String]) {
    require(
      predictions.count == targets.count,
      "\(predictions.count) predictions and \(targets.count) targets do not pair up; give one of each per item"
    )
    for index in predictions + targets {
      require(classNames.indices.contains(index), "class \(index) has no name among \(classNames); name each class")
    }
    var right = [Int](repeating: 0, count: classNames.count)
    var predicted = right
    var support = right
    for (prediction, target) in zip(predictions, targets) {
      predicted[prediction] += 1
      support[target] += 1
      if prediction == target { right[target] += 1 }
    }
    func ratio(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }
    let scores = classNames.indices.map { index in
      Scores(
        name: classNames[index], precision: ratio(right[index], predicted[index]),
        recall: ratio(right[index], support[index]), f1: ratio(2 * right[index], predicted[index] + support[index]),
        support: support[index])
    }
    classes = scores
    accuracy = targets.isEmpty ? .nan : ratio(right.reduce(0, +), targets.count)
    macroAverage = Self.mean(of: scores, named: "macro average") { _ in 1 }
    weightedAverage = Self.mean(of: scores, named: "weighted average") { Double($0.support) }
  }

  /// The scores of a class by its name; nil if there is no such class.
  public subscript(name: String) -> Scores? {
    classes.first { $0.name == name }
  }

  /// Class, precision, recall, F1 and number of items, one row per class, then accuracy and means.
  public var rows: [[String]] {
    func text(_ value: Double) -> String { String(format: "%.3f", value) }
    func row(_ scores: Scores) -> [String] {
      [scores.name, text(scores.precision), text(scores.recall), text(scores.f1), "\(scores.support)"]
    }
    let total = classes.reduce(0) { $0 + $1.support }
    return classes.map(row) + [["accuracy", "", "", text(accuracy), "\(total)"]]
      + [row(macroAverage), row(weightedAverage)]
  }

  /// The headings of ``rows``.
  public static let columns = ["class", "precision", "recall", "F1", "items"]

  private static func mean(of classes: [Scores], named name: String, weight: (Scores) -> Double) -> Scores {
    let total = classes.reduce(0) { $0 + weight($1) }
    func mean(_ value: (Scores) -> Double) -> Double {
      total == 0 ? 0 : classes.reduce(0) { $0 + value($1) * weight($1) } / total
    }
    return Scores(
      name: name, precision: mean(\.precision), recall: mean(\.recall), f1: mean(\.f1),
      support: classes.reduce(0) { $0 + $1.support })
  }
}
