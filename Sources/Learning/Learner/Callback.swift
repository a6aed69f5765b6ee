/// The moments of training at which callbacks are asked, in the order in which they come.
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

/// What a callback throws to leave a part of training early; what comes after that part goes on.
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

/// Something that is asked at every event of training, and may look at, change or end it.
///
/// ```swift
/// final class LossPrinter: Callback {
///   func respond(to event: Event, of learner: Learner) {
///     if event == .afterBatch { print(learner.lossValue) }
///   }
/// }
/// ```
public protocol Callback: AnyObject {
  /// Does what is to be done at an event; most are to be ignored.
  ///
  /// - Throws: A `Cancellation` to leave a part of training; anything else ends it with that error.
  func respond(to event: Event, of learner: Learner) throws
}

/// A callback made of a closure for one event.
public final class EventCallback: Callback {
  private let event: Event
  private let action: (Learner) throws -> Void

  /// Runs the closure at every such event.
  public init(_ event: Event, _ action: @escaping (Learner) throws -> Void) {
    self.event = event
    self.action = action
  }

  /// Runs the closure if the event is its own.
  public func respond(to event: Event, of learner: Learner) throws {
    if event == self.event { try action(learner) }
  }
}
