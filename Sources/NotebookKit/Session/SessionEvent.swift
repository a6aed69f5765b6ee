/// A change in a session, for those who show it.
package enum SessionEvent: Sendable {
  /// A plan begins.
  case started(cellCount: Int)
  case cellBegan(index: Int, line: Int)
  /// A cell runs again only for its state, because the kernel ended; ``recovered(_:)`` follows.
  case cellBeganAgain(index: Int, line: Int)
  /// A fresh kernel has taken the position of one that ended, and the plan continues.
  case recovered(Recovery)
  case progress(label: String, completed: Int, total: Int?, detail: String)
  /// A running cell has more output; sent at most twice per second.
  case outputsChanged(cell: Int)
  case cellEnded(index: Int, line: Int, record: CellRecord)
  /// An expression in prose has no value; ``inlineValueEnded(line:)`` follows.
  case inlineValueFailed(line: Int, CellFailure)
  case inlineValueEnded(line: Int)
  /// The session is over and its report complete.
  case ended(RunSummary)
  /// An error ended the session; the report says which cells did not run.
  case abandoned
}
