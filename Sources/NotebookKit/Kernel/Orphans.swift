import CProcess
import Display
import Foundation
import KernelProtocol

/// Processes that a kernel left behind.
///
/// The kernel's guard ends them. This code ends the processes that the guard could not, for example if it was killed:
/// the runner is the parent of its orphans, and knows the kernel's session, its cgroup and the run's mark.
enum Orphans {
  /// Makes this process the parent of all orphans among its descendants; called before a kernel starts.
  static func adopt() { process_adopt_orphans() }

  /// Ends a kernel without a working guard.
  ///
  /// - Returns: The kernel's status, from `waitpid`.
  static func end(guardian: pid_t, kernel: pid_t?) -> Int32 {
    kill(guardian, SIGKILL)
    process_group_kill(guardian)
    defer { process_group_remove(guardian) }
    guard let kernel else { return SIGKILL }
    kill(kernel, SIGSTOP)
    process_kill_tree(kernel)
    kill(-kernel, SIGKILL)
    kill(kernel, SIGKILL)
    var status = SIGKILL
    for _ in 0..<2000 {
      // The kernel is this process's child only once its guard is gone.
      if waitpid(kernel, &status, 0) == kernel || kill(kernel, 0) != 0 { break }
      usleep(1000)
    }
    return status
  }

  /// Ends every remaining process of a run: those with its mark, and those in its kernel's session.
  static func endAll(of mark: RunMark, session: pid_t?) {
    // A process that was starting another may have ended before that one is seen; a few rounds reach them all.
    for _ in 0..<8 {
      let strays = session.map(unmarked) ?? []
      for process in strays { kill(process, SIGKILL) }
      let ended = mark.endProcesses() + strays
      for process in ended { waitpid(process, nil, 0) }
      if ended.isEmpty { return }
    }
  }

  /// Processes of the kernel's session, which may have cleared their environment and with it the mark.
  private static func unmarked(session: pid_t) -> [pid_t] {
    ProcessTable.entries().filter { $0.session == session && $0.state != CChar(UInt8(ascii: "Z")) }.map(\.process)
  }
}
