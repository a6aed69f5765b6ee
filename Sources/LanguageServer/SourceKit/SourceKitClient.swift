import Files
import Foundation

/// The toolchain's sourcekit-lsp, a child of this process that is started at the first request.
///
/// If the child ends, it is started again with the open documents, and pending requests are repeated once. Requests
/// that crashed it are repeated only after the document has changed.
///
/// ```swift
/// let client = SourceKitClient(program: toolchain.languageServer, folder: scratch)
/// await client.show(file, text: "let answer = 42\nansw")
/// let answer = try await client.request(
///   "textDocument/completion", ["textDocument": ["uri": .string(file.absoluteString)], "position": place.json])
/// ```
package actor SourceKitClient {
  private struct Document {
    var text: String
    var version: Int
  }

  private let program: URL
  private let folder: URL
  private var process: SourceKitProcess?
  /// True while the child is being started.
  private var isStarting = false
  /// True once the child accepts notifications about documents.
  private var isReady = false
  /// The start that is under way or done; nil if nothing runs.
  private var start: Task<Void, any Error>?
  private var documents: [URL: Document] = [:]
  private var waiting: [Int: CheckedContinuation<JSON, any Error>] = [:]
  /// Unanswered requests about the current documents; the tasks of some may be cancelled.
  private var asked: [Int: SourceKitQuestion] = [:]
  /// Questions over which the child crashed, about documents that have not changed since.
  private var deadly: [SourceKitQuestion] = []
  private var lastID = 0
  private var lastVersion = 0
  /// Number of times that the child has ended since it last answered a request about a document.
  private var fruitlessEnds = 0
  private var isEnded = false

  private static let maximumFruitlessEnds = 3

  /// The capabilities that the child declared at its start.
  package private(set) var capabilities: JSON = .null

  /// - Parameters:
  ///   - program: The program in the toolchain.
  ///   - folder: The folder of its `compile_commands.json`.
  package init(program: URL, folder: URL) {
    self.program = program
    self.folder = folder
  }

  // MARK: - Documents

  /// Opens a document, or changes its text.
  package func show(_ file: URL, text: String) {
    if documents[file]?.text == text { return }
    fruitlessEnds = 0
    deadly.removeAll { $0.document == nil || $0.document == file.absoluteString }
    // Should the child crash over one of these, that was over the text before.
    asked = asked.filter { $0.value.document != file.absoluteString }
    lastVersion += 1
    let isOpen = documents[file] != nil
    documents[file] = Document(text: text, version: lastVersion)
    guard isReady, let process else { return }
    if isOpen {
      process.send(
        .notification(
          method: "textDocument/didChange",
          parameters: [
            "textDocument": ["uri": .string(file.absoluteString), "version": .integer(lastVersion)],
            "contentChanges": [["text": .string(text)]],
          ]))
    } else {
      process.send(Self.opening(file, Document(text: text, version: lastVersion)))
    }
  }

  /// Closes a document that is open.
  package func close(_ file: URL) {
    guard documents.removeValue(forKey: file) != nil, isReady else { return }
    process?.send(Self.closing(file))
  }

  /// Closes a document for which the child may have another text, and opens it with this one.
  private func reopen(_ address: String) {
    guard let (file, document) = documents.first(where: { $0.key.absoluteString == address }), isReady else { return }
    process?.send(Self.closing(file))
    process?.send(Self.opening(file, document))
  }

  private static func closing(_ file: URL) -> Message {
    .notification(
      method: "textDocument/didClose", parameters: ["textDocument": ["uri": .string(file.absoluteString)]])
  }

  /// Has the child read `compile_commands.json` again, and waits until it has.
  package func readCommands() async {
    guard start != nil else { return }
    _ = try? await ready()
    guard isReady else { return }
    let file = folder.appending(path: CellDocuments.commandsName)
    process?.send(
      .notification(
        method: "workspace/didChangeWatchedFiles",
        parameters: ["changes": [["uri": .string(file.absoluteString), "type": .integer(2)]]]))
    // One that cannot wait takes the commands in a moment later.
    _ = try? await send("workspace/synchronize", ["buildServerUpdates": .boolean(true)])
  }

  private static func opening(_ file: URL, _ document: Document) -> Message {
    .notification(
      method: "textDocument/didOpen",
      parameters: [
        "textDocument": [
          "uri": .string(file.absoluteString), "languageId": "swift", "version": .integer(document.version),
          "text": .string(document.text),
        ]
      ])
  }

  // MARK: - Requests

  /// The result of a request. A task that is cancelled cancels its request.
  ///
  /// - Throws: ``SourceKitError``, ``ResponseError`` if the child refuses, `CancellationError`.
  package func request(_ method: String, _ parameters: JSON) async throws -> JSON {
    let question = SourceKitQuestion(method: method, parameters: parameters)
    do {
      return try await attempt(question)
    } catch SourceKitError.ended {
      try Task.checkCancellation()
      return try await attempt(question)
    }
  }

  /// Starts the child, unless it runs, and waits until it takes requests.
  ///
  /// - Throws: ``SourceKitError``.
  package func ready() async throws {
    if isEnded { throw SourceKitError.ended }
    if fruitlessEnds >= Self.maximumFruitlessEnds { throw SourceKitError.gaveUp(times: fruitlessEnds) }
    let task = start ?? Task { try await self.begin() }
    start = task
    do {
      try await task.value
    } catch {
      if start == task { start = nil }
      throw error
    }
  }

  /// Ends the child; later requests throw.
  package func end() {
    isEnded = true
    process?.end()
  }

  private func attempt(_ question: SourceKitQuestion) async throws -> JSON {
    try await ready()
    if deadly.contains(question) { throw SourceKitError.crashed(method: question.method) }
    // The document may have changed while the child was started.
    let document = documents.first { $0.key.absoluteString == question.document }?.value
    if let document, !question.fits(document.text) { throw ResponseError.contentModified }
    do {
      let result = try await send(question.method, question.parameters, for: question)
      fruitlessEnds = 0
      return result
    } catch let error as ResponseError where error.code == ResponseError.unknownCode {
      // A text that it could not read may have left it with another one.
      if let address = question.document { reopen(address) }
      throw error
    }
  }

  /// - Parameter question: Kept as deadly should the child crash before it answers.
  private func send(_ method: String, _ parameters: JSON, for question: SourceKitQuestion? = nil) async throws -> JSON {
    lastID += 1
    let id = lastID
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        guard let process, !Task.isCancelled else {
          continuation.resume(throwing: Task.isCancelled ? CancellationError() : SourceKitError.ended)
          return
        }
        waiting[id] = continuation
        asked[id] = question
        process.send(.request(id: .integer(id), method: method, parameters: parameters))
      }
    } onCancel: {
      Task { await self.cancel(id) }
    }
  }

  private func cancel(_ id: Int) {
    guard let continuation = waiting.removeValue(forKey: id) else { return }
    process?.send(.notification(method: "$/cancelRequest", parameters: ["id": .integer(id)]))
    continuation.resume(throwing: CancellationError())
  }

  // MARK: - The child

  private func begin() async throws {
    isStarting = true
    defer { isStarting = false }
    do {
      try await begin(Self.arguments + experiments)
    } catch SourceKitError.ended where capabilities == .null && !experiments.isEmpty {
      // It may not know them.
      experiments = []
      try await begin(Self.arguments)
    }
  }

  private func begin(_ arguments: [String]) async throws {
    let process = try SourceKitProcess(program: program, arguments: arguments)
    self.process = process
    Task {
      for await message in process.messages { self.take(message, from: process) }
      self.noteEnd(of: process)
    }
    let answer = try await send(
      "initialize",
      [
        "processId": .integer(Int(getpid())), "rootUri": .string(folder.absoluteString),
        "capabilities": Self.clientCapabilities,
        "initializationOptions": ["backgroundIndexing": .boolean(false)],
      ])
    capabilities = answer["capabilities"] ?? .null
    process.send(.notification(method: "initialized", parameters: [:]))
    guard self.process === process else { throw SourceKitError.ended }
    isReady = true
    for (file, document) in documents { process.send(Self.opening(file, document)) }
  }

  private static let arguments = ["--default-workspace-type", "compilationDatabase"]
  /// Arguments that make it report when it has read new commands.
  private var experiments = ["--experimental-feature", "synchronize-for-build-system-updates"]

  private static let clientCapabilities: JSON = [
    "textDocument": [
      "completion": [
        "completionItem": [
          "snippetSupport": .boolean(true), "documentationFormat": ["markdown"],
          "resolveSupport": ["properties": ["documentation"]],
        ]
      ],
      "hover": ["contentFormat": ["markdown"]],
      "signatureHelp": ["signatureInformation": ["documentationFormat": ["markdown"]]],
    ]
  ]

  private func take(_ message: Message, from process: SourceKitProcess) {
    switch message {
    case .response(let id, let result):
      guard let id = id.integer else { return }
      asked[id] = nil
      guard let continuation = waiting.removeValue(forKey: id) else { return }
      continuation.resume(with: result.mapError { $0 })
    case .request(let id, _, _): process.send(.response(id: id, .success(.null)))
    case .notification: break
    }
  }

  private func noteEnd(of process: SourceKitProcess) {
    guard self.process === process else { return }
    (self.process, isReady) = (nil, false)
    if !isStarting { start = nil }
    fruitlessEnds += 1
    if process.hasCrashed { deadly += asked.values }
    asked = [:]
    let continuations = waiting.values
    waiting = [:]
    for continuation in continuations { continuation.resume(throwing: SourceKitError.ended) }
  }

  /// The child's process identifier, for tests that end it; nil if none runs.
  package var processIdentifier: pid_t? { process?.identifier }
}
