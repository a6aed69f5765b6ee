import Display
import KernelProtocol

/// The end of a unit's execution, from the session's point of view.
package enum UnitEnd: Equatable, Sendable {
  /// The kernel is alive; a crash report came from its copy that ran the unit.
  case outcome(KernelOutcome, CrashReport? = nil)
  /// The kernel ended, by itself or because the session stopped it.
  case died(ProcessEnd, CrashReport?, StopReason?)
}
