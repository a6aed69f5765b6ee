/// The moments of training at which callbacks are asked, in the order in which they come.
///
/// ```swift
/// learner.callbacks.append(EventCallback(.afterEpoch) { print("epoch \($0.epoch) is over") })
/// ```
public enum Event: Sendable, CaseIterable {
  /// Before the first epoch.
  case beforeFit
  /// Before an epoch's training.
  case beforeEpoch
  /// Before the pass over the training set.
  case beforeTraining
  /// Before a batch, of training or validation.
  case beforeBatch
  /// When the model has answered.
  case afterPrediction
  /// When the loss is known.
  case afterLoss
  /// When the gradients are known; training only.
  case afterBackward
  /// When the parameters have moved; training only.
  case afterStep
  /// When a batch is done.
  case afterBatch
  /// After the pass over the training set.
  case afterTraining
  /// Before the pass over the validation set.
  case beforeValidation
  /// After it.
  case afterValidation
  /// When an epoch is done.
  case afterEpoch
  /// When everything is done, also after a cancellation.
  case afterFit
}
