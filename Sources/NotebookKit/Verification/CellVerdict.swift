/// Verdict on one cell: its outputs agree with the record, or differ in these ways.
package struct CellVerdict: Equatable, Sendable {
  package var name: String
  /// The notebook's line of the code; nil for a cell that is only in the record.
  package var line: Int?
  package var outcome: Outcome
  package var differences: [OutputDifference] = []
  /// Change of the cell, as in `edited`; its outputs may agree all the same.
  package var changes: [String] = []
  /// Differences that were skipped, as in `durations differ`.
  package var remarks: [String] = []
  /// Reason why the cell did not behave as expected.
  package var problem: String?

  package enum Outcome: Equatable, Sendable {
    case compared
    /// `verify: skip`.
    case skipped
    /// The record has no such cell.
    case added
    /// Only the record has it.
    case removed
  }

  /// True if nothing keeps the notebook from being as recorded.
  package var agrees: Bool {
    problem == nil && differences.isEmpty && outcome != .added && outcome != .removed
  }

  init(removed cell: RecordedCell) {
    name = cell.name
    outcome = .removed
    differences = cell.outputs.map { OutputDifference(subject: $0.subject, kind: .removed($0)) }
  }

  init(
    _ recorded: RecordedCell, of cell: Cell, status: CellRecord.Status, recorded old: RecordedCell?, isMoved: Bool,
    isElsewhere: Bool, media: any MediaComparer
  ) throws(VerificationError) {
    name = recorded.name
    line = cell.line
    switch status {
    case .failed where !cell.options.error: problem = "The cell failed."
    case .notRun(let reason): problem = "The cell did not run: \(reason)"
    default: break
    }
    guard let old else {
      outcome = .added
      differences = recorded.outputs.map { OutputDifference(subject: $0.subject, kind: .added($0)) }
      return
    }
    if old.source != recorded.source { changes.append("edited") }
    if isMoved { changes.append("moved") }
    if old.name != recorded.name, old.hasLabel || recorded.hasLabel { changes.append("called \(old.name) before") }
    if old.isEvaluated != recorded.isEvaluated { changes.append(recorded.isEvaluated ? "now runs" : "no longer runs") }
    outcome = recorded.check == .skip ? .skipped : .compared
    guard recorded.check != .skip else { return }
    if old.check == .skip { changes.append("not recorded, because of `verify: skip`") }
    var comparer = OutputComparer(
      rules: ComparisonRules(recorded.check, elsewhere: isElsewhere), media: media)
    try comparer.compare(old.outputs, recorded.outputs)
    differences = comparer.differences
    remarks = comparer.remarks
  }
}
