import Files
import Foundation
import NotebookKit

/// Notices of the client about documents, and the checks that follow.
extension LanguageServer {
  func note(_ method: String, _ parameters: JSON) async {
    let document = parameters["textDocument"]
    guard let address = document?["uri"]?.string else { return }
    switch method {
    case "textDocument/didOpen":
      await close(address)
      let notebook = OpenNotebook(address: address, text: document?["text"]?.string ?? "")
      notebook.clientVersion = document?["version"] ?? .null
      notebooks[address] = notebook
      prepare(notebook)
      schedule(notebook, after: .zero)
    case "textDocument/didChange":
      guard let notebook = notebooks[address] else { return }
      for change in parameters["contentChanges"]?.array ?? [] { notebook.apply(change, encoding) }
      notebook.clientVersion = document?["version"] ?? .null
      schedule(notebook, after: Self.pauseInTyping)
    case "textDocument/didSave":
      guard let notebook = notebooks[address] else { return }
      // Sources and packages may have changed beside the notebook.
      notebook.requests = nil
      schedule(notebook, after: .zero)
    case "textDocument/didClose":
      await close(address)
      publish([], of: address, version: .null)
    default: break
    }
  }

  /// The time without edits after which cells are checked.
  private static let pauseInTyping = Duration.milliseconds(300)

  /// Forgets a notebook.
  func close(_ address: String) async {
    guard let notebook = notebooks.removeValue(forKey: address) else { return }
    notebook.checking?.cancel()
    for task in notebook.newest.values { task.cancel() }
    await notebook.documents?.client.end()
    notebook.compiler?.removeScratch()
  }

  private func prepare(_ notebook: OpenNotebook) {
    guard let installation else { return }
    do {
      let scratch = folder.appending(path: "\(notebooks.count)-\(UUID().uuidString)")
      let documents = try CellDocuments(folder: scratch, program: installation.toolchain.languageServer)
      notebook.documents = documents
      Task { await self.warm(documents, installation) }
    } catch {
      tell(String(describing: error))
    }
  }

  /// Makes sourcekit-lsp read the library once, so the first completion need not wait for that.
  private func warm(_ documents: CellDocuments, _ installation: Installation) async {
    do {
      let notebook = NotebookText(EditedText(""), version: 0, file: URL(filePath: "/notebook.md")).notebook
      let compiler = installation.compiler(of: notebook)
      try compiler.prepare()
      defer { compiler.removeScratch() }
      let source = try NotebookCheck(compiler: compiler).editorSource(at: 0, module: "Warming")
      let document = try await documents.show("let warming = 1\n", as: source)
      _ = try await documents.client.request(
        "textDocument/completion", .object(document.parameters(at: Place(line: 1, column: 0))))
    } catch let error as SourceKitError {
      tell(error.description)
    } catch {
      // A notebook that is closed meanwhile needs no answer; a later request reports other errors.
      return
    }
  }

  // MARK: - Checks

  /// Checks a notebook when it was not edited for a while.
  private func schedule(_ notebook: OpenNotebook, after pause: Duration) {
    notebook.checking?.cancel()
    notebook.checkCount += 1
    notebook.checking = Task {
      defer {
        notebook.checkCount -= 1
        notebook.noteProgress()
      }
      do {
        try await Task.sleep(for: pause)
        try await self.check(notebook)
      } catch is CancellationError {
        return
      } catch {
        self.tell(String(describing: error))
      }
    }
  }

  private func check(_ notebook: OpenNotebook) async throws {
    let text = notebook.current
    let review = try await Self.run { NotebookReview.warnings(about: text.notebook) }
    guard installation != nil else { return publish(notebook, text, review) }
    try await makeDependencies(of: notebook, text)
    guard let compiler = notebook.compiler else { return publish(notebook, text, review) }
    var check = notebook.check?.check ?? NotebookCheck(compiler: compiler)
    // An opened notebook is checked part by part, so that its first cells can be used soon.
    repeat {
      let count = max(text.steps.count, 1)
      let end = min(max(check.steps.count + Self.stepsAtOnce, Self.stepsAtOnce), count)
      let isWhole = end >= text.steps.count
      check = try await Self.updated(check, to: Array(text.steps.prefix(end)))
      try Task.checkCancellation()
      notebook.check = (check, isWhole ? text.version : -1)
      notebook.editorSources = [:]
      notebook.noteProgress()
      publish(notebook, text, review)
    } while check.steps.count < text.steps.count
    try await closeStale(notebook)
  }

  /// Steps that are checked before their diagnostics are shown.
  private static let stepsAtOnce = 24

  /// A check that is kept up to date; cancelling its task ends its compilers.
  static func updated(_ last: NotebookCheck, to steps: [RunStep]) async throws -> NotebookCheck {
    let tools = ToolGroup()
    return try await withTaskCancellationHandler {
      try await run {
        try tools.run {
          var check = last
          try check.update(to: steps)
          return check
        }
      }
    } onCancel: {
      tools.end()
    }
  }

  /// Closes the files of cells that are there no more.
  private func closeStale(_ notebook: OpenNotebook) async throws {
    guard let documents = notebook.documents else { return }
    let names = Set(notebook.current.fragments.map(\.document))
    for name in await documents.names where !names.contains(name) && name != "Warming" {
      await documents.close(name)
    }
  }

  private func makeDependencies(of notebook: OpenNotebook, _ text: NotebookText) async throws {
    guard let installation else { return }
    let front = text.notebook.frontMatter
    if let known = notebook.requests, known.packages == front.packages, known.sources == front.sources { return }
    var dependencies = NotebookDependencies()
    notebook.dependencyProblem = nil
    if !front.packages.isEmpty || front.sources != nil {
      let builder = DependencyBuilder(text.notebook, installation: installation) { _ in }
      do {
        dependencies = try await withTaskCancellationHandler {
          try await Self.run { try builder.build() }
        } onCancel: {
          builder.cancel()
        }
      } catch let error as DependencyError {
        notebook.dependencyProblem = error.description
      }
    }
    try Task.checkCancellation()
    notebook.requests = (front.packages, front.sources)
    if let compiler = notebook.compiler, compiler.dependencies == dependencies { return }
    notebook.compiler?.removeScratch()
    let compiler = installation.compiler(of: text.notebook, dependencies: dependencies)
    try compiler.prepare()
    notebook.compiler = compiler
    notebook.check = nil
  }

  /// Runs work that waits for compilers on a separate thread.
  static func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { continuation.resume(with: Swift.Result(catching: body)) }
    }
  }
}
