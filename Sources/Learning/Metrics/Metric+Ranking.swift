import Networks
import Tensors

extension Metric {
  /// Area under the receiver operating characteristic of each class against the rest, averaged over the classes; fastai's
  /// `RocAuc`, scikit-learn's `roc_auc_score` with `multi_class="ovr"`.
  ///
  /// It is the probability that an item of the class gets a higher score for it than an item of another class; ties
  /// count half. Classes with all or none of the items are left out; the result is NaN if no class is left. For two
  /// classes it is the area of the second, fastai's `RocAucBinary`.
  public static let areaUnderCurve = Metric("roc_auc_score", scope: .wholeSet, prefersSmaller: false) {
    outputs, targets in
    let classes = try targets.classes(outputs: outputs, for: "The area under the curve")
    let probabilities = outputs.detached.softmax(axis: -1)
    return meanArea(probabilities) { item, label in classes[item] == label }
  }

  /// Variant for several labels per item: each label against its absence, averaged over the labels; fastai's
  /// `RocAucMulti`.
  public static let multiLabelAreaUnderCurve = Metric("roc_auc_score", scope: .wholeSet, prefersSmaller: false) {
    outputs, targets in
    let wanted = try targets.values(outputs: outputs, for: "The area under the curve")
    return meanArea(outputs.detached.sigmoid()) { item, label in wanted[item, label] > 0.5 }
  }

  private static func meanArea(_ scores: Tensor, _ isOf: (_ item: Int, _ label: Int) -> Bool) -> Double {
    let areas = (0..<scores.shape[1]).compactMap { label in
      area((0..<scores.shape[0]).map { (score: scores[$0, label], isOf: isOf($0, label)) })
    }
    return areas.isEmpty ? .nan : areas.reduce(0, +) / Double(areas.count)
  }

  /// (Σ ranks of positives − p (p + 1) / 2) / (p n), equal scores sharing their mean rank; nil without both kinds.
  private static func area(_ answers: [(score: Float, isOf: Bool)]) -> Double? {
    let positives = answers.count(where: \.isOf)
    let negatives = answers.count - positives
    guard positives > 0, negatives > 0 else { return nil }
    guard !answers.contains(where: { $0.score.isNaN }) else { return .nan }
    let sorted = answers.sorted { $0.score < $1.score }
    var rankSum = 0.0
    var start = 0
    while start < sorted.count {
      var end = start + 1
      while end < sorted.count, sorted[end].score == sorted[start].score { end += 1 }
      let meanRank = Double(start + 1 + end) / 2
      rankSum += meanRank * Double(sorted[start..<end].count(where: \.isOf))
      start = end
    }
    let (p, n) = (Double(positives), Double(negatives))
    return (rankSum - p * (p + 1) / 2) / (p * n)
  }

  /// Weights of a disagreement in Cohen's kappa, by how far apart two classes are.
  public enum KappaWeights: Sendable {
    /// Every disagreement counts the same.
    case none
    /// By the distance between the classes' indices.
    case linear
    /// By the squared distance.
    case quadratic

    func weight(_ first: Int, _ second: Int) -> Double {
      let distance = Double(abs(first - second))
      return switch self {
      case .none: distance == 0 ? 0 : 1
      case .linear: distance
      case .quadratic: distance * distance
      }
    }
  }

  /// Agreement of predicted with actual classes beyond chance, from −1 to 1; fastai's `CohenKappa`, scikit-learn's
  /// `cohen_kappa_score`.
  ///
  /// κ = 1 − Σ w O / Σ w E, with the counts O of each pair of classes and those E that independent answers of the same
  /// frequencies would give. NaN if all items have and are predicted as one class. Source: Cohen, 1960.
  public static func kappa(_ weights: KappaWeights = .none) -> Metric {
    Metric("cohen_kappa_score", scope: .wholeSet, prefersSmaller: false) { outputs, targets in
      let truths = try targets.classes(outputs: outputs, for: "Cohen's kappa")
      let decisions = outputs.detached.argmax(axis: 1).scalars.map { Int($0) }
      let classCount = outputs.shape[1]
      var (actual, predicted) = ([Double](repeating: 0, count: classCount), [Double](repeating: 0, count: classCount))
      var observed = 0.0
      for (truth, decision) in zip(truths, decisions) {
        actual[truth] += 1
        predicted[decision] += 1
        observed += weights.weight(truth, decision)
      }
      var expected = 0.0
      for first in 0..<classCount {
        for second in 0..<classCount {
          expected += weights.weight(first, second) * actual[first] * predicted[second]
        }
      }
      return 1 - observed * Double(truths.count) / expected
    }
  }
}
