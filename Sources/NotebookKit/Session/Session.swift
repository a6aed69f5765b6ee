import Display
import Foundation
import KernelProtocol

/// A kernel, the modules compiled for it, the record of every cell, and the plan that it performs.
///
/// Fronts observe it and submit plans; `etude run` is the plan of all steps, once:
///
/// ```swift
/// let session = Session(
///   notebook: notebook, parameters: parameters, options: options, streamFolder: writer.streamFolder,
///   fronts: [writer, console], installation: try Installation())
/// let summary = try await session.complete(.allSteps(of: notebook, parameters: parameters))
/// ```
package actor Session {
  private let options: RunOptions
  private let fronts: [any SessionFront]
  private let tools: SessionTools
  private var state: SessionState
  private var tracer: Tracer
  /// The modules of the steps performed so far.
  private var compiled: CompiledScope
  /// The compilation of the plan running.
  private var pipeline: CompilationPipeline?
  /// Number of its steps that were performed.
  private var performedCount = 0
  private var kernel: (any Kernel)?
  /// Number of kernels that have been started.
  private var kernelCount = 0
  private var memoryWatch: Task<Void, Never>?
  /// True if somebody answers when a step of the current plan reads standard input.
  private var takesInput = false
  /// True while an expression is evaluated between two steps.
  private var isEvaluating = false
  /// Called when the kernel ends between two steps.
  private var whenKernelIsLost: (@Sendable () -> Void)?
  /// The reason for the kernel's end while it executed nothing, once its last outputs were read.
  private var causeOfEnd: Task<String?, Never>?

  /// - Parameters:
  ///   - report: The notebook, its parameters as the run has them, and a record for every cell.
  ///   - streamFolder: The folder of streams that are longer than the report shows; created when needed.
  package init(
    report: Report, options: RunOptions, streamFolder: URL, fronts: [any SessionFront], tools: SessionTools
  ) {
    self.options = options
    self.fronts = fronts
    self.tools = tools
    compiled = CompiledScope(imports: tools.compiler.dependencies.imports)
    state = SessionState(
      report: report, keepsGoing: options.keepsGoing, isInteractive: options.isInteractive, streamFolder: streamFolder)
    tracer = Tracer(
      notebook: report.notebook, countsWithinCells: options.isInteractive, symbolize: tools.symbolize)
  }

  // MARK: - The life of a session

  /// Performs one plan, from the start of the kernel to its end.
  ///
  /// - Throws: ``ExecutionError`` if the kernel cannot be started, and the errors of fronts, for example if the report
  ///   cannot be written. Failures of cells are in the report and the summary.
  package func complete(_ plan: RunPlan) async throws -> RunSummary {
    try start()
    do { try await run(plan) } catch {
      await abandon(because: error)
      throw error
    }
    return try await end()
  }

  /// Starts the kernel; ``run(_:)`` waits until it is ready.
  ///
  /// - Throws: The errors of ``complete(_:)``.
  package func start() throws {
    do {
      try tools.compiler.prepare()
      try startKernel()
    } catch {
      tools.compiler.finish()
      throw error
    }
  }

  private func startKernel() throws {
    memoryWatch?.cancel()
    let kernel = try tools.startKernel()
    kernelCount += 1
    self.kernel = kernel
    causeOfEnd = nil
    memoryWatch = watchMemory(of: kernel)
    guard whenKernelIsLost != nil else { return }
    kernel.whenEnded { [weak self, weak kernel] in Task { await self?.noteEnd(of: kernel) } }
  }

  /// Records that a kernel has ended, unless a step waits for it: then it is the step's failure.
  private func noteEnd(of kernel: (any Kernel)?) {
    guard let kernel, kernel === self.kernel, state.kernel == .ready, !state.isAtWork, !isEvaluating else { return }
    memoryWatch?.cancel()
    self.kernel = nil
    let reason = state.stopSentence
    state.loseKernel()
    // Its last outputs belong to no cell, except for its last words.
    causeOfEnd = Task { [tracer] in
      let cause = if let reason { reason } else { await Self.cause(of: kernel, tracer) }
      await kernel.endAndWait()
      return cause
    }
    whenKernelIsLost?()
  }

  /// The reason why a kernel ended, from its last outputs.
  private static func cause(of kernel: any Kernel, _ tracer: Tracer) async -> String? {
    var crash: CrashReport?
    while let output = await kernel.next() {
      switch tracer.placed(output) {
      case .crash(let report): crash = report
      case .ended(let end): return cause(of: .died(end, crash, nil), tracer)
      default: break
      }
    }
    return nil
  }

  private static func cause(of end: UnitEnd, _ tracer: Tracer) -> String? {
    var recorder = CellRecorder(overflowFile: nil)
    return FailureDescription(tracer: tracer).failure(of: end, recorder: &recorder)?.summary
  }

  /// Performs the steps of a plan in the session's kernel. A later plan sees the declarations of this one's steps.
  ///
  /// - Parameters:
  ///   - takesInput: True if a front has ``answer(_:to:)`` called when a step reads standard input.
  ///   - wasInterrupted: Called once when the plan has started: true if the request was withdrawn. An
  ///     ``interrupt()`` before that would be one of the plan before.
  /// - Throws: The errors of ``complete(_:)``.
  package func run(
    _ plan: RunPlan, takesInput: Bool = false, wasInterrupted: @Sendable () -> Bool = { false }
  ) async throws {
    self.takesInput = takesInput
    let pipeline = CompilationPipeline(plan, in: compiled, compiler: tools.compiler)
    self.pipeline = pipeline
    performedCount = 0
    pipeline.start()
    let watches = [watchTime(), flushOutputs()]
    defer {
      for watch in watches { watch?.cancel() }
      pipeline.cancel()
    }
    try emit(state.beginPlan())
    if wasInterrupted() { _ = state.interrupt() }
    if !state.goesOn { pipeline.cancel() }
    try await waitUntilReady()
    for (position, step) in plan.steps.enumerated() {
      // A kernel may end while a cell of the next plan is compiled.
      if options.isInteractive { _ = await pipeline.result(at: position) }
      try await recover(before: plan.steps[position...], pipeline)
      if state.hasLostState { state.judge(step, await pipeline.result(at: position)) }
      try await perform(step, at: position, of: pipeline)
    }
    compiled = try pipeline.scope(after: performedCount)
    // The next plan's compilations use the same scratch folder.
    pipeline.cancel()
    await pipeline.ended()
  }

  /// Ends the kernel and completes the report.
  ///
  /// - Throws: The errors of fronts.
  package func end() async throws -> RunSummary {
    await takeLeave()
    await release()
    defer { tools.compiler.finish() }
    let summary = state.end()
    try emit(.ended(summary))
    return summary
  }

  /// Lets the kernel of a rank finalise MPI together with the others.
  private func takeLeave() async {
    guard options.isRank, state.kernel == .ready, state.goesOn, let kernel else { return }
    kernel.send(.finish)
    while let output = await kernel.next() { if case .ended = output { return } }
  }

  /// Ends the kernel and the plan because another rank of the run has failed.
  package nonisolated func end(becauseOf rank: Int, reason: String) {
    Task { await self.stop(.otherRank(rank, reason: reason)) }
  }

  /// Leaves a report that no longer says that the run continues.
  private func abandon(because error: any Error) async {
    await release()
    let event = state.abandon(because: error)
    for front in fronts { try? front.observe(event, report: state.report) }
    tools.compiler.finish()
  }

  private func release() async {
    memoryWatch?.cancel()
    await kernel?.endAndWait()
    // The caller removes the unfinished output of a compiler.
    pipeline?.cancel()
    await pipeline?.ended()
  }

  // MARK: - Steps

  /// Waits for the kernel's first message.
  ///
  /// - Throws: ``ExecutionError/kernelNotStarted(_:)`` with its last words if it ends instead.
  private func waitUntilReady() async throws {
    guard state.kernel == .starting else { return }
    var words = Data()
    while state.kernel == .starting {
      let output = await kernel?.next()
      if case .stream(_, let data)? = output { words.append(data) }
      _ = state.take(output)
    }
    guard state.kernel == .ended, state.goesOn else { return }
    let text =
      state.stopSentence ?? String(decoding: words, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    throw ExecutionError.kernelNotStarted(text.isEmpty ? "it ended at once." : text)
  }

  /// Compiles and executes one step, unless the plan has ended.
  private func perform(_ step: RunStep, at position: Int, of pipeline: CompilationPipeline) async throws {
    guard state.goesOn else { return state.skip(step) }
    if let event = state.beginCompiling(step) { try emit(event) }
    let result = await pipeline.result(at: position)
    // The plan may have been stopped meanwhile.
    guard state.goesOn else { return state.skip(step) }
    performedCount = position + 1
    try await execute(step, result)
  }

  /// Executes a compiled step, if it can run, and completes its record.
  ///
  /// - Parameter isRetried: True if another kernel replaced one that had ended before the step began.
  private func execute(_ step: RunStep, _ compilation: StepCompilation, isRetried: Bool = false) async throws {
    if let module = state.begin(step, compilation) {
      // Remarks of the compiler precede the output of the cell.
      if options.isInteractive, let event = state.flush() { try emit(event) }
      let start = tools.clock.now()
      let end = try await execute(module, of: step)
      if !isRetried, state.endedBeforeStep(end) {
        let cause = Self.cause(of: end, tracer)
        causeOfEnd = Task { cause }
        try await recover(before: [state.following(step, compilation)])
        return try await execute(step, compilation, isRetried: true)
      }
      state.finish(
        end, after: (tools.clock.now() - start).seconds, describedBy: FailureDescription(tracer: tracer))
    } else if let module = state.moduleToLoad {
      _ = try await execute(module, of: step, runs: false)
    }
    for event in state.conclude() { try emit(event) }
  }

  // MARK: - Cells that come one by one

  /// Adds a record for a cell that is not in the notebook as first read.
  package func makePlace(forCell index: Int) { state.makePlace(forCell: index) }

  /// Hands out the record of a cell; it is forgotten here, since a front has shown it.
  package func takeRecord(ofCell index: Int) -> CellRecord { state.takeRecord(ofCell: index) }

  /// Hands out the value of an inline expression; nil if it was not evaluated.
  package func takeInlineResult(_ id: Notebook.InlineValue.ID) -> InlineResult? { state.takeInlineResult(id) }

  /// A source that sees all declarations so far, for an editor; nil if another compiler replaces the toolchain's.
  ///
  /// - Throws: The file system's errors.
  package func editorSource(module: String) throws -> NotebookCheck.EditorSource? {
    try (tools.compiler as? CellCompiler).map { try compiled.editorSource(module: module, compiler: $0) }
  }

  /// Answers ``KernelEvent/inputWanted(number:)``: a line without its end, or nil for the end of input.
  package func answer(_ line: String?, to number: Int) { kernel?.send(.input(line, number: number)) }

  // MARK: - A notebook that is edited

  /// Receives the notebook as it is now, with the records of its cells. The steps of the pass that begins are performed
  /// or skipped, in the notebook's order.
  package func beginPass(over report: Report) throws {
    tracer.notebook = report.notebook
    try emit(state.beginPass(over: report))
  }

  /// Has something done when a kernel that is started from now on ends between two steps.
  package func whenKernelIsLost(_ action: @escaping @Sendable () -> Void) { whenKernelIsLost = action }

  /// Ends the kernel running, and starts another.
  ///
  /// - Throws: ``ExecutionError/kernelNotStarted(_:)``.
  package func renewKernel() async throws {
    memoryWatch?.cancel()
    await kernel?.endAndWait()
    state.beginKernel()
    try startKernel()
    try await waitUntilReady()
  }

  /// Ends the kernel running, if there is one.
  package func endKernel() async {
    memoryWatch?.cancel()
    await kernel?.endAndWait()
    kernel = nil
    state.loseKernel()
  }

  /// Has the kernel load the library of a step that does not run in it.
  func load(_ step: LiveStep) async throws {
    guard case .compiled(let module, _) = step.compilation else { return }
    _ = try await execute(module, of: step.step, runs: false)
  }

  /// Evaluates an expression in a copy of the kernel at work that is thrown away, between two passes. Nothing else
  /// changes, whatever the expression does.
  ///
  /// - Returns: nil if no kernel is ready, if a step is running, or if there is no value within the time.
  func evaluate(_ module: CompiledModule, unit: Int, withinSeconds seconds: Int) async -> MIMEBundle? {
    guard let kernel, state.kernel == .ready, !state.isAtWork, !isEvaluating else { return nil }
    isEvaluating = true
    kernel.send(
      .execute(
        KernelUnit(
          index: unit, library: module.library.path, entry: module.entryPoint, inCopy: true, secondsInCopy: seconds)))
    var value: MIMEBundle?
    while let output = await kernel.next() {
      if case .message(.inlineValue(let bundle)) = output { value = bundle }
      guard case .message(.finished) = output else { continue }
      isEvaluating = false
      return value
    }
    isEvaluating = false
    noteEnd(of: kernel)
    return nil
  }

  /// Records the known results of a step that the pass does not run.
  func passOver(_ step: LiveStep) {
    if case .compiled(let module, _) = step.compilation { tracer.note(module, of: step.step) }
    state.passOver(step)
  }

  /// Executes a step of the pass, unless it was stopped.
  ///
  /// - Parameter reason: The reason why it cannot run, if it needs lost state.
  /// - Returns: The step's outcome; nil if the pass was stopped before it.
  func perform(_ step: LiveStep, kept reason: String? = nil) async throws -> LiveOutcome? {
    // A kernel that ended by itself is not a fault of this step, which another one executes.
    guard state.goesOn, state.kernel == .ready || !step.compiles || reason != nil else { return nil }
    if let event = state.beginCompiling(step.step) { try emit(event) }
    state.kept[step.step.unit] = reason
    state.namesShownBefore = step.outcome?.record.outputs.displayNames ?? []
    let watch = flushOutputs()
    defer { watch.cancel() }
    try await execute(step.step, step.compilation)
    return state.liveOutcome
  }

  /// True unless the plan or pass was stopped.
  package var goesOn: Bool { state.goesOn }
  /// True if the kernel takes requests.
  package var hasKernel: Bool { state.kernel == .ready }
  /// The records as they are.
  package var report: Report { state.report }

  /// Makes the kernel execute a step's module, or only load it, and receives its outputs until the step ends.
  private func execute(_ module: CompiledModule, of step: RunStep, runs: Bool = true) async throws -> UnitEnd {
    tracer.note(module, of: step)
    kernel?.send(
      .execute(
        KernelUnit(
          index: step.unit, library: module.library.path, entry: module.entryPoint,
          inCopy: runs && step.cell?.options.expect == .trap, runs: runs, takesInput: takesInput && runs,
          parameters: step.parameterValues, figures: step.cell?.options.figures ?? FigureSettings())))
    let timer = runs ? step.cell?.options.timeout.map { stop(after: $0, as: .cellTimeout(seconds: $0)) } : nil
    defer { timer?.cancel() }
    while true {
      let output = (await kernel?.next()).map(tracer.placed)
      if let output, runs, !state.isRunningAgain { for front in fronts { front.observe(output) } }
      if let end = state.take(output) { return end }
      if case .message(.progress(let bar))? = output {
        try emit(.progress(label: bar.label, completed: bar.completed, total: bar.total, detail: bar.remark))
      }
    }
  }

  // MARK: - A fresh kernel

  /// Starts a fresh kernel instead of one that ended, and reruns the steps that later ones need.
  ///
  /// A step that fails although it had not failed at first is lost as well, and another kernel takes its turn; so each
  /// turn loses a step more or is the last.
  private func recover(before steps: ArraySlice<RunStep>, _ pipeline: CompilationPipeline) async throws {
    guard state.needsKernel else { return }
    var following: [RecoveryPlan.Following] = []
    for (position, step) in zip(steps.indices, steps) {
      following.append(state.following(step, await pipeline.result(at: position)))
    }
    try await recover(before: following)
  }

  private func recover(before following: [RecoveryPlan.Following]) async throws {
    while state.needsKernel {
      if state.isKernelAbandoned { await kernel?.endAndWait() }
      let actions = state.beginRecovery(before: following, cause: await causeOfEnd?.value)
      let start = tools.clock.now()
      try startKernel()
      try await waitUntilReady()
      for action in actions where state.kernel == .ready && state.goesOn { try await perform(action) }
      // A kernel that has loaded only some of the libraries cannot continue.
      guard state.goesOn else { return await endKernel() }
      for event in state.endRecovery(after: (tools.clock.now() - start).seconds) { try emit(event) }
    }
  }

  private func perform(_ action: RecoveryPlan.Action) async throws {
    let (entry, event) = state.begin(action)
    if let event { try emit(event) }
    let end = try await execute(entry.module, of: entry.step, runs: action.runs)
    let description = FailureDescription(tracer: tracer)
    for event in state.finishAgain(action, end, describedBy: description) { try emit(event) }
  }

  private func emit(_ event: SessionEvent) throws {
    for front in fronts { try front.observe(event, report: state.report) }
  }

  // MARK: - Stopping

  /// Asks the running cell to stop; the kernel is ended if the cell does not stop within two seconds.
  package nonisolated func interrupt() { Task { await self.stopGracefully() } }

  private func stopGracefully() async {
    guard state.interrupt() else { return }
    kernel?.interrupt()
    pipeline?.cancel()
    let plan = state.planCount
    let interrupted = kernelCount
    try? await tools.clock.sleep(.seconds(2))
    // Nor is a kernel that replaced this one.
    guard interrupted == 0 || interrupted == kernelCount else { return }
    // A plan that began after this one's end is not meant.
    if (plan == state.planCount || plan == 0) && state.isAtWork { stop(.interrupted) }
  }

  /// Ends the kernel without waiting for the running cell.
  package nonisolated func interruptAtOnce() { Task { await self.stopAtOnce() } }

  private func stopAtOnce() {
    guard state.interrupt() else { return }
    stop(.interrupted)
  }

  private func stop(_ reason: StopReason) {
    if reason.endsPlan { pipeline?.cancel() }
    if state.stop(reason) { kernel?.end() }
  }

  // MARK: - Watching

  private func stop(after seconds: Double, as reason: StopReason) -> Task<Void, Never> {
    Task {
      // A year is as good as no limit, and `Duration` cannot hold much longer times.
      let limit = Duration.seconds(min(seconds, 365 * 86_400))
      guard (try? await self.tools.clock.sleep(limit)) != nil, !Task.isCancelled else { return }
      self.stop(reason)
    }
  }

  private func watchTime() -> Task<Void, Never>? {
    options.timeout.map { stop(after: $0, as: .notebookTimeout(seconds: $0)) }
  }

  private func watchMemory(of kernel: any Kernel) -> Task<Void, Never> {
    let (clock, limit, processLimit) = (tools.clock, options.memoryLimit, options.processLimit)
    return Task {
      while (try? await clock.sleep(.milliseconds(50))) != nil {
        if let bytes = kernel.residentBytes, bytes > limit { self.stop(.memory(limit: limit)) }
        if kernel.processCount > processLimit { self.stop(.processes(limit: processLimit)) }
      }
    }
  }

  /// Brings the record of the running cell up to date twice per second.
  private func flushOutputs() -> Task<Void, Never> {
    let clock = tools.clock
    return Task {
      while (try? await clock.sleep(.milliseconds(500))) != nil {
        // A front that fails does so again when the cell has ended.
        if let event = self.state.flush() { try? self.emit(event) }
      }
    }
  }
}

extension Duration {
  fileprivate var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
