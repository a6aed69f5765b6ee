/// The outcome of a session, in numbers.
package struct RunSummary: Equatable, Sendable {
  /// Number of successful cells among those that were to run.
  package var succeeded: Int
  package var failed: [Failure]
  /// Cells that failed as `error: true` lets them.
  package var allowed: Int
  /// Cells with `eval: false`.
  package var skipped: Int
  package var notRun: Int
  package var wasInterrupted: Bool
  /// The rank that has ended the run, if another one has.
  package var otherRank: OtherRank?

  package init(
    succeeded: Int, failed: [Failure], allowed: Int = 0, skipped: Int = 0, notRun: Int, wasInterrupted: Bool
  ) {
    self.succeeded = succeeded
    self.failed = failed
    self.allowed = allowed
    self.skipped = skipped
    self.notRun = notRun
    self.wasInterrupted = wasInterrupted
  }

  /// True if every cell succeeded, or failed as expected.
  package var isSuccess: Bool { failed.isEmpty && notRun == 0 && !wasInterrupted }

  /// Another rank at fault, and how.
  package struct OtherRank: Equatable, Sendable {
    package var rank: Int
    package var reason: String
  }

  package struct Failure: Equatable, Sendable {
    package var cell: Int
    package var failure: CellFailure

    package init(cell: Int, failure: CellFailure) {
      self.cell = cell
      self.failure = failure
    }

    /// One line with the notebook's line.
    package func description(in notebook: Notebook) -> String {
      let line = failure.line ?? (notebook.cells.indices.contains(cell) ? notebook.cells[cell].line : nil)
      return (line.map { "line \($0): " } ?? "") + failure.summary
    }
  }
}
