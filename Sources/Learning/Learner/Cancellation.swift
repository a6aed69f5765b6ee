/// Error with which a callback ends a part of training early. Training continues after that part.
///
/// ```swift
/// learner.callbacks.append(EventCallback(.afterBatch) { if $0.lossValue > 10 { throw Cancellation.fit } })
/// ```
public enum Cancellation: Error, Sendable {
  /// Leaves the batch.
  case batch
  /// Leaves the pass over the training set.
  case training
  /// Leaves the pass over the validation set.
  case validation
  /// Leaves the epoch.
  case epoch
  /// Ends the fit.
  case fit
}
