extension Learner {
  /// Calls every callback even if one cancels the fit, so that savers and displays see the last step.
  func send(_ event: Event) throws {
    var end: Cancellation?
    for callback in fitCallbacks + callbacks {
      do {
        try callback.respond(to: event, of: self)
      } catch let cancellation as Cancellation {
        end = end ?? cancellation
      }
    }
    if let end { throw end }
  }

  /// Does a part of a step, then asks the callbacks.
  func followed(by event: Event, _ body: () -> Void) throws {
    body()
    try send(event)
  }

  /// Runs a part of training between its events; a cancellation of that part ends it and no more.
  ///
  /// - Parameter bookkeeping: Comes before the closing event, also after a cancellation.
  func stage(
    _ before: Event, _ after: Event, leftBy cancellation: Cancellation, _ body: () throws -> Void,
    bookkeeping: () -> Void = {}
  ) throws {
    do {
      try send(before)
      try body()
    } catch let thrown as Cancellation where thrown == cancellation {}
    bookkeeping()
    try send(after)
  }
}
