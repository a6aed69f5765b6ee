import Display
import Foundation
import KernelProtocol

/// One output of a kernel, in order of occurrence.
package enum KernelOutput: Equatable, Sendable {
  case message(KernelEvent)
  case stream(CellOutput.Stream, Data)
  /// The last words of a kernel, or of a copy of it, that a signal ends.
  case crash(CrashReport)
  /// The kernel has ended; nothing follows.
  case ended(ProcessEnd)
}
