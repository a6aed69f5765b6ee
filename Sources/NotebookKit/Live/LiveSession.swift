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
  private let stamp: Stamp
  private let board: LiveBoard
  let memory = CompilationMemory()
  private(set) var live: LiveNotebook
  /// The state of the kernel running, or of the last one.
  private(set) var kernel = KernelState()
  private(set) var hasKernel = false
  /// Number of kernels that were started.
  private(set) var kernelNumber = 0
  /// Units whose libraries the kernel has loaded.
  private var loaded: Set<Int> = []
  /// The ones that declare conformances.
  private var loadedConformances: Set<Int> = []
  /// Stale steps that wait, and why.
  private var waiting: [Int: LivePlanner.Reason] = [:]
  /// Steps of the plan at work that were not yet performed.
  private var queued: Set<Int> = []
  private var hasAdopted = false
  /// True if all steps of the version at hand were given to the compiler.
  private var isCompiled = false
  /// Writes the outcomes for the next session; nil if there are none to write.
  private let writer: OutcomeWriter?
  /// Number of executions with recorded outcomes.
  private(set) var outcomeCount = 0
  /// The number of them that the writer was given.
  private var keptCount = 0
  /// Values of requested variables.
  var values = LiveValues()
  private nonisolated let work = Mutex(Work())

  private struct Work {
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

  private func takeIn(_ notebook: Notebook, _ parameters: [Parameter]) async throws -> Bool {
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

  private nonisolated var isStopping: Bool { work.withLock { $0.stops } }
  private nonisolated var ends: Bool { work.withLock { $0.ends } }

  /// True if the call running, or the last one, was interrupted.
  package nonisolated var wasInterrupted: Bool { work.withLock { $0.isInterrupted } }

  private func begin(_ plan: RunPlan) -> CompilationPipeline {
    let pipeline = CompilationPipeline(
      plan, in: CompiledScope(imports: compiler.dependencies.imports), compiler: compiler, memory: memory)
    work.withLock { work in
      (work.isStopping, work.isInterrupted) = (false, false)
      work.pipeline = pipeline
    }
    pipeline.start()
    return pipeline
  }

  private func end(_ pipeline: CompilationPipeline) { work.withLock { $0.pipeline = nil } }

  /// Performs a step of the first pass, unless it waits.
  private func performFirst(_ position: Int) async throws {
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

  // MARK: - Running

  /// Runs requested steps, and stale steps that run automatically.
  ///
  /// - Throws: ``ExecutionError`` if no kernel can be started.
  package func perform(_ request: Request) async throws {
    do { try await run(request) } catch {
      showEnd()
      throw error
    }
  }

  /// Number of automatic runs of a step before it waits, if files that it reads change while it runs; also the number
  /// of kernels that may end by themselves before it.
  private static let mostRuns = 3

  private func run(_ request: Request) async throws {
    guard hasAdopted else { return }
    work.withLock { ($0.isStopping, $0.isInterrupted) = (false, false) }
    var asked = live.positions(of: request)
    if request == .all {
      await session.endKernel()
      hasKernel = false
      live.expire(live.steps.indices)
    }
    var runs: [Int: Int] = [:]
    var passesWithoutStep = 0
    while passesWithoutStep < Self.mostRuns {
      if hasKernel { hasKernel = await session.hasKernel }
      let unsteady = Set(runs.filter { $0.value >= Self.mostRuns }.keys)
      let planner = live.planner(kernel: kernel, hasKernel: hasKernel, loaded: loadedConformances, unsteady: unsteady)
      let plan = planner.plan(asked: asked)
      let described = live.steps.indices.filter { isToDescribe($0) }
      waiting = plan.waiting
      if plan.steps.isEmpty && described.isEmpty || ends { break }
      queued = Set(plan.steps)
      show()
      if (plan.isFresh || !hasKernel) && !plan.steps.isEmpty { try await renewKernel() }
      try await beginPass()
      let done = try await pass(over: queued.union(described))
      asked.subtract(done)
      for position in done { runs[position, default: 0] += 1 }
      // Kernels that end by themselves before each step leave it stale.
      passesWithoutStep = done.isEmpty ? passesWithoutStep + 1 : 0
      if !(await session.goesOn) { break }
    }
    queued = []
    show()
  }

  /// The steps of a pass in the notebook's order.
  ///
  /// - Returns: Those that were performed.
  private func pass(over positions: Set<Int>) async throws -> Set<Int> {
    var done: Set<Int> = []
    for position in live.steps.indices {
      // A step that could not run may have become able to by what ran above; it is planned in its turn.
      let isLeft = !queued.contains(position) && !isToDescribe(position)
      guard positions.contains(position), !isLeft else {
        await session.passOver(live.steps[position])
        continue
      }
      if ends { return done }
      queued.remove(position)
      if !hasKernel, !isToDescribe(position) { return done }
      guard try await perform(position) else { return done }
      done.insert(position)
    }
    return done
  }

  /// True if a step cannot run, and its record does not yet say why.
  private func isToDescribe(_ position: Int) -> Bool {
    let step = live.steps[position]
    return !step.isFresh && (!step.compiles || live.reasons[position] != nil)
  }

  /// - Returns: False if it was not executed, since the pass was stopped or the kernel ended before it.
  @discardableResult
  private func perform(_ position: Int) async throws -> Bool {
    let step = live.steps[position]
    let firstValues = live.firstValues(of: position)
    try await load(before: position)
    guard let outcome = try await session.perform(step, kept: live.reasons[position]) else {
      hasKernel = await session.hasKernel
      return false
    }
    live.note(outcome, at: position)
    outcomeCount += 1
    if outcome.hasRun {
      noteLoaded(step)
      var effects = step.effects
      effects.add(live.steps[position].fileEffects)
      // The effects of an interrupted step are unknown.
      let version = outcome.wasInterrupted ? ContentHash(parts: [UUID().uuidString]) : live.steps[position].version
      kernel.note(
        effects, version: version, unit: step.step.unit, seconds: outcome.seconds ?? 0, firstValues: firstValues)
    }
    waiting[position] = nil
    hasKernel = await session.hasKernel
    show()
    return true
  }

  /// Loads the libraries of steps above one that did not run in this kernel, for their functions and types.
  private func load(before position: Int) async throws {
    guard hasKernel else { return }
    for step in live.steps[..<position]
    where step.compiles && step.isVisible && !loaded.contains(step.step.unit) {
      noteLoaded(step)
      try await session.load(step)
    }
  }

  private func noteLoaded(_ step: LiveStep) {
    loaded.insert(step.step.unit)
    if step.statesConformances { loadedConformances.insert(step.step.unit) }
  }

  private func renewKernel() async throws {
    board.show(.starting)
    hasKernel = false
    kernel = kernel.renewed
    loaded = []
    loadedConformances = []
    kernelNumber += 1
    await session.whenKernelIsLost { [weak self, kernelNumber] in
      Task { await self?.noteEnd(ofKernel: kernelNumber) }
    }
    try await session.renewKernel()
    hasKernel = await session.hasKernel
    board.show(.idle)
  }

  private func noteEnd(ofKernel number: Int) {
    // Another one may have been started meanwhile.
    guard number == kernelNumber, hasKernel else { return }
    hasKernel = false
    board.show(.ended)
  }

  private func beginPass() async throws {
    try await session.beginPass(over: live.report(stamp: stamp))
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

  // MARK: - Stopping

  /// Ends the call at work after the step that runs.
  package nonisolated func stop() {
    let pipeline = work.withLock { work in
      work.isStopping = true
      return work.pipeline
    }
    pipeline?.cancel()
  }

  /// Asks the running cell to stop; the call at work runs no further step.
  package nonisolated func interrupt() {
    work.withLock { $0.isInterrupted = true }
    session.interrupt()
  }

  /// Ends the kernel without waiting for the running cell.
  ///
  /// - Parameter isLast: True if the session ends.
  package nonisolated func interruptAtOnce(isLast: Bool = false) {
    if isLast { work.withLock { $0.hasEnded = true } }
    stop()
    work.withLock { $0.isInterrupted = true }
    session.interruptAtOnce()
  }

  /// The code of the running cell; nil if there is none.
  package nonisolated var runningSource: String? { board.runningSource }

  /// Ends the kernel; everything shown stays, and must run again.
  package func restart() async {
    await session.endKernel()
    hasKernel = false
    live.expire(live.steps.indices)
    show()
  }

  /// Ends the session.
  package func end() async {
    work.withLock { $0.hasEnded = true }
    await session.endKernel()
    compiler.finish()
  }

  // MARK: - Showing

  /// Shows that nothing runs any more.
  private func showEnd() {
    queued = []
    board.show(.idle)
    show()
  }

  /// Shows the state of each cell.
  private func show(isAdopted: Bool = false) {
    board.show(
      live.report(stamp: stamp), LiveStates(of: live, waiting: waiting, queued: queued).states,
      previousOutputs: live.previousOutputs, isAdopted: isAdopted)
  }
}
