/// The events of training at which callbacks are called, in order.
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
  /// After the forward pass.
  case afterPrediction
  /// After the loss was computed.
  case afterLoss
  /// After the backward pass; training only.
  case afterBackward
  /// After the parameter update; training only.
  case afterStep
  /// After a batch.
  case afterBatch
  /// After the pass over the training set.
  case afterTraining
  /// Before the pass over the validation set.
  case beforeValidation
  /// After it.
  case afterValidation
  /// After an epoch.
  case afterEpoch
  /// After everything, also after a cancellation.
  case afterFit
}
