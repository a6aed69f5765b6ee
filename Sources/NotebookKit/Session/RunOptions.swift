import Foundation

/// The limits of a run, and its way with failures.
package struct RunOptions: Sendable {
  /// Seconds for a whole plan.
  package var timeout: Double?
  /// True if the plan continues after a failure.
  package var keepsGoing = false
  /// True if a person runs one cell after another. Each cell counts its own lines. A kernel that ended is
  /// replaced by another, in which nothing is rerun automatically.
  package var isInteractive = false
  /// Memory limit of the kernel and its descendants, in bytes.
  package var memoryLimit: Int
  /// The maximum number of processes of cells at a time; more than any intended work needs.
  package var processLimit = 1000

  package init(memoryLimit: Int = RunOptions.sensibleMemoryLimit) { self.memoryLimit = memoryLimit }

  /// Four fifths of the machine's memory, so a notebook that wants all leaves the machine usable.
  package static var sensibleMemoryLimit: Int { Int(ProcessInfo.processInfo.physicalMemory / 5 * 4) }
}
