import Networks
import Tensors

/// A model's predictions for a set, with the actual targets.
///
/// ```swift
/// let predictions = try learner.predictions()
/// print(predictions.probabilities.shape)
/// ```
public struct PredictionSet: Sendable {
  /// Softmax or sigmoid of the outputs, `[count, classes]`.
  public let probabilities: Tensor

  /// The model's own numbers, `[count, classes]`.
  public let outputs: Tensor

  /// The actual targets; nil for a set without labels.
  public let targets: Targets?

  /// The predicted classes or numbers.
  public let decisions: Targets

  /// One loss per item, `[count]`; nil for a set without labels.
  public let losses: Tensor?
}
