/// An object that is called at every event of training, and may inspect, change or end it.
///
/// ```swift
/// final class LossPrinter: Callback {
///   func respond(to event: Event, of learner: Learner) {
///     if event == .afterBatch { print(learner.lossValue) }
///   }
/// }
/// ```
public protocol Callback: AnyObject {
  /// Handles an event; most are to be ignored.
  ///
  /// - Throws: A `Cancellation` to leave a part of training; anything else ends it with that error.
  func respond(to event: Event, of learner: Learner) throws

  /// True, by default, if a fit that continues from a checkpoint ends where an undisturbed one does: nothing that the
  /// callback has gathered over epochs is missing there. A fit with a checkpoint refuses other callbacks.
  var isResumable: Bool { get }
}

extension Callback {
  /// True: everything that is needed is in the learner and its record.
  public var isResumable: Bool { true }
}
