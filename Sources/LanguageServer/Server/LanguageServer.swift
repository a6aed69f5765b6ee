import Files
import Foundation
import NotebookKit

/// The language server of notebooks: takes messages of an editor and answers them.
///
/// Requests about Swift in cells go to sourcekit-lsp, which sees each cell as a separate file (``CellDocuments``);
/// diagnostics are those of `etude check`. Nothing is written but to scratch folders and to the cache.
package actor LanguageServer {
  enum Stage { case created, running, shutDown }

  let send: @Sendable (Message) -> Void
  private let install: @Sendable () throws -> Installation
  /// The previews that run.
  let previews: OpenPreviews
  private(set) var stage = Stage.created
  private(set) var encoding = PositionEncoding.utf16
  private(set) var client = ClientCapabilities(.null)
  /// The compiler of cells and its modules; nil if nothing does here.
  private(set) var installation: Installation?
  var notebooks: [String: OpenNotebook] = [:]
  /// The requests that are being answered, by their identifiers.
  private var answers: [String: Task<Void, Never>] = [:]
  /// Sentences that were shown to the user, each only once.
  private var told: Set<String> = []
  let folder = TemporaryFolders.newURL()
  /// The status with which the program will exit; nil while it continues.
  package private(set) var exitStatus: Int32?

  /// - Parameters:
  ///   - install: Finds the compiler for cells.
  ///   - send: Sends a message to the client.
  package init(
    install: @escaping @Sendable () throws -> Installation, previews: OpenPreviews,
    send: @escaping @Sendable (Message) -> Void
  ) {
    self.install = install
    self.previews = previews
    self.send = send
  }

  // MARK: - Messages

  /// Takes a message in; the answer to a request follows when it is known.
  package func receive(_ message: Message) async {
    switch message {
    case .request(let id, "initialize", let parameters): send(.response(id: id, initialize(parameters)))
    case .request(let id, "shutdown", _):
      if stage == .running { await shutDown() }
      send(.response(id: id, .success(.null)))
    case .request(let id, let method, let parameters): begin(id, method, parameters)
    case .notification("exit", _):
      exitStatus = stage == .shutDown ? 0 : 1
      await shutDown()
    case .notification("$/cancelRequest", let parameters): parameters["id"].map { answers[$0.line]?.cancel() }
    case .notification(let method, let parameters):
      if stage == .running { await note(method, parameters) }
    case .response: break
    }
  }

  /// Answers a message that could not be read.
  package func refuse(_ error: ResponseError) { send(.response(id: .null, .failure(error))) }

  /// Ends the processes that were started for the client; also called when its connection is closed.
  package func shutDown() async {
    stage = .shutDown
    for task in answers.values { task.cancel() }
    for address in notebooks.keys { await close(address) }
    TemporaryFolders.remove(folder)
    installation?.cache.trim()
    installation = nil
  }

  private func initialize(_ parameters: JSON) -> Result<JSON, ResponseError> {
    guard stage == .created else {
      return .failure(ResponseError(code: ResponseError.invalidRequestCode, message: "The server is initialized."))
    }
    stage = .running
    client = ClientCapabilities(parameters["capabilities"] ?? .null)
    encoding = client.encoding
    do {
      installation = try install()
      try TemporaryFolders.make(folder)
    } catch {
      tell(String(describing: error))
    }
    return .success(ServerCapabilities.json(encoding))
  }

  private func begin(_ id: JSON, _ method: String, _ parameters: JSON) {
    guard stage == .running else {
      let code = stage == .created ? ResponseError.notInitializedCode : ResponseError.invalidRequestCode
      let problem = stage == .created ? "The server is not initialized." : "The server was shut down."
      return send(.response(id: id, .failure(ResponseError(code: code, message: problem))))
    }
    guard Self.methods.contains(method) else {
      let problem = "The method `\(method)` is unknown."
      return send(
        .response(id: id, .failure(ResponseError(code: ResponseError.unknownMethodCode, message: problem))))
    }
    let key = id.line
    let address = parameters["textDocument"]?["uri"]?.string ?? parameters["data"]?["notebook"]?.string ?? ""
    let notebook = notebooks[address]
    let version = notebook?.version
    let task = Task {
      let result = await self.answer(method, parameters, notebook, version)
      self.answers[key] = nil
      self.send(.response(id: id, result))
    }
    answers[key] = task
    if let notebook, Self.supersededMethods.contains(method) {
      notebook.newest[method]?.cancel()
      notebook.newest[method] = task
    }
  }

  private func answer(
    _ method: String, _ parameters: JSON, _ notebook: OpenNotebook?, _ version: Int?
  ) async -> Result<JSON, ResponseError> {
    if Task.isCancelled { return .failure(.cancelled) }
    if method == "workspace/executeCommand" { return await execute(parameters) }
    guard let notebook else {
      return .failure(ResponseError(code: ResponseError.parametersCode, message: "The document is not open."))
    }
    // The position in the request is one in a text that is gone.
    if notebook.version != version { return .failure(.contentModified) }
    do {
      return .success(try await result(of: method, NotebookRequest(notebook, parameters, encoding)))
    } catch let error as ResponseError {
      return .failure(error)
    } catch is CancellationError {
      return .failure(.cancelled)
    } catch let error as SourceKitError {
      tell(error.description)
      return .success(.null)
    } catch {
      return .failure(ResponseError(code: ResponseError.internalCode, message: String(describing: error)))
    }
  }

  /// Shows a sentence to the user, but only once.
  func tell(_ text: String) {
    guard told.insert(text).inserted else { return }
    send(.notification(method: "window/showMessage", parameters: ["type": .integer(2), "message": .string(text)]))
  }
}

/// A request about a notebook.
struct NotebookRequest {
  let notebook: OpenNotebook
  /// The version of the document at the time of the request.
  let text: NotebookText
  let parameters: JSON
  let encoding: PositionEncoding

  init(_ notebook: OpenNotebook, _ parameters: JSON, _ encoding: PositionEncoding) {
    self.notebook = notebook
    text = notebook.current
    self.parameters = parameters
    self.encoding = encoding
  }

  /// The position of the request.
  ///
  /// - Throws: ``ResponseError`` if the request names none.
  func place() throws(ResponseError) -> Place {
    guard let place = Place(parameters["position"]) else {
      throw ResponseError(
        code: ResponseError.parametersCode, message: "The request has no `position` with line and character from 0.")
    }
    return place
  }

  /// The characters before the position in its line; nil for a position outside the text.
  func head(of place: Place) -> String? {
    guard text.text.lines.indices.contains(place.line) else { return nil }
    let line = text.text.lines[place.line]
    return String(decoding: line.utf8.prefix(encoding.offset(ofColumn: place.column, in: line)), as: UTF8.self)
  }

  /// The range of characters of a line, from one byte to another.
  func range(line: Int, bytes: Range<Int>) -> Range<Place> {
    let text = text.text.lines[line]
    return Place(
      line: line, column: encoding.column(ofOffset: bytes.lowerBound, in: text))..<Place(
        line: line, column: encoding.column(ofOffset: bytes.upperBound, in: text))
  }
}
