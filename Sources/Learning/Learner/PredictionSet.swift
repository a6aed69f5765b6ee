import Networks
import Tensors

/// What a model says about a set, item by item, beside what is true.
public struct PredictionSet: Sendable {
  /// Softmax or sigmoid of the outputs, `[count, classes]`.
  public let probabilities: Tensor

  /// The model's own numbers, `[count, classes]`.
  public let outputs: Tensor

  /// What is true; nil for a set without labels.
  public let targets: Targets?

  /// What the model decides for.
  public let decisions: Targets

  /// One loss per item, `[count]`; nil for a set without labels.
  public let losses: Tensor?
}
