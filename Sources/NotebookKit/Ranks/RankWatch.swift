import Files
import Foundation
import KernelProtocol
import Synchronization

/// Ends the session of a rank when another one has failed, or has done something else.
///
/// It notes what this rank does (`RankMark`), which the folder of the first rank compares.
package final class RankWatch: SessionFront {
  private let folder: RankFolder
  private let state = Mutex(State())

  private struct State {
    var session: Session?
    var task: Task<Void, Never>?
    /// Number of steps that have ended.
    var step = 0
    var place = "the parameters"
    var code = ""
    var latest: RankState?
  }

  package init(_ folder: RankFolder) { self.folder = folder }

  /// Begins to watch. The first rank looks ten times per second for all, the others for the first.
  package func begin(_ session: Session) {
    let task = Task { [weak self] in
      while (try? await Task.sleep(for: .milliseconds(100))) != nil {
        guard let self else { return }
        if let end = folder.otherEnd { return session.end(becauseOf: end.rank, reason: end.reason) }
      }
    }
    state.withLock { ($0.session, $0.task) = (session, task) }
  }

  /// Ends the watch.
  package func end() {
    state.withLock { state in
      state.task?.cancel()
      state.session = nil
    }
  }

  /// Ends the run because this rank was asked to, or because another rank has ended.
  package func interrupt() {
    guard let session = state.withLock({ $0.session }) else { return }
    if let end = folder.otherEnd { session.end(becauseOf: end.rank, reason: end.reason) } else { session.interrupt() }
  }

  /// Ends the kernel at once.
  package func interruptAtOnce() { state.withLock { $0.session }?.interruptAtOnce() }

  // MARK: - What the ranks do

  package func observe(_ event: SessionEvent, report: Report) {
    switch event {
    case .started: state.withLock { $0.code = Self.code(of: report) }
    case .cellBegan(let index, let line): state.withLock { $0.place = "cell \(index + 1), line \(line)" }
    default: break
    }
  }

  /// A hash of all code, the values of all parameters and the seed.
  private static func code(of report: Report) -> String {
    let parameters = report.parameters.map { "\($0.name) \($0.value)" } + ["\(report.notebook.frontMatter.seed ?? 42)"]
    return ContentHash(parts: parameters + report.notebook.cells.map(\.source)).hexadecimal
  }

  package func observe(_ output: KernelOutput) {
    switch output {
    case .message(.rank(let latest)) where latest.waitsIn != nil: note(latest)
    case .message(.rank(let latest)): state.withLock { $0.latest = latest }
    case .message(.finished):
      let latest = state.withLock { state in
        defer { state.latest = nil }
        return state.latest
      }
      if let latest { note(latest) }
      state.withLock { $0.step += 1 }
    default: break
    }
  }

  private func note(_ latest: RankState) {
    let mark = state.withLock { state in
      RankMark(
        step: state.step, place: state.place, code: state.code, calls: latest.calls, digest: latest.digest,
        generators: latest.generators, waitsIn: latest.waitsIn)
    }
    folder.note(mark)
  }
}
