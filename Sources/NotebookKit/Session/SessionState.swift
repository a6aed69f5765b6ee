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
  var cells: [Cell] { report.notebook.cells }
  let keepsGoing: Bool
  let isInteractive: Bool
  let streamFolder: URL

  /// Steps performed so far.
  var history = RunHistory()
  /// For the unit of each step that cannot run because it needs lost state, the reason.
  var kept: [Int: String] = [:]
  /// The step in which the last kernel ended, and the notebook's line.
  var endOfKernel: (step: RunStep, line: Int)?
  /// The outcome of the step that was executed last.
  var liveOutcome: LiveOutcome?
  /// True if the kernel is running, but a fresh one will replace it.
  var isKernelAbandoned = false
  /// The recovery running.
  var recovery: Recovery?
  var attempt: StepAttempt?
  var displayNames = DisplayNames()
  var unset = UnsetNames()
  var failures: [RunSummary.Failure] = []
  /// The reason why the session is ending the kernel, if it is.
  var stopReason: StopReason?
  var wasInterrupted = false
  /// Number of plans that have begun.
  var planCount = 0
  /// Names of the values that a step of an edited notebook showed when it was executed last.
  var namesShownBefore: [String] = []
  /// True if the notebook changes while the session is running.
  var isEdited = false
  /// The reason why the plan performs no further steps, for the cells that do not run.
  var endOfPlan: String?

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

  /// Names of the random generators that the step at work declares, by the symbols of their memory.
  var generators: [String: String] {
    let declared = attempt?.references.items.flatMap(\.declared) ?? []
    let found = declared.filter { $0.id.hasPrefix("s:") && $0.id.hasSuffix("7Tensors15MersenneTwisterVvp") }
    return Dictionary(found.map { ("$s" + $0.id.dropFirst(2), $0.name) }, uniquingKeysWith: { first, _ in first })
  }

  /// The failure of a step that uses a name without a value.
  mutating func useOfUnsetName(_ step: RunStep, _ references: CellReferences) -> CellFailure? {
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

  func streamFile(of step: RunStep) -> URL? {
    if isInteractive { return nil }
    // In an edited notebook cells have moved, while their outputs stay.
    if isEdited { return streamFolder.appending(path: "output-\(step.unit).txt") }
    return switch step.code {
    case .parameters: streamFolder.appending(path: "parameters.txt")
    case .cell(let cell): streamFolder.appending(path: "cell-\(cell.index + 1).txt")
    case .inlineValue(let value): streamFolder.appending(path: "prose-line-\(value.line).txt")
    }
  }
}
