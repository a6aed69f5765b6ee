import Foundation

/// The environment variable with which all descendants of a run can be found, even in another session.
package struct RunMark: Equatable, Sendable {
  package static let variable = "ETUDE_RUN"
  /// Text that no other run has.
  package let value: String

  /// A mark that no other run has.
  package init() { value = UUID().uuidString }

  private init(value: String) { self.value = value }

  /// The mark of the run that started this process, if one did.
  package static var ofThisProcess: RunMark? {
    ProcessInfo.processInfo.environment[variable].map { RunMark(value: $0) }
  }

  /// Kills every other process with this mark, and returns them.
  @discardableResult
  package func endProcesses() -> [pid_t] {
    let own = getpid()
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    let marked = names.compactMap { pid_t($0) }.filter { $0 != own && isMarked($0) }
    for process in marked { kill(process, SIGKILL) }
    return marked
  }

  /// True if a process was started with this mark. Environments of other users' processes are unreadable and contain no
  /// mark.
  package func isMarked(_ process: pid_t) -> Bool {
    guard let environment = FileManager.default.contents(atPath: "/proc/\(process)/environ") else { return false }
    return environment.range(of: Data("\(Self.variable)=\(value)\0".utf8)) != nil
  }
}
