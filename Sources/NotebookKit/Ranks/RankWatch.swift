import Foundation

/// Ends a session when another rank of the run has failed.
package final class RankWatch: Sendable {
  private let folder: RankFolder
  private let session: Session
  private let task: Task<Void, Never>

  /// Looks ten times a second.
  package init(_ folder: RankFolder, _ session: Session) {
    self.folder = folder
    self.session = session
    task = Task {
      while (try? await Task.sleep(for: .milliseconds(100))) != nil {
        let lost = folder.lostRank
        // A rank that ends says why first.
        if let failure = folder.otherFailure {
          return session.end(becauseOf: failure.rank, reason: failure.reason)
        }
        if let lost { return session.end(becauseOf: lost, reason: "it was killed, or its machine failed.") }
      }
    }
  }

  /// Ends the watch.
  package func end() { task.cancel() }

  /// Ends the run because this rank was asked to, or because that came of another's end.
  package func interrupt() {
    if let failure = folder.otherFailure {
      session.end(becauseOf: failure.rank, reason: failure.reason)
    } else if let rank = folder.lostRank {
      session.end(becauseOf: rank, reason: "it was killed, or its machine failed.")
    } else {
      session.interrupt()
    }
  }

  /// Ends the kernel at once.
  package func interruptAtOnce() { session.interruptAtOnce() }
}
