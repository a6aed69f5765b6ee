import Foundation

/// The limits of a run, and its way with failures.
package struct RunOptions: Sendable {
  /// Seconds for a whole plan.
  package var timeout: Double?
  /// Whether the plan goes on after a failure.
  package var keepsGoing = false
  /// True if a person asks for one cell after the other. Each cell counts its own lines, and a kernel that ended has
  /// another take its place, in which nothing runs again unasked.
  package var isInteractive = false
  /// Bytes that the kernel and all that it started may hold.
  package var memoryLimit: Int
  /// Processes that cells may have at a time; more than any work that is meant takes.
  package var processLimit = 1000

  package init(memoryLimit: Int = RunOptions.sensibleMemoryLimit) { self.memoryLimit = memoryLimit }

  /// Four fifths of the machine's memory, so that a notebook that wants all leaves the machine usable.
  package static var sensibleMemoryLimit: Int { Int(ProcessInfo.processInfo.physicalMemory / 5 * 4) }
}
