/// Error with which a callback ends a part of training early. Training continues after that part.
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
