import Display
import KernelProtocol

/// The end of a step.
extension SessionState {
  /// Takes in how the execution of the step ended, `seconds` after its request.
  package mutating func finish(_ end: UnitEnd, after seconds: Double, describedBy description: FailureDescription) {
    attempt?.end(end, description)
    guard let attempt, let cell = attempt.step.cell else { return }
    report.records[cell.index].duration = seconds
    // Declarations of a cell that is meant to trap are gone with the copy of the kernel in which it ran.
    if cell.options.expect != .trap {
      unset.note(
        attempt.references, items: attempt.items, of: cell.source, line: cell.line,
        stop: attempt.failure.map { attempt.stop ?? $0.line ?? cell.line })
    }
  }

  /// Ends the step: its record is complete, and a failure may end the plan.
  package mutating func conclude() -> [SessionEvent] {
    guard let attempt else { return [] }
    self.attempt = nil
    defer {
      remember(attempt)
      noteOutcome(of: attempt)
    }
    switch attempt.step.code {
    case .parameters:
      if attempt.failure != nil {
        let reason =
          attempt.hasRun ? "The kernel ended before the first cell." : "The parameters could not be compiled."
        endOfPlan = endOfPlan ?? reason
      }
      return []
    case .cell(let cell): return conclude(attempt, cell)
    case .inlineValue(let value): return conclude(attempt, value)
    }
  }

  mutating func conclude(_ attempt: StepAttempt, _ cell: Cell) -> [SessionEvent] {
    var attempt = attempt
    attempt.recorder.finish()
    attempt.compareWithExpectation(of: cell)
    if let failure = attempt.failure { attempt.recorder.append(.failure(failure)) }
    report.records[cell.index].outputs = attempt.recorder.outputs()
    if let failure = attempt.failure, !failure.wasExpected {
      report.records[cell.index].status = .failed
      note(failure, ofCell: cell.index, line: cell.line, isAllowed: cell.options.error)
    } else {
      report.records[cell.index].status = .succeeded
    }
    return [.cellEnded(index: cell.index, line: cell.line, record: report.records[cell.index])]
  }

  mutating func conclude(_ attempt: StepAttempt, _ value: Notebook.InlineValue) -> [SessionEvent] {
    let result =
      attempt.inlineValue.map(InlineResult.value)
      ?? .failure(attempt.failure?.summary ?? "The expression has no value.")
    report.inlineResults[value.id] = result
    guard let failure = attempt.failure else { return [.inlineValueEnded(line: value.line)] }
    let cell = value.cell ?? 0
    note(failure, ofCell: cell, line: cells.indices.contains(cell) ? cells[cell].line : value.line, isAllowed: false)
    return [.inlineValueFailed(line: value.line, failure), .inlineValueEnded(line: value.line)]
  }

  mutating func note(_ failure: CellFailure, ofCell index: Int, line: Int, isAllowed: Bool) {
    if !isAllowed { failures.append(RunSummary.Failure(cell: index, failure: failure)) }
    let line = failure.line ?? line
    guard !isAllowed, !keepsGoing else { return }
    endOfPlan =
      endOfPlan
      ?? (kernel == .ended
        ? "The kernel and its state ended on line \(line)." : "The run stopped at the failure on line \(line).")
  }

  mutating func noteOutcome(of attempt: StepAttempt) {
    var outcome = LiveOutcome()
    outcome.hasFailed = attempt.failure.map { !$0.wasExpected } ?? false
    outcome.hasRun = attempt.hasRun
    outcome.wasRefused = attempt.module != nil && !attempt.hasRun && !attempt.isKept
    outcome.wasInterrupted = attempt.failure?.kind == .interrupted
    outcome.stop = attempt.failure.map { attempt.stop ?? $0.line ?? attempt.step.line }
    outcome.endOfKernel = attempt.hasEndedKernel ? attempt.failure?.line ?? attempt.step.line : nil
    outcome.updates = attempt.updates
    outcome.isWhole = !attempt.recorder.hasOverflown
    outcome.files = attempt.files
    switch attempt.step.code {
    case .parameters: break
    case .cell(let cell):
      outcome.source = cell.source
      outcome.record = report.records[cell.index]
      outcome.seconds = report.records[cell.index].duration
    case .inlineValue(let value): outcome.inlineResult = report.inlineResults[value.id]
    }
    liveOutcome = outcome
  }
}
