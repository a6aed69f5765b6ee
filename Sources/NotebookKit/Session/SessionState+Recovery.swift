import Display

/// A plan that continues after its kernel has ended: the steps that the fresh kernel runs again, and the state that is
/// lost.
extension SessionState {
  /// True if the plan continues but has no kernel.
  package var needsKernel: Bool { goesOn && kernel == .ended && planCount > 0 }

  /// True if the running step is a rerun, only for its state.
  var isRunningAgain: Bool { attempt?.again != nil }

  // MARK: - Remembering

  /// Keeps the parts of an ended step that a later kernel may need.
  mutating func remember(_ attempt: StepAttempt) {
    if attempt.hasEndedKernel { endOfKernel = (attempt.step, attempt.failure?.line ?? attempt.step.line) }
    guard let module = attempt.module else { return }
    var entry = RunHistory.Entry(
      step: attempt.step, module: module, references: attempt.references, items: attempt.items,
      outcome: outcome(of: attempt))
    entry.hasFailed = attempt.failure != nil
    if let cell = attempt.step.cell {
      entry.outputs = isInteractive ? [] : report.records[cell.index].outputs
      entry.reached = attempt.failure == nil ? nil : attempt.stop.map { cell.reached($0, attempt.items) }
    }
    history.append(entry)
  }

  private func outcome(of attempt: StepAttempt) -> RunHistory.Outcome {
    if attempt.isKept { return .lost(.kept) }
    if !attempt.hasRun { return .refused }
    if attempt.step.cell?.options.expect == .trap { return .executedInCopy }
    guard attempt.hasEndedKernel else { return .executed }
    return .lost(.kernelEnded(line: attempt.failure?.line ?? attempt.step.line))
  }

  // MARK: - A fresh kernel

  /// A step that is still to run, with its symbols.
  func following(_ step: RunStep, _ compilation: StepCompilation) -> RecoveryPlan.Following {
    RecoveryPlan.Following(step: step, compilation: compilation, references: step.references(compilation))
  }

  /// Begins to restore the state that later steps need in a fresh kernel.
  ///
  /// - Parameter cause: The cause of the kernel's end, if no step was running.
  /// - Returns: The kernel's work before they run.
  mutating func beginRecovery(
    before following: [RecoveryPlan.Following], cause: String? = nil
  ) -> [RecoveryPlan.Action] {
    if isInteractive { history.loseState() }
    let plan = RecoveryPlan(history, before: following, isInteractive: isInteractive)
    kept = plan.kept
    func cells(_ indices: [Int]) -> [Int] { indices.compactMap { history.entries[$0].step.cell?.index } }
    recovery = Recovery(
      line: endOfKernel?.line ?? 1, cells: cells(plan.actions.filter(\.runs).map(\.index)),
      unseeded: cells(plan.unseeded), cause: cause)
    isKernelAbandoned = false
    beginKernel()
    return plan.actions
  }

  /// True if steps may need state that ended with an earlier kernel and was not recomputed.
  var hasLostState: Bool { isInteractive && history.hasLosses }

  /// Finds out whether a step can run although state is lost.
  mutating func judge(_ step: RunStep, _ compilation: StepCompilation) {
    let plan = RecoveryPlan(history, before: [following(step, compilation)], isInteractive: true)
    kept.merge(plan.kept) { $1 }
  }

  /// True if the kernel had already ended before it took the current step, which is not that step's fault.
  func endedBeforeStep(_ end: UnitEnd) -> Bool {
    guard isInteractive, attempt?.hasBegun == false, case .died(_, _, nil) = end else { return false }
    return goesOn
  }

  /// Begins to run a step of the history again, or to load it.
  ///
  /// - Returns: The current execution of the kernel, and the event of a running cell.
  mutating func begin(_ action: RecoveryPlan.Action) -> (entry: RunHistory.Entry, event: SessionEvent?) {
    let entry = history.entries[action.index]
    attempt = StepAttempt(entry.step, again: action.index, recorder: CellRecorder(overflowFile: nil))
    guard action.runs, let cell = entry.step.cell else { return (entry, nil) }
    return (entry, .cellBeganAgain(index: cell.index, line: cell.line))
  }

  /// The name under which the report has the value that the step at work shows next, if it runs again.
  var nameShownBefore: String? {
    guard let attempt else { return nil }
    let names = attempt.again.map { history.entries[$0].outputs.displayNames } ?? namesShownBefore
    return names.indices.contains(attempt.displayCount) ? names[attempt.displayCount] : nil
  }

  /// Receives how a step ended that ran again. One that failed though it had not at first is at fault, and another
  /// kernel is needed.
  mutating func finishAgain(
    _ action: RecoveryPlan.Action, _ end: UnitEnd, describedBy description: FailureDescription
  ) -> [SessionEvent] {
    attempt?.end(end, description)
    guard var attempt else { return [] }
    self.attempt = nil
    let entry = history.entries[action.index]
    // A plan that is being stopped says so itself.
    guard goesOn else { return [] }
    if let failure = attempt.failure, attempt.hasEndedKernel || !entry.hasFailed {
      // A library that cannot be loaded is left out from now on.
      if !action.runs { history.leaveOut(action.index) }
      return fail(action.index, failure, hasEndedKernel: attempt.hasEndedKernel)
    }
    attempt.recorder.finish()
    if action.runs, let cell = entry.step.cell, attempt.recorder.outputs().values != entry.outputs.values {
      recovery?.differing.append(cell.index)
    }
    return []
  }

  private mutating func fail(_ index: Int, _ failure: CellFailure, hasEndedKernel: Bool) -> [SessionEvent] {
    let step = history.entries[index].step
    let line = failure.line ?? step.line
    let failure = CellFailure.again(failure, after: endOfKernel?.line ?? 1)
    history.lose(index, hasEndedKernel ? .kernelEnded(line: line) : .failedAgain(line: line))
    if !hasEndedKernel { isKernelAbandoned = true }
    kernel = .ended
    recovery = nil
    endOfKernel = (step, line)
    guard let cell = step.cell else {
      note(failure, ofCell: 0, line: line, isAllowed: false)
      return []
    }
    note(failure, ofCell: cell.index, line: line, isAllowed: cell.options.error)
    report.records[cell.index].outputs.append(.failure(failure))
    report.records[cell.index].status = .failed
    return [.cellEnded(index: cell.index, line: cell.line, record: report.records[cell.index])]
  }

  /// Ends a recovery that took `seconds`; the report describes it.
  mutating func endRecovery(after seconds: Double) -> [SessionEvent] {
    guard goesOn, kernel == .ready, var done = recovery else { return [] }
    recovery = nil
    done.seconds = seconds
    if isInteractive { return [.recovered(done)] }
    if let cell = endOfKernel?.step.cellAtHand, report.records.indices.contains(cell) {
      report.records[cell].outputs.append(.notice(done.notice))
    }
    if !done.cells.isEmpty {
      let time = (seconds * 100).rounded() / 100
      report.stamp.entries.append(
        Stamp.Entry("Run again", "\(Recovery.list(done.cells)), \(time) s, after the kernel ended on line \(done.line)")
      )
    }
    return [.recovered(done)]
  }
}

extension [CellOutput] {
  /// Outputs of code, without the runner's own messages about it.
  fileprivate var values: [CellOutput] {
    filter { output in
      switch output {
      case .stream, .display, .result: true
      case .progress, .warning, .failure, .notice: false
      }
    }
  }
}

extension RunStep {
  /// The cell that it is, or that it follows.
  fileprivate var cellAtHand: Int? {
    switch code {
    case .parameters: nil
    case .cell(let cell): cell.index
    case .inlineValue(let value): value.cell
    }
  }
}
