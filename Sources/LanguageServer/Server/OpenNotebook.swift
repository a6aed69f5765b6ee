import Files
import Foundation
import NotebookKit

/// A notebook that an editor has open, with the results for it. It belongs to the server's actor.
final class OpenNotebook {
  /// The address that the client uses for it.
  let address: String
  let file: URL
  private(set) var text: EditedText
  /// Counts the edits.
  private(set) var version = 0
  /// The number that the client gave the version.
  var clientVersion: JSON = .null
  private var known: NotebookText?

  /// The last finished check, and the version that it checked.
  var check: (check: NotebookCheck, version: Int)?
  /// The check that continues or waits for a pause in typing.
  var checking: Task<Void, Never>?
  /// Checks that are running or waiting; at most one of them is not cancelled.
  var checkCount = 0
  private var waitingForCheck: [CheckedContinuation<Void, Never>] = []
  /// The cells in sourcekit-lsp; nil where Swift cannot be compiled.
  var documents: CellDocuments?
  var compiler: CellCompiler?
  /// The front matter's packages and sources that the compiler was set up for.
  var requests: (packages: [PackageRequest], sources: SourcesRequest?)?
  /// Message about the packages and sources; nil if they can be used.
  var dependencyProblem: String?
  /// The surroundings of code in the last check, by module and position.
  var editorSources: [String: NotebookCheck.EditorSource] = [:]
  /// Kinds of requests of which only the newest matters.
  var newest: [String: Task<Void, Never>] = [:]
  /// The semantic tokens of cells, by module, and the documents that have them.
  var tokens: [String: (document: CellDocument, tokens: [SemanticToken])] = [:]

  init(address: String, text: String) {
    self.address = address
    file = URL(string: address).flatMap { $0.isFileURL ? $0 : nil } ?? URL(filePath: "/notebook.md")
    self.text = EditedText(text)
  }

  /// Applies an edit: a whole text, or a range and its replacement.
  func apply(_ change: JSON, _ encoding: PositionEncoding) {
    guard let replacement = change["text"]?.string else { return }
    version += 1
    if let range = Range<Place>(change["range"]) {
      text.replace(range, with: replacement, encoding)
    } else if change["range"] == nil {
      text = EditedText(replacement)
    }
  }

  /// The current version as it is read.
  var current: NotebookText {
    if let known, known.version == version { return known }
    let read = NotebookText(text, version: version, file: file)
    known = read
    return read
  }

  /// Waits until the first cells were checked, or until no check continues.
  func waitForFirstCells(isolation: isolated (any Actor)? = #isolation) async {
    while check == nil, checkCount > 0 { await withCheckedContinuation { waitingForCheck.append($0) } }
  }

  /// Notes that a check has progressed or has ended.
  func noteProgress() {
    let waiting = waitingForCheck
    waitingForCheck = []
    for continuation in waiting { continuation.resume() }
  }
}
