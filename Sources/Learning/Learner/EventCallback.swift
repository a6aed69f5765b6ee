/// A callback that calls a closure at one event.
///
/// ```swift
/// learner.callbacks.append(EventCallback(.afterEpoch) { print("epoch \($0.epoch) is over") })
/// ```
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
