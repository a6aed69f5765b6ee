/// An observer of a session: the terminal, the report on disk.
///
/// A front shows events and may submit plans to the session; it decides nothing about a run.
package protocol SessionFront: Sendable {
  /// Receives an event. The session waits meanwhile, so a front that has much to do hands it to a separate task.
  ///
  /// - Parameter report: The record of every cell just after the event.
  /// - Throws: An error that ends the session. After ``SessionEvent/outputsChanged(cell:)`` and
  ///   ``SessionEvent/abandoned`` errors are ignored.
  func observe(_ event: SessionEvent, report: Report) throws

  /// Receives an output of the running step as it comes, before the report has it. The kernel waits meanwhile.
  func observe(_ output: KernelOutput)
}

extension SessionFront {
  /// Leaves it to the report.
  package func observe(_ output: KernelOutput) {}
}
