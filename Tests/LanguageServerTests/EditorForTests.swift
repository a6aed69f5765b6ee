import CProcess
import Files
import Foundation
import LanguageServer
import NotebookKit
import TestSupport

/// An editor that talks to its own language server over pipes, about one notebook in a temporary folder.
actor EditorForTests {
  /// The folder of the notebook.
  nonisolated let folder: URL
  nonisolated let notebook: URL
  /// The folder in which previews are registered.
  nonisolated let runtime: URL
  private(set) var text = ""
  private var version = 0
  private let input: Int32
  private var waiting: [Int: CheckedContinuation<Message, Never>] = [:]
  private var lastID = 0
  private var published: [JSON] = []
  private var publishing: [CheckedContinuation<JSON, Never>] = []
  private(set) var shown: [String] = []
  /// Answers without a request, for example to unreadable input.
  private(set) var strayAnswers: [Message] = []
  private let ending: Task<Int32, Never>

  /// Starts a server.
  ///
  /// - Parameter path: The folders in which the server looks for the toolchain; nil for those of this process.
  init(name: String = "note.md", path: String? = nil) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "etude-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    notebook = folder.resolvingSymlinksInPath().appending(path: name)
    var (to, from): ([Int32], [Int32]) = ([-1, -1], [-1, -1])
    guard process_pipe(&to) == 0, process_pipe(&from) == 0 else { throw POSIXError(.EMFILE) }
    input = to[1]
    var environment = ProcessInfo.processInfo.environment
    environment["XDG_CACHE_HOME"] = Self.cache.path
    runtime = FileManager.default.temporaryDirectory.appending(path: "etude-test-\(UUID().uuidString)")
    environment["XDG_RUNTIME_DIR"] = runtime.path
    if let path { environment["PATH"] = path }
    let (serverInput, serverOutput, output) = (to[0], from[1], from[0])
    ending = Task.detached { [environment] in
      let status = await StandardConnection.serve(
        input: serverInput, output: serverOutput, previews: OpenPreviews(environment: environment)
      ) {
        try Installation(environment: environment, command: Program.builtPrograms.appending(path: "etude"))
      }
      close(serverInput)
      close(serverOutput)
      return status
    }
    Thread.detachNewThread { [weak self] in
      var reader = FrameReader()
      var buffer = [UInt8](repeating: 0, count: 65_536)
      while case let count = read(output, &buffer, buffer.count), count > 0 {
        reader.append(buffer[..<count])
        while let body = try? reader.next() {
          guard let message = (try? JSON(parsing: body)).flatMap(Message.init) else { continue }
          let editor = self
          Task { await editor?.take(message) }
        }
      }
      close(output)
    }
  }

  private static let cache = FileManager.default.temporaryDirectory.appending(path: "etude-lsp-tests-\(getpid())")

  // MARK: - Talking

  private func take(_ message: Message) {
    switch message {
    case .response(let id, _):
      guard let continuation = id.integer.flatMap({ waiting.removeValue(forKey: $0) }) else {
        strayAnswers.append(message)
        return
      }
      continuation.resume(returning: message)
    case .notification("textDocument/publishDiagnostics", let parameters):
      if publishing.isEmpty {
        published.append(parameters)
      } else {
        publishing.removeFirst().resume(returning: parameters)
      }
    case .notification("window/showMessage", let parameters): shown.append(parameters["message"]?.string ?? "")
    case .notification, .request: break
    }
  }

  func sendBytes(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
      if count <= 0 { return }
      rest = rest.dropFirst(count)
    }
  }

  func send(_ message: Message) { sendBytes(FrameReader.frame(message.json.line)) }

  func notify(_ method: String, _ parameters: JSON) { send(.notification(method: method, parameters: parameters)) }

  /// Sends a request; its identifier is one above the previous one.
  func begin(_ method: String, _ parameters: JSON) -> Task<Result<JSON, ResponseError>, Never> {
    lastID += 1
    let id = lastID
    return Task {
      let answer = await withCheckedContinuation { continuation in
        waiting[id] = continuation
        send(.request(id: .integer(id), method: method, parameters: parameters))
      }
      guard case .response(_, let result) = answer else { return .success(.null) }
      return result
    }
  }

  func cancelLast() { notify("$/cancelRequest", ["id": .integer(lastID)]) }

  func request(_ method: String, _ parameters: JSON) async throws -> JSON {
    try await begin(method, parameters).value.get()
  }

  // MARK: - A life

  @discardableResult
  func initialize(capabilities: JSON = [:]) async throws -> JSON {
    let answer = try await request("initialize", ["processId": .null, "rootUri": .null, "capabilities": capabilities])
    notify("initialized", [:])
    return answer["capabilities"] ?? .null
  }

  /// Opens the notebook, and waits for its first diagnostics.
  @discardableResult
  func open(_ text: String, capabilities: JSON = [:]) async throws -> [JSON] {
    try await initialize(capabilities: capabilities)
    return try await openNotebook(text)
  }

  @discardableResult
  func openNotebook(_ text: String) async throws -> [JSON] {
    self.text = text
    try Data(text.utf8).write(to: notebook)
    notify(
      "textDocument/didOpen",
      [
        "textDocument": [
          "uri": .string(notebook.absoluteString), "languageId": "markdown", "version": .integer(0),
          "text": .string(text),
        ]
      ])
    return await diagnostics()
  }

  /// Replaces the first occurrence of a text by another.
  func replace(_ old: String, with new: String) {
    guard let range = text.range(of: old) else { return }
    version += 1
    let (start, end) = (place(of: range.lowerBound), place(of: range.upperBound))
    text.replaceSubrange(range, with: new)
    notify(
      "textDocument/didChange",
      [
        "textDocument": ["uri": .string(notebook.absoluteString), "version": .integer(version)],
        "contentChanges": [["range": (start..<end).json, "text": .string(new)]],
      ])
  }

  /// The next diagnostics that are shown.
  func diagnostics() async -> [JSON] {
    if !published.isEmpty { return published.removeFirst()["diagnostics"]?.array ?? [] }
    let parameters = await withCheckedContinuation { publishing.append($0) }
    return parameters["diagnostics"]?.array ?? []
  }

  /// The position after the first occurrence of some text, in UTF-16 units.
  func place(after words: String) -> Place {
    text.range(of: words).map { place(of: $0.upperBound) } ?? Place(line: 0, column: 0)
  }

  private func place(of index: String.Index) -> Place {
    let lines = text[..<index].split(separator: "\n", omittingEmptySubsequences: false)
    return Place(line: lines.count - 1, column: lines.last?.utf16.count ?? 0)
  }

  /// A request about the position after the first occurrence of some text.
  func ask(_ method: String, after words: String, adding more: JSON.Object = [:]) async throws -> JSON {
    try await ask(method, at: place(after: words), adding: more)
  }

  func ask(_ method: String, at place: Place, adding more: JSON.Object = [:]) async throws -> JSON {
    var parameters: JSON.Object = ["textDocument": ["uri": .string(notebook.absoluteString)], "position": place.json]
    parameters.fill(from: more)
    return try await request(method, .object(parameters))
  }

  /// The text of a hover after some text.
  func hover(after words: String) async throws -> String {
    try await ask("textDocument/hover", after: words)["contents"]?["value"]?.string ?? ""
  }

  /// The labels of a completion after some text.
  func labels(after words: String) async throws -> [String] {
    let answer = try await ask("textDocument/completion", after: words)
    return answer["items"]?.array?.compactMap { $0["label"]?.string } ?? []
  }

  /// Says that the editor leaves, and waits for the server's end.
  func end() async -> Int32 {
    _ = await begin("shutdown", .null).value
    notify("exit", .null)
    let status = await ending.value
    leave()
    return status
  }

  /// Disconnects without a message.
  func hangUp() async -> Int32 {
    close(input)
    let status = await ending.value
    removeFolders()
    return status
  }

  private func leave() {
    close(input)
    removeFolders()
  }

  private func removeFolders() {
    for folder in [folder, runtime] { try? FileManager.default.removeItem(at: folder) }
  }
}
