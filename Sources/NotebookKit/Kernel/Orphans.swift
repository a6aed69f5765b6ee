import CProcess
import Display
import Foundation
import KernelProtocol

/// Processes that a kernel left behind, by leaving its session or by outliving their parent.
///
/// The runner makes itself the parent of orphans among its descendants; once their kernel has ended, all that carries the
/// run's mark is ended too.
enum Orphans {
  /// Makes this process the parent of all orphans among its descendants; called before a kernel starts.
  static func adopt() { process_adopt_orphans() }

  /// Ends every process of a run: what carries its mark, and what is left of its kernel's session.
  static func endAll(of mark: RunMark, session: pid_t) {
    // One that was starting another may be gone before that one is seen; a few rounds reach them all.
    for _ in 0..<8 {
      let strays = unmarked(session: session)
      for process in strays { kill(process, SIGKILL) }
      let ended = mark.endProcesses() + strays
      for process in ended { waitpid(process, nil, 0) }
      if ended.isEmpty { return }
    }
  }

  /// Processes of the kernel's session, which may have cleared their environment and with it the mark.
  private static func unmarked(session: pid_t) -> [pid_t] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { pid_t($0) }.filter { process in
      guard let line = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
        let close = line.lastIndex(of: ")")
      else { return false }
      // After the name in brackets: state, parent, process group, session.
      let fields = line[line.index(after: close)...].split(separator: " ")
      return fields.count > 3 && fields[0] != "Z" && pid_t(fields[3]) == session
    }
  }
}
