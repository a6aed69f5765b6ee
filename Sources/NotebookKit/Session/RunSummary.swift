/// The outcome of a session, in numbers.
package struct RunSummary: Equatable, Sendable {
  /// Cells that did what they should, of those that were to run.
  package var succeeded: Int
  package var failed: [Failure]
  package var notRun: Int
  package var wasInterrupted: Bool

  /// Whether every cell did what it should.
  package var isSuccess: Bool { failed.isEmpty && notRun == 0 && !wasInterrupted }

  package struct Failure: Equatable, Sendable {
    package var cell: Int
    package var failure: CellFailure
  }
}
