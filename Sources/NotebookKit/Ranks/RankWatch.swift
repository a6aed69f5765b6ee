import Foundation

/// Ends a session when another rank of the run has failed.
package final class RankWatch: Sendable {
  private let folder: RankFolder
  private let session: Session
  private let task: Task<Void, Never>

  /// Looks ten times per second.
  package init(_ folder: RankFolder, _ session: Session) {
    self.folder = folder
    self.session = session
    task = Task {
      while (try? await Task.sleep(for: .milliseconds(100))) != nil {
        if let end = folder.otherEnd { return session.end(becauseOf: end.rank, reason: end.reason) }
      }
    }
  }

  /// Ends the watch.
  package func end() { task.cancel() }

  /// Ends the run because this rank was asked to, or because another rank has ended.
  package func interrupt() {
    if let end = folder.otherEnd {
      session.end(becauseOf: end.rank, reason: end.reason)
    } else {
      session.interrupt()
    }
  }

  /// Ends the kernel at once.
  package func interruptAtOnce() { session.interruptAtOnce() }
}
