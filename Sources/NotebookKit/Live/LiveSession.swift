import Files
import Foundation
import Synchronization

/// A session behind a notebook that is edited while it is running.
///
/// ``adopt(_:parameters:)`` accepts each version of the notebook: it compiles the changes and keeps what is known about
/// the rest. ``perform(_:)`` then runs stale steps. The shown outputs are those of a run of the whole notebook,
/// except for cells marked as stale. Calls of these two must not overlap; ``stop()`` ends the running one early.
package actor LiveSession {
  let session: Session
  let compiler: any ModuleCompiler
  let stamp: Stamp
  let board: LiveBoard
  let memory = CompilationMemory()
  var live: LiveNotebook
  /// The state of the kernel running, or of the last one.
  var kernel = KernelState()
  var hasKernel = false
  /// Number of kernels that were started.
  var kernelNumber = 0
  /// Units whose libraries the kernel has loaded.
  var loaded: Set<Int> = []
  /// The ones that declare conformances.
  var loadedConformances: Set<Int> = []
  /// Stale steps that wait, and why.
  var waiting: [Int: LivePlanner.Reason] = [:]
  /// Steps of the plan at work that were not yet performed.
  var queued: Set<Int> = []
  var hasAdopted = false
  /// True if all steps of the version at hand were given to the compiler.
  var isCompiled = false
  /// Writes the outcomes for the next session; nil if there are none to write.
  let writer: OutcomeWriter?
  /// Number of executions with recorded outcomes.
  var outcomeCount = 0
  /// The number of them that the writer was given.
  var keptCount = 0
  /// Values of requested variables.
  var values = LiveValues()
  nonisolated let work = Mutex(Work())

  struct Work {
    var pipeline: CompilationPipeline?
    /// True if another version is to be adopted.
    var isStopping = false
    /// True if no further step is to run.
    var isInterrupted = false
    /// True if the session is over.
    var hasEnded = false

    var stops: Bool { isStopping || hasEnded }
    var ends: Bool { isStopping || isInterrupted || hasEnded }
  }

  /// - Parameters:
  ///   - report: The notebook as it was first read.
  ///   - streamFolder: The folder of streams that are longer than the page shows.
  ///   - store: The folder of the last session's outcomes, and of this one's; nil for none.
  ///   - show: Shows the current state; called after every change, in order.
  package init(
    report: Report, options: RunOptions, streamFolder: URL, tools: SessionTools, store: OutcomeStore? = nil,
    show: @escaping @Sendable (LiveSnapshot) -> Void
  ) {
    var options = options
    options.keepsGoing = true
    compiler = tools.compiler
    stamp = report.stamp
    writer = store.map(OutcomeWriter.init)
    let kept = store?.outcomes?.notebook(file: report.notebook.file)
    live = kept ?? LiveNotebook(report.notebook, parameters: report.parameters)
    board = LiveBoard(kept?.report(stamp: report.stamp) ?? report, isKept: kept != nil, show: show)
    session = Session(report: report, options: options, streamFolder: streamFolder, fronts: [board], tools: tools)
  }

  // MARK: - The notebook

  /// Shows a version of the notebook that is to be adopted, while an earlier one may be running.
  package nonisolated func announce(_ notebook: Notebook, parameters: [Parameter]) {
    board.announce(notebook, parameters: parameters)
  }

  /// Receives a version of the notebook. The first is run while it is compiled.
  ///
  /// - Returns: False if it was stopped; the version before is then still the present one.
  /// - Throws: ``ExecutionError`` if no kernel can be started, and the file system's errors.
  package func adopt(_ notebook: Notebook, parameters: [Parameter]) async throws -> Bool {
    do { return try await takeIn(notebook, parameters) } catch {
      showEnd()
      throw error
    }
  }

  func takeIn(_ notebook: Notebook, _ parameters: [Parameter]) async throws -> Bool {
    let isFirst = !hasAdopted && live.steps.isEmpty
    if !hasAdopted {
      try compiler.prepare()
      hasAdopted = true
      if !isFirst { board.announce(notebook, parameters: parameters) }
    }
    if isCompiled, !live.hasFailedCompilation, let next = live.setting(parameters, in: notebook) {
      work.withLock { ($0.isStopping, $0.isInterrupted) = (false, false) }
      (live, waiting) = (next, [:])
      show(isAdopted: true)
      return true
    }
    var next = LiveNotebook(notebook, parameters: parameters)
    let plan = next.plan
    let outcomes = live.outcomes(for: notebook, plan)
    let pipeline = begin(plan)
    defer { end(pipeline) }
    if isFirst {
      live = next
      try await renewKernel()
      queued = Set(plan.steps.indices)
      try await beginPass()
    }
    var steps: [LiveStep] = []
    for (position, present) in plan.steps.enumerated() {
      let compilation = await pipeline.result(at: position)
      if isStopping { break }
      var step = LiveStep(present, compiled: pipeline.step(at: position), compilation)
      step.outcome = outcomes[position]
      if isFirst {
        live.append(step)
        try await performFirst(position)
      } else {
        steps.append(step)
      }
    }
    pipeline.cancel()
    await pipeline.ended()
    if isStopping { return false }
    if isFirst {
      queued = []
      live.analyse()
    } else {
      next.take(steps, madeFiles: live.madeFiles.afterEdit)
      (live, waiting) = (next, [:])
    }
    isCompiled = true
    show(isAdopted: true)
    return true
  }

  /// Files that cells have read, by their paths.
  package var files: Set<String> { live.files }

  /// The version at hand.
  var notebook: Notebook { live.notebook }

  nonisolated var isStopping: Bool { work.withLock { $0.stops } }
  nonisolated var ends: Bool { work.withLock { $0.ends } }

  /// True if the call running, or the last one, was interrupted.
  package nonisolated var wasInterrupted: Bool { work.withLock { $0.isInterrupted } }

  func begin(_ plan: RunPlan) -> CompilationPipeline {
    let pipeline = CompilationPipeline(
      plan, in: CompiledScope(imports: compiler.dependencies.imports), compiler: compiler, memory: memory)
    work.withLock { work in
      (work.isStopping, work.isInterrupted) = (false, false)
      work.pipeline = pipeline
    }
    pipeline.start()
    return pipeline
  }

  func end(_ pipeline: CompilationPipeline) { work.withLock { $0.pipeline = nil } }

  /// Performs a step of the first pass, unless it waits.
  func performFirst(_ position: Int) async throws {
    let step = live.steps[position]
    queued.remove(position)
    guard hasKernel, !ends else { return }
    if let maker = live.graph.needs[position].map(\.maker).first(where: { waiting[$0] != nil }) {
      waiting[position] = .needs(maker)
    } else if step.step.cell?.options.live == .off {
      waiting[position] = .isOff
    } else if step.step.cell?.options.live != .auto, let seconds = step.secondsToExpect, seconds > LivePlanner.limit {
      waiting[position] = .takesLong(seconds: seconds)
    } else if !step.isFresh {
      try await perform(position)
      return
    }
    show()
  }

  // MARK: - The next session

  /// Writes the outcomes for the next session of the notebook, if they have changed. Other calls do not wait for it.
  ///
  /// - Throws: The file system's errors.
  package func keep() async throws {
    guard let writer, hasAdopted, keptCount < outcomeCount else { return }
    let before = keptCount
    keptCount = outcomeCount
    do { try await writer.write(live, number: outcomeCount) } catch {
      keptCount = before
      throw error
    }
  }

  // MARK: - Showing

  /// Shows that nothing runs any more.
  func showEnd() {
    queued = []
    board.show(.idle)
    show()
  }

  /// Shows the state of each cell.
  func show(isAdopted: Bool = false) {
    board.show(
      live.report(stamp: stamp), LiveStates(of: live, waiting: waiting, queued: queued).states,
      previousOutputs: live.previousOutputs, isAdopted: isAdopted)
  }
}
