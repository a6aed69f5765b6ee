import Display
import Foundation
import KernelProtocol

/// The state of a session as one value: the record of every cell, the running step, and the reason for the plan's end.
///
/// Its methods are the transitions of a run. They do not wait and do not use a kernel, so each can be tested
/// separately.
package struct SessionState {
  /// The notebook and the record of every cell so far.
  package internal(set) var report: Report
  /// True if the kernel takes requests.
  package internal(set) var kernel = KernelPhase.starting
  private var cells: [Cell] { report.notebook.cells }
  private let keepsGoing: Bool
  let isInteractive: Bool
  private let streamFolder: URL

  /// Steps performed so far.
  var history = RunHistory()
  /// For the unit of each step that cannot run because it needs lost state, the reason.
  var kept: [Int: String] = [:]
  /// The step in which the last kernel ended, and the notebook's line.
  var endOfKernel: (step: RunStep, line: Int)?
  /// The outcome of the step that was executed last.
  private(set) var liveOutcome: LiveOutcome?
  /// True if the kernel is running, but a fresh one will replace it.
  var isKernelAbandoned = false
  /// The recovery running.
  var recovery: Recovery?
  var attempt: StepAttempt?
  private var displayNames = DisplayNames()
  private var unset = UnsetNames()
  private var failures: [RunSummary.Failure] = []
  /// The reason why the session is ending the kernel, if it is.
  var stopReason: StopReason?
  private var wasInterrupted = false
  /// Number of plans that have begun.
  private(set) var planCount = 0
  /// Names of the values that a step of an edited notebook showed when it was executed last.
  var namesShownBefore: [String] = []
  /// True if the notebook changes while the session is running.
  private var isEdited = false
  /// The reason why the plan performs no further steps, for the cells that do not run.
  private var endOfPlan: String?

  package enum KernelPhase: Equatable, Sendable { case starting, ready, ended }

  /// - Parameter streamFolder: The folder of streams that are longer than the report shows.
  package init(report: Report, keepsGoing: Bool, isInteractive: Bool = false, streamFolder: URL) {
    self.report = report
    self.keepsGoing = keepsGoing
    self.isInteractive = isInteractive
    self.streamFolder = streamFolder
  }

  // MARK: - The plan

  /// True if the plan performs further steps.
  package var goesOn: Bool { endOfPlan == nil }

  /// True if the kernel starts or executes something.
  var isAtWork: Bool { attempt != nil || kernel == .starting }

  /// Begins a plan. A following plan continues in the same kernel, whatever ended the previous one; a stop requested
  /// before the first plan remains.
  package mutating func beginPlan() -> SessionEvent {
    if planCount > 0, kernel == .ready && stopReason == nil || kernel == .ended && isInteractive {
      endOfPlan = nil
      wasInterrupted = false
    }
    planCount += 1
    return .started(cellCount: cells.count)
  }

  /// Leaves out a step because the plan has ended.
  package mutating func skip(_ step: RunStep) {
    if let cell = step.cell { report.records[cell.index].status = .notRun(reason: endOfPlan ?? "") }
  }

  // MARK: - A step

  /// Notes that a step waits for its compilation.
  package mutating func beginCompiling(_ step: RunStep) -> SessionEvent? {
    guard let cell = step.cell else { return nil }
    report.records[cell.index].status = .compiling
    return .cellBegan(index: cell.index, line: cell.line)
  }

  /// Begins the recording of a step.
  ///
  /// - Returns: The module to execute; nil if the step cannot run, for a reason that ``conclude()`` then reports.
  package mutating func begin(_ step: RunStep, _ compilation: StepCompilation) -> CompiledModule? {
    var attempt = StepAttempt(step, recorder: CellRecorder(overflowFile: streamFile(of: step)))
    defer { self.attempt = attempt }
    switch compilation {
    case .failed(let reason):
      let summary = step.cell == nil ? reason : "The cell could not be compiled: \(reason)"
      attempt.failure = CellFailure(kind: .runner, summary: summary)
      return nil
    case .rejected(let diagnostics):
      attempt.failure = .rejected(diagnostics, file: report.notebook.file.lastPathComponent)
      return nil
    case .compiled(let module, let items):
      attempt.module = module
      attempt.items = items
      if step.cell != nil, !module.warnings.isEmpty {
        let warnings = CompilerDiagnostics(module.warnings)
          .moved(in: report.notebook.file.lastPathComponent) { $0 + step.line - module.line }
        attempt.recorder.append(.warning(warnings.description))
      }
      attempt.references = step.references(compilation)
      attempt.failure = useOfUnsetName(step, attempt.references)
      if attempt.failure == nil, let reason = kept[step.unit] {
        attempt.isKept = true
        attempt.failure = .kept(because: reason, line: step.line)
      }
      attempt.hasRun = attempt.failure == nil
      guard attempt.hasRun else { return nil }
      if let cell = step.cell { report.records[cell.index].status = .running }
      return module
    }
  }

  /// The module of a step that is kept from running: later steps may use its functions and types.
  package var moduleToLoad: CompiledModule? { attempt?.isKept == true && kernel == .ready ? attempt?.module : nil }

  /// The failure of a step that uses a name without a value.
  private mutating func useOfUnsetName(_ step: RunStep, _ references: CellReferences) -> CellFailure? {
    switch step.code {
    case .parameters: return nil
    case .cell(let cell):
      guard let use = unset.firstUse(in: references) else { return nil }
      unset.noteSkipped(references, stop: use.line)
      return .unset(use.name, stop: use.line, line: cell.line)
    case .inlineValue(let value):
      return unset.firstUse(in: references).map { .unset($0.name, stop: $0.line, line: value.line) }
    }
  }

  private func streamFile(of step: RunStep) -> URL? {
    if isInteractive { return nil }
    // In an edited notebook cells have moved, while their outputs stay.
    if isEdited { return streamFolder.appending(path: "output-\(step.unit).txt") }
    return switch step.code {
    case .parameters: streamFolder.appending(path: "parameters.txt")
    case .cell(let cell): streamFolder.appending(path: "cell-\(cell.index + 1).txt")
    case .inlineValue(let value): streamFolder.appending(path: "prose-line-\(value.line).txt")
    }
  }

  /// Receives how the execution of the step ended, `seconds` after its request.
  package mutating func finish(_ end: UnitEnd, after seconds: Double, describedBy description: FailureDescription) {
    attempt?.end(end, description)
    guard let attempt, let cell = attempt.step.cell else { return }
    report.records[cell.index].duration = seconds
    // Declarations of a cell that is meant to trap are lost with its copy of the kernel.
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

  private mutating func conclude(_ attempt: StepAttempt, _ cell: Cell) -> [SessionEvent] {
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

  private mutating func conclude(_ attempt: StepAttempt, _ value: Notebook.InlineValue) -> [SessionEvent] {
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

  // MARK: - The kernel

  /// Receives an output of the kernel; nil is the end of its outputs.
  ///
  /// - Returns: The end of the step running, if this is it.
  package mutating func take(_ output: KernelOutput?) -> UnitEnd? {
    switch output {
    case .stream(let stream, let data): attempt?.recorder.append(stream, data)
    case .crash(let report): attempt?.crash = report
    case .message(.finished(let outcome)): return .outcome(outcome, attempt?.crash)
    case .message(let message): take(message)
    case .ended(let end): return kernelEnded(end)
    case nil: return kernelEnded(.exited(0))
    }
    return nil
  }

  private mutating func take(_ message: KernelEvent) {
    switch message {
    case .ready: kernel = .ready
    case .began: attempt?.hasBegun = true
    case .display(let bundle, let id):
      // Its own front has shown the value, and no other one does.
      if isInteractive { return }
      let name = displayNames.show(id, known: nameShownBefore)
      attempt?.displayCount += 1
      attempt?.recorder.append(.display(bundle, id: name))
    case .result(let bundle): attempt?.recorder.append(.result(bundle))
    case .update(let bundle, let kernelName):
      if isInteractive { return }
      let id = displayNames.update(kernelName)
      // An earlier cell may have shown the value, and has it still if this one runs again.
      if attempt?.recorder.update(bundle, id: id) == true || attempt?.again != nil { return }
      attempt?.updates.append(DisplayUpdate(id: id, bundle: bundle))
      for record in report.records.indices { _ = report.records[record].outputs.update(bundle, id: id) }
    case .inlineValue(let bundle): attempt?.inlineValue = bundle
    case .notShown(let reason): attempt?.recorder.append(.notice(reason))
    case .progress(let progress): attempt?.recorder.progress(progress)
    case .cleared(let wait): attempt?.recorder.clear(wait: wait)
    case .files(let files): attempt?.files = files
    case .inputWanted, .finished: break
    }
  }

  private mutating func kernelEnded(_ end: ProcessEnd) -> UnitEnd {
    kernel = .ended
    return .died(end, attempt?.crash, stopReason)
  }

  /// Notes that the kernel was ended between two steps.
  mutating func loseKernel() { kernel = .ended }

  /// Forgets the activity of the kernel that ended, and counts the displays of its successor from the beginning.
  mutating func beginKernel() {
    kernel = .starting
    stopReason = nil
    displayNames.beginKernel()
  }

  /// The sentence about why the session is ending its kernel; nil if it is not.
  var stopSentence: String? { stopReason?.sentence }

  /// Brings the record of the running cell up to date.
  ///
  /// - Returns: Nil if no cell runs, or if it had no output since the last time.
  package mutating func flush() -> SessionEvent? {
    guard let cell = attempt?.step.cell, attempt?.again == nil, attempt?.recorder.hasNews == true,
      let outputs = attempt?.recorder.outputs()
    else { return nil }
    report.records[cell.index].outputs = outputs
    return .outputsChanged(cell: cell.index)
  }

  // MARK: - Cells that come one by one

  /// Adds a record for a cell that is not in the notebook as first read.
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

  // MARK: - A notebook that is edited

  /// Begins a pass over a notebook: each of its steps is performed or skipped, in order.
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

  /// Records the known results of a step that is not run.
  mutating func passOver(_ step: LiveStep) {
    guard let outcome = step.outcome, let cell = step.step.cell, cell.options.expect != .trap else { return }
    if outcome.wasRefused { return unset.noteSkipped(step.references, stop: outcome.stop ?? cell.line) }
    unset.note(
      step.references, items: step.items, of: cell.source, line: cell.line,
      stop: outcome.hasFailed ? outcome.stop ?? cell.line : nil)
  }

  private mutating func noteOutcome(of attempt: StepAttempt) {
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

  // MARK: - The end

  /// Notes why the session ends its kernel.
  ///
  /// - Returns: True if this is the first reason for this kernel; a later one may still end the plan.
  package mutating func stop(_ reason: StopReason) -> Bool {
    if reason.endsPlan { endOfPlan = endOfPlan ?? reason.sentence }
    guard stopReason == nil else { return false }
    stopReason = reason
    return true
  }

  /// Notes that the run is to be interrupted.
  ///
  /// - Returns: True if there is still something to interrupt.
  package mutating func interrupt() -> Bool {
    if endOfPlan != nil, attempt?.step.cell == nil { return false }
    wasInterrupted = true
    endOfPlan = endOfPlan ?? StopReason.interrupted.sentence
    return true
  }

  /// Ends the session in order.
  package mutating func end() -> RunSummary {
    report.isRunning = false
    noteOtherRank()
    let notRun = report.records.count { if case .notRun = $0.status { true } else { false } }
    return RunSummary(
      succeeded: report.records.count { $0.status == .succeeded }, failed: failures, notRun: notRun,
      wasInterrupted: wasInterrupted)
  }

  /// Reports at the last cell that another rank has ended the run, unless a cell of this rank failed with the same
  /// reason.
  private mutating func noteOtherRank() {
    guard case .otherRank = stopReason, let reason = stopReason, let last = cells.last,
      !failures.contains(where: { $0.failure.summary == reason.sentence })
    else { return }
    report.records[last.index].outputs.append(.notice(reason.sentence))
    failures.append(
      RunSummary.Failure(cell: last.index, failure: CellFailure(kind: reason.kind, summary: reason.sentence)))
  }

  /// Ends the session because of an error: no cell is left waiting or running.
  package mutating func abandon(because error: any Error) -> SessionEvent {
    report.isRunning = false
    for index in report.records.indices {
      switch report.records[index].status {
      case .waiting, .compiling, .running: report.records[index].status = .notRun(reason: String(describing: error))
      case .succeeded, .failed, .notRun, .skipped: break
      }
    }
    return .abandoned
  }
}
