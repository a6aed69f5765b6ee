import Display
import Files
import Foundation
import KernelProtocol
import NotebookKit
import Synchronization

/// Runs cells that come one by one, each a plan of one step in the same session.
actor CellRunner {
  /// The name that the compiler uses for each cell.
  static let fileName = "cell.swift"

  /// A front end's request to execute code.
  struct Request: Sendable {
    var code: String
    /// The header of its message.
    var parent: JSON.Object
    /// The number of the execution.
    var count: Int
    var isSilent = false
    /// True if the front end answers requests for input.
    var allowsInput = false
    /// Names and expressions to evaluate when the cell has succeeded.
    var expressions: [(name: String, code: String)] = []
  }

  /// The end of an execution.
  enum End: Sendable {
    /// The values of the expressions, each as a reply has it, and the text of the cell's value.
    case succeeded(JSON.Object, result: String?)
    /// The failure, which was published. If the cell says so, the following cells continue.
    case failed(CellError, isAllowed: Bool)
  }

  /// The work that an interruption reaches.
  private struct Work {
    var session: Session?
    var builder: DependencyBuilder?
    var isRunning = false
    /// True if an interruption arrived before there was something to interrupt.
    var isInterrupted = false
  }

  private let installation: Installation
  private let folder: URL
  private let options: RunOptions
  private let relay: CellRelay
  private let streams = TemporaryFolders.newURL()
  private nonisolated let work = Mutex(Work())
  /// The start of the session running.
  private var starting: Task<Session, any Error>?
  private var hasEnded = false
  private var settings: CellSettings
  private var units = 0
  private var valueCount = 0
  /// For each execution number, the number of modules with its name.
  private var modules: [Int: Int] = [:]
  /// The cells that the process running has run, by number.
  private var cells: [Int] = []

  /// - Parameter folder: The folder in which cells run.
  init(_ installation: Installation, folder: URL, options: RunOptions, relay: CellRelay) throws(NotebookErrors) {
    self.installation = installation
    self.folder = folder
    self.relay = relay
    var options = options
    (options.isInteractive, options.keepsGoing) = (true, true)
    self.options = options
    settings = try CellSettings(nil, in: folder)
  }

  // MARK: - Life

  /// Starts the process that runs cells, if none is running.
  func start() async throws { _ = try await startedSession() }

  /// The running session, which is started only once for concurrent requests.
  private func startedSession() async throws -> Session {
    let task = try starting ?? begin(settings, NotebookDependencies())
    do { return try await task.value } catch {
      // The next cell tries again.
      if starting == task { starting = nil }
      throw error
    }
  }

  private func begin(
    _ settings: CellSettings, _ dependencies: NotebookDependencies
  ) throws -> Task<Session, any Error> {
    guard !hasEnded else { throw CellError(name: "NotRun", value: "The kernel is being shut down.") }
    let session = Session(
      notebook: settings.notebook, parameters: settings.notebook.frontMatter.parameters, options: options,
      streamFolder: streams, fronts: [relay], installation: installation, dependencies: dependencies)
    work.withLock { $0.session = session }
    let task = Task {
      // An end between two cells is looked for before the next one.
      await session.whenKernelIsLost {}
      try await session.start()
      return session
    }
    starting = task
    return task
  }

  private func end(_ starting: Task<Session, any Error>?) async {
    if let session = try? await starting?.value { _ = try? await session.end() }
  }

  /// Ends the process that runs cells, whatever it is doing.
  func end() async {
    hasEnded = true
    await end(starting)
    TemporaryFolders.remove(streams)
  }

  /// Asks the running cell to stop; if it does not within two seconds, its process is ended.
  nonisolated func interrupt() {
    let (session, builder) = work.withLock { work -> (Session?, DependencyBuilder?) in
      guard work.isRunning else { return (nil, nil) }
      work.isInterrupted = true
      return (work.session, work.builder)
    }
    builder?.cancel()
    session?.interrupt()
  }

  /// Ends the running cell's process without waiting.
  nonisolated func interruptAtOnce() {
    let (session, builder) = work.withLock { $0.isRunning ? ($0.session, $0.builder) : (nil, nil) }
    builder?.cancel()
    session?.interruptAtOnce()
  }

  /// Answers a request for input: a line without its end, or nil for the end of input.
  func answer(_ line: String?, to number: Int) async { await work.withLock { $0.session }?.answer(line, to: number) }

  /// The context that sourcekit-lsp needs for code that would be executed next; nil if no session can be started.
  func surroundings(of module: String) async -> NotebookCheck.EditorSource? {
    try? await startedSession().editorSource(module: module)
  }

  // MARK: - Cells

  /// Begins an execution, which interruptions reach from now on; ``run(_:)`` follows.
  nonisolated func begin() { work.withLock { ($0.isRunning, $0.isInterrupted) = (true, false) } }

  private nonisolated var isInterrupted: Bool { work.withLock { $0.isInterrupted } }

  func run(_ request: Request) async -> End {
    defer { work.withLock { $0.isRunning = false } }
    relay.begin(
      CellRelay.Execution(
        parent: request.parent, count: request.count, isSilent: request.isSilent,
        loss: cells.isEmpty ? nil : loss))
    do {
      if let block = FrontMatterBlock(request.code) {
        try await apply(CellSettings(block, in: folder))
        _ = relay.end()
        return .succeeded(JSON.Object(), result: nil)
      }
      return try await runCell(request)
    } catch let error as CellError {
      return fail(error, isAllowed: false)
    } catch is CancellationError {
      return fail(CellError(name: "Interrupted", value: "The build of the packages was interrupted."), isAllowed: false)
    } catch {
      let text = CellError.placed(String(describing: error), file: Self.fileName, cell: request.count)
      let lines = text.split(separator: "\n", maxSplits: 1).map(String.init)
      return fail(
        CellError(name: "NotRun", value: lines.first ?? text, details: lines.dropFirst().joined()), isAllowed: false)
    }
  }

  /// Publishes a failure.
  private func fail(_ error: CellError, isAllowed: Bool) -> End {
    relay.send("error", error.content)
    _ = relay.end()
    return .failed(error, isAllowed: isAllowed)
  }

  private func runCell(_ request: Request) async throws -> End {
    let cell = try Cell(
      reading: request.code, index: request.count - 1, frontMatter: settings.notebook.frontMatter, file: Self.fileName)
    guard cell.options.eval, !cell.source.allSatisfy(\.isWhitespace) else {
      _ = relay.end()
      return .succeeded(JSON.Object(), result: nil)
    }
    let session = try await startedSession()
    await session.makePlace(forCell: cell.index)
    try await session.run(
      RunPlan(steps: [step(.cell(cell), named: "Cell", request.count)]), takesInput: request.allowsInput,
      wasInterrupted: { isInterrupted })
    let record = await session.takeRecord(ofCell: cell.index)
    let hasKernel = await session.hasKernel
    if relay.outcome.recoveries > 0 { cells = [] }
    // A cell that did not run has set nothing.
    if record.duration != nil, hasKernel { cells.append(request.count) }
    if let error = failure(in: record, request, of: relay.outcome.errorType) {
      defer { if !hasKernel { cells = [] } }
      return fail(hasKernel ? error : error.adding(loss.sentence()), isAllowed: cell.options.error)
    }
    if !hasKernel {
      relay.say(loss.sentence())
      cells = []
    }
    for case .failure(let failure) in record.outputs {
      relay.say(
        (["As expected: " + failure.summary] + [failure.details].filter { !$0.isEmpty }).joined(separator: "\n"))
    }
    let told = relay.outcome.told
    for case .notice(let text) in record.outputs where !told.contains(text) && !text.hasPrefix("The cell printed") {
      relay.say(text)
    }
    let values = try await values(of: request, after: cell.index, in: session)
    return .succeeded(values, result: relay.end().resultText)
  }

  /// The values of the request's expressions. The output of these belongs to the cell.
  private func values(of request: Request, after cell: Int, in session: Session) async throws -> JSON.Object {
    var values = JSON.Object()
    for (name, code) in request.expressions {
      if isInterrupted {
        values[name] = .object(error("It was not evaluated because the run was interrupted."))
        continue
      }
      relay.setLoss(loss)
      let before = relay.outcome.recoveries
      values[name] = .object(try await value(of: code, after: cell, count: request.count, in: session))
      if relay.outcome.recoveries > before { cells = [] }
    }
    return values
  }

  /// The reason for a cell's failure; nil if it succeeded.
  private func failure(in record: CellRecord, _ request: Request, of type: String?) -> CellError? {
    if case .notRun(let reason) = record.status {
      return CellError(name: "Interrupted", value: reason.isEmpty ? "It did not run." : reason)
    }
    guard record.status == .failed, case .failure(let failure)? = record.outputs.last(where: \.isFailure) else {
      return nil
    }
    return CellError(failure, type: type, file: Self.fileName, cell: request.count)
  }

  /// The values that are lost with the process running.
  private var loss: LossOfState { LossOfState(cells: cells) }

  private func value(of code: String, after cell: Int, count: Int, in session: Session) async throws -> JSON.Object {
    valueCount += 1
    let value = Notebook.InlineValue(id: valueCount, expression: code, line: 1, afterCell: cell)
    try await session.run(RunPlan(steps: [step(.inlineValue(value), named: "Value", count)]))
    switch await session.takeInlineResult(value.id) {
    case .value(let bundle)?:
      let bundle = JupyterBundle(bundle) { .string($0) }
      return ["status": "ok", "data": .object(bundle.data), "metadata": .object(bundle.metadata)]
    case .failure(let reason)?: return error(reason)
    case nil: return error("The expression has no value.")
    }
  }

  private func error(_ reason: String) -> JSON.Object {
    var content = CellError(name: "Error", value: reason).content
    content["status"] = "error"
    return content
  }

  /// A step under a separate name.
  private func step(_ code: RunStep.Code, named stem: String, _ count: Int) -> RunStep {
    units += 1
    modules[count, default: 0] += 1
    let repetition = modules[count] ?? 1
    return RunStep(code, unit: units, module: repetition == 1 ? "\(stem)_\(count)" : "\(stem)_\(count)_\(repetition)")
  }

  // MARK: - Settings

  /// Receives a cell of front matter: packages, sources, parameters and defaults of all cells.
  private func apply(_ settings: CellSettings) async throws {
    guard settings.block != self.settings.block else { return }
    guard units == 0 else { throw CellError(name: "NotRun", value: CellSettings.lateSentence) }
    let dependencies = try await build(settings.notebook)
    let former = starting
    _ = try begin(settings, dependencies)
    await end(former)
    let session = try await startedSession()
    let parameters = settings.notebook.frontMatter.parameters
    if !parameters.isEmpty {
      try await session.run(
        RunPlan(steps: [RunStep(.parameters(parameters), unit: 0, module: "Parameters")]),
        wasInterrupted: { isInterrupted })
    }
    guard !isInterrupted, await session.hasKernel else {
      // The next cell begins without incomplete output.
      await end(starting)
      starting = nil
      throw CellError(name: "Interrupted", value: "The front matter was not read. Run its cell again.")
    }
    self.settings = settings
  }

  private func build(_ notebook: Notebook) async throws -> NotebookDependencies {
    let builder = DependencyBuilder(notebook, installation: installation) { [relay] progress in
      switch progress {
      case .began(_, let what): relay.say("Building \(what) …")
      case .ended(_, let what, let seconds): relay.say("Built \(what) in \(Int(seconds.rounded())) s.")
      case .waiting: relay.say("Waiting for another run that is building the same packages …")
      case .warned(let warnings): relay.say("\(warnings)")
      case .advanced: break
      }
    }
    let isInterrupted = work.withLock { work in
      work.builder = builder
      return work.isInterrupted
    }
    defer { work.withLock { $0.builder = nil } }
    if isInterrupted { throw CancellationError() }
    // A build takes minutes, and no thread of the task pool may wait that long.
    return try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(with: Result { try builder.build() }) }
    }
  }
}

extension CellError: Error {
  /// The error with one more line below it.
  func adding(_ line: String) -> CellError {
    var result = self
    result.traceback += ["", line]
    return result
  }
}

extension CellOutput {
  fileprivate var isFailure: Bool { if case .failure = self { true } else { false } }
}
