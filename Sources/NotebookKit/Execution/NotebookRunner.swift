import Display
import Foundation

/// Runs a notebook from its first cell to its last, and keeps a valid report of everything so far on disk.
///
/// ```swift
/// let runner = try NotebookRunner(notebook: notebook, options: options) { event in print(event) }
/// let summary = try await runner.run()
/// ```
package actor NotebookRunner {
  private let notebook: Notebook
  private let parameters: [Parameter]
  private let options: RunOptions
  private let observe: @Sendable (RunEvent) -> Void
  private let toolchain: Toolchain
  private let library: CoreLibrary
  private let cache: CellCache
  private let steps: [RunStep]

  private var report: Report
  private var writer: ReportWriter
  private var tracer: Tracer
  private var kernel: KernelProcess?
  /// Why the kernel is being ended from here, if it is.
  private var stopReason: StopReason?
  /// Names that no cell has set, though one declares them: it ended before. With the line on which it stopped.
  private var unset: [String: Int] = [:]
  /// The value of the inline expression that was evaluated last.
  private var inlineValue: MIMEBundle?
  private var failures: [RunSummary.Failure] = []
  /// What later cells are told once the run cannot go on.
  private var endOfRun: String?

  enum StopReason: Equatable, Sendable {
    case cellTimeout(seconds: Double)
    case notebookTimeout(seconds: Double)
    case memory(limit: Int)
    case interrupted
  }

  /// - Throws: ``CompilationError``, ``ExecutionError`` or ``NotebookErrors`` for what keeps the run from beginning.
  package init(
    notebook: Notebook, options: RunOptions, observe: @escaping @Sendable (RunEvent) -> Void
  ) throws {
    self.notebook = notebook
    self.options = options
    self.observe = observe
    parameters = try ParameterOverrides.apply(options.parameterOverrides, to: notebook.frontMatter.parameters)
    toolchain = try Toolchain()
    library = try CoreLibrary()
    cache = try CellCache()
    steps = RunStep.steps(of: notebook, parameters: parameters)
    report = Report(
      notebook: notebook, parameters: parameters,
      records: notebook.cells.map { CellRecord(status: $0.options.eval ? .waiting : .skipped) },
      stamp: Stamp.describing(notebook), isRunning: true)
    writer = try ReportWriter(notebook: notebook, folder: options.outputFolder, forms: options.forms)
    tracer = Tracer(symbolizer: toolchain.symbolizer, notebook: notebook)
  }

  /// Asks the running cell to stop; it is ended if it does not within two seconds.
  package nonisolated func interrupt() { Task { await self.stopKindly() } }

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
    let pipeline = CompilationPipeline(steps: steps, compiler: compiler)
    pipeline.start()
    let kernel = try KernelProcess(
      program: library.kernel, folder: notebook.file.deletingLastPathComponent(), environment: kernelEnvironment(compiler))
    self.kernel = kernel
    observe(.started(cellCount: notebook.cells.count))
    try writer.write(report)

    let timer = options.timeout.map { seconds in stopping(after: seconds, as: .notebookTimeout(seconds: seconds)) }
    let watch = watchingMemory(of: kernel)
    var events = kernel.events.makeAsyncIterator()
    for (place, step) in steps.enumerated() {
      try await perform(step, place, pipeline: pipeline, compiler: compiler, events: &events)
    }
    timer?.cancel()
    watch.cancel()
    pipeline.cancel()
    kernel.end()
    while await events.next(isolation: self) != nil {}
    report.isRunning = false
    try writer.write(report)
    try writer.write(report, as: options.forms)
    cache.trim()
    return summary
  }

  private func perform(
    _ step: RunStep, _ place: Int, pipeline: CompilationPipeline, compiler: CellCompiler,
    events: inout AsyncStream<KernelProcess.Event>.Iterator
  ) async throws {
    if let reason = endOfRun {
      if case .cell(let cell) = step { report.records[cell.index].status = .notRun(reason: reason) }
      return
    }
    if case .cell(let cell) = step {
      report.records[cell.index].status = .compiling
      observe(.cellBegan(index: cell.index, line: cell.line))
    }
    let outcome = await pipeline.outcome(of: place)
    if stopReason != nil {
      endWithoutRunning(step)
      return
    }
    switch step {
    case .parameters: try await performParameters(outcome, place, events: &events)
    case .inlineValue(let value, let cell):
      try await perform(value, afterCell: cell, outcome, place, events: &events)
    case .cell(let cell):
      try await perform(cell, outcome, place, compiler: compiler, events: &events)
    }
  }

  private func performParameters(
    _ outcome: CompilationPipeline.Outcome, _ place: Int, events: inout AsyncStream<KernelProcess.Event>.Iterator
  ) async throws {
    guard case .compiled(let product) = outcome else {
      endOfRun = "The parameters could not be compiled."
      return
    }
    var recorder = writer.recorder(forCell: 0)
    let end = await execute(product, place, inCopy: false, timeout: nil, recorder: &recorder, events: &events)
    if end != .outcome(.returned) { endOfRun = "The kernel ended before the first cell." }
  }

  // MARK: - Cells

  private func perform(
    _ cell: Cell, _ outcome: CompilationPipeline.Outcome, _ place: Int, compiler: CellCompiler,
    events: inout AsyncStream<KernelProcess.Event>.Iterator
  ) async throws {
    var recorder = writer.recorder(forCell: cell.index)
    var failure: CellFailure?
    switch outcome {
    case .failed(let reason): failure = CellFailure(kind: .runner, summary: "The cell could not be compiled: \(reason)")
    case .rejected(let diagnostics): failure = .rejected(diagnostics, file: notebook.file.lastPathComponent)
    case .compiled(let product):
      if !product.warnings.isEmpty { recorder.append(.warning(product.warnings)) }
      failure = useOfUnsetName(in: cell)
      if failure == nil {
        report.records[cell.index].status = .running
        let start = ContinuousClock.now
        let end = await execute(
          product, place, inCopy: cell.options.expect == .trap, timeout: cell.options.timeout, cell: cell.index,
          recorder: &recorder, events: &events)
        report.records[cell.index].duration = (ContinuousClock.now - start).seconds
        failure = describe(end, recorder: &recorder)
        noteNames(of: cell, items: try compiler.items(of: cell.source) ?? [], endedAt: failure)
      }
    }
    conclude(cell, failure, &recorder)
    try writer.write(report)
    observe(.cellEnded(index: cell.index, line: cell.line, record: report.records[cell.index]))
  }

  private func conclude(_ cell: Cell, _ failure: CellFailure?, _ recorder: inout CellRecorder) {
    recorder.finish()
    var failure = failure
    if let expected = cell.options.expect {
      if failure?.kind.expectation == expected {
        failure?.wasExpected = true
      } else {
        failure = .missing(expected, instead: failure, line: cell.line)
      }
    }
    if let failure { recorder.append(.failure(failure)) }
    report.records[cell.index].outputs = recorder.outputs
    let isFault = failure.map { !$0.wasExpected } ?? false
    report.records[cell.index].status = isFault ? .failed : .succeeded
    if isFault, let failure { note(failure, ofCell: cell.index, isAllowed: cell.options.error) }
  }

  private func note(_ failure: CellFailure, ofCell index: Int, isAllowed: Bool) {
    if !isAllowed { failures.append(RunSummary.Failure(cell: index, failure: failure)) }
    let line = failure.line ?? notebook.cells[index].line
    if failure.kind.endsKernel, failure.kind != .missingFailure || !kernelIsAlive {
      endOfRun = endOfRun ?? "The kernel and its state ended on line \(line)."
    } else if !isAllowed, !options.keepsGoing {
      endOfRun = endOfRun ?? "The run stopped at the failure on line \(line)."
    }
  }

  private var kernelIsAlive: Bool { kernel?.residentBytes != nil }

  private func endWithoutRunning(_ step: RunStep) {
    let failure = CellFailure(
      kind: stopReason == .interrupted ? .interrupted : .timeout, summary: stopReason?.sentence ?? "")
    endOfRun = failure.summary
    guard case .cell(let cell) = step else { return }
    report.records[cell.index].status = .notRun(reason: failure.summary)
  }

  // MARK: - Inline values

  private func perform(
    _ value: Notebook.InlineValue, afterCell cell: Int?, _ outcome: CompilationPipeline.Outcome, _ place: Int,
    events: inout AsyncStream<KernelProcess.Event>.Iterator
  ) async throws {
    var recorder = writer.recorder(forCell: cell ?? 0)
    var failure: CellFailure?
    inlineValue = nil
    switch outcome {
    case .failed(let reason): failure = CellFailure(kind: .runner, summary: reason)
    case .rejected(let diagnostics): failure = .rejected(diagnostics, file: notebook.file.lastPathComponent)
    case .compiled(let product):
      let end = await execute(product, place, inCopy: false, timeout: nil, recorder: &recorder, events: &events)
      failure = describe(end, recorder: &recorder)
    }
    let result = inlineValue.map(InlineResult.value) ?? .failure(failure?.summary ?? "The expression has no value.")
    if let cell { report.records[cell].inlineValues.append(result) } else { report.leadingInlineValues.append(result) }
    if let failure {
      note(failure, ofCell: cell ?? 0, isAllowed: false)
      observe(.inlineValueFailed(line: value.line, failure))
    }
    try writer.write(report)
  }

  // MARK: - Execution

  /// How the execution of a unit ended, as seen from here.
  enum UnitEnd: Equatable, Sendable {
    case outcome(KernelOutcome, CrashReport? = nil)
    case died(ProcessEnd, CrashReport?, StopReason?)
  }

  private func execute(
    _ product: CellCompiler.Product, _ place: Int, inCopy: Bool, timeout: Double?, cell: Int? = nil,
    recorder: inout CellRecorder, events: inout AsyncStream<KernelProcess.Event>.Iterator
  ) async -> UnitEnd {
    tracer.libraries[place] = product.library
    let entry = CellCompiler.entryPoint(of: product.module)
    kernel?.send(.execute(KernelUnit(index: place, library: product.library.path, entry: entry, inCopy: inCopy)))
    let timer = timeout.map { seconds in stopping(after: seconds, as: .cellTimeout(seconds: seconds)) }
    defer { timer?.cancel() }
    var crash: CrashReport?
    while let event = await events.next(isolation: self) {
      switch event {
      case .stream(let stream, let data): recorder.append(stream, data)
      case .crash(let report): crash = report
      case .ended(let end): return .died(end, crash, stopReason)
      case .message(.finished(let outcome)): return .outcome(outcome, crash)
      case .message(.inlineValue(let bundle)): inlineValue = bundle
      case .message(let message): take(message, into: &recorder)
      }
      if let cell {
        report.records[cell].outputs = recorder.outputs
        try? writer.writeWhileRunning(report)
      }
    }
    return .died(.signalled(0), crash, stopReason)
  }

  private func take(_ message: KernelEvent, into recorder: inout CellRecorder) {
    switch message {
    case .display(let bundle, let id): recorder.append(.display(bundle, id: id))
    case .result(let bundle): recorder.append(.result(bundle))
    case .update(let bundle, let id):
      if !recorder.update(bundle, id: id) { updateEarlier(bundle, id: id) }
    case .progress(let progress):
      recorder.progress(progress)
      observe(
        .progress(
          label: progress.label, completed: progress.completed, total: progress.total, detail: progress.detail))
    case .ready, .inlineValue, .finished: break
    }
  }

  /// An update may concern a place that an earlier cell showed.
  private func updateEarlier(_ bundle: MIMEBundle, id: String) {
    for record in report.records.indices {
      for output in report.records[record].outputs.indices {
        if case .display(_, id) = report.records[record].outputs[output] {
          report.records[record].outputs[output] = .display(bundle, id: id)
        }
      }
    }
  }

  // MARK: - Names that were never set

  private func useOfUnsetName(in cell: Cell) -> CellFailure? {
    if unset.isEmpty { return nil }
    let words = TokenScanner(cell.source).tokens(in: 0..<cell.source.utf8.count)
    for case .word(let name) in words.map(\.kind) {
      guard let line = unset[name] else { continue }
      return CellFailure(
        kind: .runner, summary: "`\(name)` has no value: its cell ended on line \(line), before it was set.",
        line: cell.line)
    }
    return nil
  }

  private func noteNames(of cell: Cell, items: [TopLevelItem], endedAt failure: CellFailure?) {
    guard let failure else {
      for name in items.flatMap(\.names) { unset[name.name] = nil }
      return
    }
    let bytes = Array(cell.source.utf8)
    for item in items where item.kind == .binding || item.kind == .guarding {
      let lastLine = cell.line + bytes[..<min(item.range.upperBound, bytes.count)].count { $0 == UInt8(ascii: "\n") }
      let stop = failure.line ?? cell.line
      for name in item.names { unset[name.name] = lastLine >= stop ? stop : nil }
    }
  }

  // MARK: - Stopping

  private func stop(_ reason: StopReason) {
    guard stopReason == nil else { return }
    stopReason = reason
    kernel?.end()
  }

  private func stopKindly() async {
    if stopReason != nil { return }
    kernel?.interrupt()
    endOfRun = endOfRun ?? StopReason.interrupted.sentence
    try? await Task.sleep(for: .seconds(2))
    stop(.interrupted)
  }

  private func stopping(after seconds: Double, as reason: StopReason) -> Task<Void, Never> {
    Task {
      try? await Task.sleep(for: .seconds(seconds))
      if !Task.isCancelled { self.stop(reason) }
    }
  }

  private func watchingMemory(of kernel: KernelProcess) -> Task<Void, Never> {
    let limit = options.memoryLimit
    return Task {
      while !Task.isCancelled {
        try? await Task.sleep(for: .milliseconds(50))
        if let held = kernel.residentBytes, held > limit { self.stop(.memory(limit: limit)) }
      }
    }
  }

  // MARK: - Outcome

  private func describe(_ end: UnitEnd, recorder: inout CellRecorder) -> CellFailure? {
    FailureDescription(tracer: tracer, file: notebook.file.lastPathComponent).failure(of: end, recorder: &recorder)
  }

  private var summary: RunSummary {
    let notRun = report.records.count { if case .notRun = $0.status { true } else { false } }
    return RunSummary(
      report: writer.page, succeeded: report.records.count { $0.status == .succeeded }, failed: failures,
      notRun: notRun, wasInterrupted: stopReason == .interrupted || endOfRun == StopReason.interrupted.sentence)
  }

  /// The runner's own environment, and what makes a run repeatable.
  private func kernelEnvironment(_ compiler: CellCompiler) -> [String: String] {
    var environment = ProcessInfo.processInfo.environment
    environment["SWIFT_DETERMINISTIC_HASHING"] = "1"
    // The runtime leaves out its own trace when its backtracer is on; the kernel's handlers then take its place.
    environment["SWIFT_BACKTRACE"] = "enable=yes,color=no"
    environment["OPENBLAS_NUM_THREADS"] = "1"
    // Where `doc` finds what it shows.
    environment["ETUDE_SYMBOL_GRAPH_TOOL"] = toolchain.symbolGraphTool.path
    environment["ETUDE_MODULES"] = library.modules.path
    environment["ETUDE_SYSTEM_MODULES"] = compiler.moduleMap.path
    return environment
  }
}

extension Duration {
  fileprivate var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
