import Foundation
import ProcessControl

/// Processes that a kernel left behind by leaving its session, as daemons do.
///
/// The runner makes itself the parent of such processes; once their kernel has ended, they are ended too.
enum Orphans {
  /// Makes this process the parent of all orphans among its descendants; called once, before the first kernel starts.
  static func adopt() { process_adopt_orphans() }

  /// Ends every child that was adopted, and theirs.
  static func endAll() {
    // Ending one may orphan its own children; a few rounds reach them all.
    for _ in 0..<8 {
      let orphans = adopted()
      if orphans.isEmpty { return }
      for process in orphans {
        kill(process, SIGKILL)
        waitpid(process, nil, 0)
      }
    }
  }

  /// Children of this process that lead or belong to another session than its own.
  private static func adopted() -> [pid_t] {
    let own = getpid()
    let ownSession = getsid(0)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { pid_t($0) }.filter { process in
      guard let line = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
        let close = line.lastIndex(of: ")")
      else { return false }
      // After the name in brackets: state, parent, process group, session.
      let fields = line[line.index(after: close)...].split(separator: " ")
      return fields.count > 3 && pid_t(fields[1]) == own && pid_t(fields[3]) != ownSession
    }
  }
}
