import Datasets
import Foundation
import Networks
import Tensors

extension Learner {
  /// Lets the model answer for a set several times, augmented as in training, and for the set as it is, and joins the
  /// answers: test-time augmentation, fastai's `tta`.
  ///
  /// Probabilities are averaged over the augmented passes and then blended with those of the plain one,
  /// (1 − plainShare) · augmented + plainShare · plain. The outputs are such as give these probabilities.
  ///
  /// ```swift
  /// let answers = try learner.augmentedPredictions(count: 4)
  /// ```
  ///
  /// - Parameters:
  ///   - source: A set; the validation set if nil.
  ///   - count: Augmented passes.
  ///   - plainShare: Part of the plain answers, from 0 to 1; `beta` in fastai.
  /// - Throws: `LearningError.invalidSetting`; errors of the source and the loss.
  public func augmentedPredictions(
    on source: (any BatchSource)? = nil, count: Int = 4, plainShare: Double = 0.25
  ) throws -> PredictionSet {
    guard count > 0 else {
      throw LearningError.invalidSetting(
        name: "count", value: Double(count), requirement: "a number of passes, 1 or more")
    }
    guard (0...1).contains(plainShare) else {
      throw LearningError.invalidSetting(name: "plainShare", value: plainShare, requirement: "a fraction, from 0 to 1")
    }
    let plain = try predictions(on: source)
    let augmented = (source ?? loaders.valid).augmentedInOrder
    var sum = Tensor(zeros: plain.probabilities.shape)
    for pass in 0..<count {
      var parts: [Tensor] = []
      try eachBatch(of: augmented, pass: pass) { _, outputs in parts.append(loss.activation(outputs)) }
      sum = sum + Tensor.concatenated(parts)
    }
    let share = Float(plainShare)
    let joined = sum * ((1 - share) / Float(count)) + plain.probabilities * share
    let outputs = loss.outputs(giving: joined)
    return PredictionSet(
      probabilities: joined, outputs: outputs, targets: plain.targets, decisions: loss.decision(outputs),
      losses: try plain.targets.map { try loss.itemLosses(outputs, $0) })
  }
}
