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
  let options: RunOptions
  let fronts: [any SessionFront]
  let tools: SessionTools
  var state: SessionState
  var tracer: Tracer
  /// The modules of the steps performed so far.
  var compiled: CompiledScope
  /// The compilation of the plan running.
  var pipeline: CompilationPipeline?
  /// Number of its steps that were performed.
  var performedCount = 0
  var kernel: (any Kernel)?
  /// Number of kernels that have been started.
  var kernelCount = 0
  var memoryWatch: Task<Void, Never>?
  /// True if somebody answers when a step of the current plan reads standard input.
  var takesInput = false
  /// True while an expression is evaluated between two steps.
  var isEvaluating = false
  /// Called when the kernel ends between two steps.
  var whenKernelIsLost: (@Sendable () -> Void)?
  /// The reason for the kernel's end while it executed nothing, once its last outputs were read.
  var causeOfEnd: Task<String?, Never>?

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

  func startKernel() throws {
    memoryWatch?.cancel()
    let kernel = try tools.startKernel()
    kernelCount += 1
    self.kernel = kernel
    causeOfEnd = nil
    memoryWatch = watchMemory(of: kernel)
    guard whenKernelIsLost != nil else { return }
    kernel.whenEnded { [weak self, weak kernel] in Task { await self?.noteEnd(of: kernel) } }
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
  /// - Throws: The errors of fronts; ``ExecutionError`` if the other ranks cannot be told.
  package func end() async throws -> RunSummary {
    do { try await takeLeave() } catch {
      await abandon(because: error)
      throw error
    }
    await release()
    defer { tools.compiler.finish() }
    let summary = state.end()
    try emit(.ended(summary))
    return summary
  }

  /// Leaves a report that no longer says that the run continues.
  func abandon(because error: any Error) async {
    await release()
    let event = state.abandon(because: error)
    for front in fronts { try? front.observe(event, report: state.report) }
    tools.compiler.finish()
  }

  func release() async {
    memoryWatch?.cancel()
    await kernel?.endAndWait()
    // The caller removes the unfinished output of a compiler.
    pipeline?.cancel()
    await pipeline?.ended()
  }

  func emit(_ event: SessionEvent) throws {
    for front in fronts { try front.observe(event, report: state.report) }
  }
}
