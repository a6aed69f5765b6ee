import Networks
import Tensors

/// A number that measures how good predictions are, shown after each epoch.
///
/// ```swift
/// let closeness = Metric("closeness") { outputs, targets in
///   guard case .values(let values) = targets else { return .nan }
///   return Double((outputs - values).absolute().mean().scalar)
/// }
/// ```
public struct Metric: Sendable {
  /// The combination of the values of several batches.
  public enum Scope: Sendable {
    /// Each batch has a number; the mean counts each by its items.
    case batch

    /// All batches are concatenated first, which a ratio of counts needs.
    case wholeSet
  }

  /// Heading of its column, `error_rate`.
  public let name: String

  /// The batches it is computed over.
  public let scope: Scope

  /// True if a smaller number is better, for the callbacks that keep the best model or stop early.
  public let prefersSmaller: Bool

  private let compute: @Sendable (Tensor, Targets) throws -> Double

  /// Wraps a function of the model's outputs (before any softmax or sigmoid) and the targets.
  ///
  /// - Parameter prefersSmaller: If nil, whether the name speaks of a loss, an error, a distance or perplexity.
  public init(
    _ name: String, scope: Scope = .batch, prefersSmaller: Bool? = nil,
    compute: @escaping @Sendable (Tensor, Targets) throws -> Double
  ) {
    self.name = name
    self.scope = scope
    let words = ["loss", "error", "distance", "mse", "mae", "perplexity"]
    self.prefersSmaller = prefersSmaller ?? words.contains { name.lowercased().contains($0) }
    self.compute = compute
  }

  /// The number for outputs of shape `[count, …]`.
  ///
  /// - Throws: Errors of the function: `NetworkError` when targets are of the wrong kind.
  public func callAsFunction(predictions: Tensor, targets: Targets) throws -> Double {
    try compute(predictions, targets)
  }
}

extension Metric {
  /// Fraction of the items whose largest output is the right class (fastai's `accuracy`).
  public static let accuracy = Metric("accuracy") { try shareOfHits($0, $1) }

  /// Fraction of the items whose largest output is a wrong class (fastai's `error_rate`).
  public static let errorRate = Metric("error_rate") { 1 - (try shareOfHits($0, $1)) }

  /// Fraction of the items whose right class is among the `count` largest outputs (fastai's `top_k_accuracy`).
  ///
  /// NaN counts as the largest value, and of equal values the first counts as larger, as in `accuracy`, which is the
  /// same for a count of 1.
  public static func topAccuracy(_ count: Int) -> Metric {
    Metric("top_\(count)_accuracy") { outputs, targets in
      let classes = try targets.classes(outputs: outputs, for: "top accuracy")
      let width = outputs.shape[1]
      let hits = outputs.detached.withUnsafeScalars { scalars in
        classes.indices.count { row in
          let answers = scalars[row * width..<(row + 1) * width]
          return rank(of: classes[row], in: Array(answers)) < count
        }
      }
      return Double(hits) / Double(classes.count)
    }
  }

  /// Number of classes that rank before `target`.
  private static func rank(of target: Int, in outputs: [Float]) -> Int {
    let own = outputs[target]
    return outputs.indices.count { index in
      let other = outputs[index]
      if other.isNaN || own.isNaN { return other.isNaN && (!own.isNaN || index < target) }
      return other > own || (other == own && index < target)
    }
  }

  /// Harmonic mean of precision and recall of the predicted classes (scikit-learn's `f1_score`).
  public static func f1(_ average: Average = .macro) -> Metric {
    Metric("f1_score", scope: .wholeSet) { try average.mean(ClassCounts(outputs: $0, targets: $1), \.f1) }
  }

  /// Fraction of the predictions of a class that are correct (scikit-learn's `precision_score`).
  public static func precision(_ average: Average = .macro) -> Metric {
    Metric("precision", scope: .wholeSet) { try average.mean(ClassCounts(outputs: $0, targets: $1), \.precision) }
  }

  /// Fraction of the items of a class that are found (scikit-learn's `recall_score`).
  public static func recall(_ average: Average = .macro) -> Metric {
    Metric("recall", scope: .wholeSet) { try average.mean(ClassCounts(outputs: $0, targets: $1), \.recall) }
  }

  /// Fraction of yes-or-no answers that are right, for several labels per item (fastai's `accuracy_multi`).
  public static func multiLabelAccuracy(threshold: Float = 0.5) -> Metric {
    Metric("accuracy_multi") { outputs, targets in
      let wanted = try targets.values(outputs: outputs, for: "accuracy_multi")
      let given = outputs.detached.sigmoid().isGreater(than: threshold)
      return Double(given.isEqual(to: wanted).mean().scalar)
    }
  }

  /// F1 over several labels per item (fastai's `F1ScoreMulti`).
  public static func multiLabelF1(_ average: Average = .macro, threshold: Float = 0.5) -> Metric {
    Metric("f1_score_multi", scope: .wholeSet) { outputs, targets in
      try average.mean(ClassCounts(outputs: outputs, targets: targets, threshold: threshold), \.f1)
    }
  }

  /// Precision over several labels per item (fastai's `PrecisionMulti`).
  public static func multiLabelPrecision(_ average: Average = .macro, threshold: Float = 0.5) -> Metric {
    Metric("precision_multi", scope: .wholeSet) { outputs, targets in
      try average.mean(ClassCounts(outputs: outputs, targets: targets, threshold: threshold), \.precision)
    }
  }

  /// Recall over several labels per item (fastai's `RecallMulti`).
  public static func multiLabelRecall(_ average: Average = .macro, threshold: Float = 0.5) -> Metric {
    Metric("recall_multi", scope: .wholeSet) { outputs, targets in
      try average.mean(ClassCounts(outputs: outputs, targets: targets, threshold: threshold), \.recall)
    }
  }

  private static func shareOfHits(_ outputs: Tensor, _ targets: Targets) throws -> Double {
    let classes = try targets.classes(outputs: outputs, for: "accuracy")
    let decisions = outputs.detached.argmax(axis: 1).scalars
    return Double(zip(decisions, classes).filter { Int($0) == $1 }.count) / Double(classes.count)
  }
}
