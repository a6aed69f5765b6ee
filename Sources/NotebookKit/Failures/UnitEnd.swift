import Display
import KernelProtocol

/// The end of a unit's execution, from the session's point of view.
package enum UnitEnd: Equatable, Sendable {
  /// The kernel lives; a crash report came from the copy of it that ran the unit.
  case outcome(KernelOutcome, CrashReport? = nil)
  /// The kernel ended, by itself or because the session stopped it.
  case died(ProcessEnd, CrashReport?, StopReason?)
}
