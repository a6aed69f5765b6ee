/// The outcome of a session, in numbers.
package struct RunSummary: Equatable, Sendable {
  /// Number of successful cells among those that were to run.
  package var succeeded: Int
  package var failed: [Failure]
  package var notRun: Int
  package var wasInterrupted: Bool

  package init(succeeded: Int, failed: [Failure], notRun: Int, wasInterrupted: Bool) {
    self.succeeded = succeeded
    self.failed = failed
    self.notRun = notRun
    self.wasInterrupted = wasInterrupted
  }

  /// True if every cell succeeded, or failed as expected.
  package var isSuccess: Bool { failed.isEmpty && notRun == 0 && !wasInterrupted }

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
