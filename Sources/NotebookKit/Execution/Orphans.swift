import Display
import Foundation
import ProcessControl

/// Processes that a kernel left behind, by leaving its session or by outliving their parent.
///
/// The runner makes itself the parent of orphans among its descendants; once their kernel has ended, all that carries the
/// run's mark is ended too.
enum Orphans {
  /// Makes this process the parent of all orphans among its descendants; called before a kernel starts.
  static func adopt() { process_adopt_orphans() }

  /// Ends every process of a run.
  static func endAll(of mark: RunMark) {
    // One that was starting another may be gone before that one is seen; a few rounds reach them all.
    for _ in 0..<8 {
      let ended = mark.endProcesses()
      for process in ended { waitpid(process, nil, 0) }
      if ended.isEmpty { return }
    }
  }
}
