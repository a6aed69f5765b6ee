import Display

/// Cells that come one by one, and a notebook that is edited.
extension SessionState {
  /// Makes place for the record of a cell that is not in the notebook as it was read.
  mutating func makePlace(forCell index: Int) {
    while report.records.count <= index { report.records.append(CellRecord()) }
  }

  /// Hands out the record of a cell, which keeps no outputs from then on.
  mutating func takeRecord(ofCell index: Int) -> CellRecord {
    defer { report.records[index] = CellRecord() }
    return report.records[index]
  }

  mutating func takeInlineResult(_ id: Notebook.InlineValue.ID) -> InlineResult? {
    report.inlineResults.removeValue(forKey: id)
  }

  /// Begins a pass over a notebook: each of its steps is performed or passed over, in order.
  mutating func beginPass(over report: Report) -> SessionEvent {
    self.report = report
    isEdited = true
    for record in report.records { displayNames.note(record.outputs.displayNames) }
    unset = UnsetNames()
    history = RunHistory()
    kept = [:]
    endOfPlan = nil
    wasInterrupted = false
    if kernel != .ended { stopReason = nil }
    planCount += 1
    return .started(cellCount: cells.count)
  }

  /// Takes in what is known of a step that is left as it is.
  mutating func passOver(_ step: LiveStep) {
    guard let outcome = step.outcome, let cell = step.step.cell, cell.options.expect != .trap else { return }
    if outcome.wasRefused { return unset.noteSkipped(step.references, stop: outcome.stop ?? cell.line) }
    unset.note(
      step.references, items: step.items, of: cell.source, line: cell.line,
      stop: outcome.hasFailed ? outcome.stop ?? cell.line : nil)
  }
}
