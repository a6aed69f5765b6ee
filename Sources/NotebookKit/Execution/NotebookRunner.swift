import Display
import Foundation
import KernelProtocol

/// Runs a notebook from its first cell to its last, and keeps a valid report of everything so far on disk.
///
/// ```swift
/// let runner = try NotebookRunner(notebook: notebook, options: options) { event in print(event) }
/// let summary = try await runner.run()
/// ```
package actor NotebookRunner {
  let notebook: Notebook
  let options: RunOptions
  let observe: @Sendable (RunEvent) -> Void
  private let toolchain: Toolchain
  private let library: CoreLibrary
  private let cache: CellCache
  private let steps: [RunStep]

  var report: Report
  var writer: ReportWriter
  var tracer: Tracer
  var kernel: KernelProcess?
  private var pipeline: CompilationPipeline?
  /// What the cell at work has put out so far.
  var recorder: CellRecorder
  /// The cell at work; nil between cells, and while parameters and inline values are evaluated.
  var recordedCell: Int?
  /// The value of the inline expression that was evaluated last.
  var inlineValue: MIMEBundle?
  var unset = UnsetNames()
  var failures: [RunSummary.Failure] = []
  /// Why the kernel is being ended from here, if it is.
  var stopReason: StopReason?
  var wasInterrupted = false
  var kernelHasEnded = false
  /// What later cells are told once the run cannot go on.
  var endOfRun: String?

  /// - Throws: ``CompilationError``, ``ExecutionError`` or ``NotebookErrors`` for what keeps the run from beginning.
  package init(
    notebook: Notebook, options: RunOptions, observe: @escaping @Sendable (RunEvent) -> Void
  ) throws {
    self.notebook = notebook
    self.options = options
    self.observe = observe
    let parameters = try ParameterOverrides.apply(options.parameterOverrides, to: notebook.frontMatter.parameters)
    toolchain = try Toolchain()
    library = try CoreLibrary()
    cache = try CellCache()
    steps = RunStep.steps(of: notebook, parameters: parameters)
    report = Report(
      notebook: notebook, parameters: parameters,
      records: notebook.cells.map { CellRecord(status: $0.options.eval ? .waiting : .skipped) },
      stamp: Stamp.describing(notebook, compiler: toolchain.version(keptIn: cache)), isRunning: true)
    writer = try ReportWriter(notebook: notebook, folder: options.outputFolder, forms: options.forms)
    recorder = writer.recorder(forCell: 0)
    tracer = Tracer(symbolizer: toolchain.symbolizer, notebook: notebook)
  }

  // MARK: - The run

  /// Runs every cell, writing the report after each.
  ///
  /// - Throws: ``ExecutionError`` if the kernel cannot be started or the report cannot be written. Whatever goes wrong
  ///   in a cell is in the report and the summary.
  package func run() async throws -> RunSummary {
    Orphans.adopt()
    let scratch = FileManager.default.temporaryDirectory.appending(path: "etude-\(getpid())-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: scratch) }
    let compiler = CellCompiler(
      toolchain: toolchain, library: library, cache: cache, fileName: notebook.file.lastPathComponent,
      interfaces: scratch)
    try compiler.prepare()
    let kernel = try KernelProcess(
      program: library.kernel, folder: notebook.file.deletingLastPathComponent(),
      environment: kernelEnvironment(compiler),
      mark: RunMark())
    self.kernel = kernel
    let pipeline = CompilationPipeline(steps: steps, compiler: compiler)
    self.pipeline = pipeline
    pipeline.start()
    let watchers = [watchingTime(), watchingMemory(of: kernel), flushing()]
    let result: Result<Void, any Error>
    do { result = .success(try await performAll(pipeline, kernel)) } catch { result = .failure(error) }
    for watcher in watchers { watcher.cancel() }
    pipeline.cancel()
    await kernel.endAndWait()
    report.isRunning = false
    if case .failure(let error) = result {
      endAsUnfinished(because: error)
      throw error
    }
    try writer.write(report)
    try writer.write(report, as: options.forms)
    writer.removeEmptyAssets()
    cache.trim()
    return summary
  }

  private func performAll(_ pipeline: CompilationPipeline, _ kernel: KernelProcess) async throws {
    observe(.started(cellCount: notebook.cells.count))
    try writer.write(report)
    try await waitUntilReady(kernel)
    for (place, step) in steps.enumerated() { try await perform(step, place, pipeline) }
  }

  private func perform(_ step: RunStep, _ place: Int, _ pipeline: CompilationPipeline) async throws {
    if endOfRun == nil {
      if case .cell(let cell) = step {
        report.records[cell.index].status = .compiling
        observe(.cellBegan(index: cell.index, line: cell.line))
      }
      let outcome = await pipeline.outcome(of: place)
      // The run may have been stopped meanwhile.
      if endOfRun == nil { return try await perform(step, outcome, place) }
    }
    if case .cell(let cell) = step { report.records[cell.index].status = .notRun(reason: endOfRun ?? "") }
  }

  /// Leaves a page that no longer says that the run goes on.
  private func endAsUnfinished(because error: any Error) {
    for index in report.records.indices {
      switch report.records[index].status {
      case .waiting, .compiling, .running: report.records[index].status = .notRun(reason: String(describing: error))
      case .succeeded, .failed, .notRun, .skipped: break
      }
    }
    try? writer.write(report)
  }

  /// Compiles nothing more, so that no one waits for it.
  func cancelCompilation() { pipeline?.cancel() }

  // MARK: - Outcome

  private var summary: RunSummary {
    let notRun = report.records.count { if case .notRun = $0.status { true } else { false } }
    return RunSummary(
      report: writer.page, succeeded: report.records.count { $0.status == .succeeded }, failed: failures,
      notRun: notRun, wasInterrupted: wasInterrupted)
  }

  /// The runner's own environment, and what makes a run repeatable.
  private func kernelEnvironment(_ compiler: CellCompiler) -> [String: String] {
    var environment = ProcessInfo.processInfo.environment
    environment["SWIFT_DETERMINISTIC_HASHING"] = "1"
    // The runtime leaves out its own trace when its backtracer is on; the kernel's handlers then take its place.
    environment["SWIFT_BACKTRACE"] = "enable=yes,color=no"
    environment["ETUDE_SEED"] = notebook.frontMatter.seed.map { String($0) }
    environment["OPENBLAS_NUM_THREADS"] = "1"
    // Where `doc` finds what it shows.
    environment["ETUDE_SYMBOL_GRAPH_TOOL"] = toolchain.symbolGraphTool.path
    environment["ETUDE_MODULES"] = library.modules.path
    environment["ETUDE_SYSTEM_MODULES"] = compiler.moduleMap.path
    return environment
  }
}
