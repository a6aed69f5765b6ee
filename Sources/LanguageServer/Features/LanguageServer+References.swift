import Files
import Foundation
import NotebookKit

/// References and highlights: symbols across cells from the compiler's index, local names from sourcekit-lsp.
extension LanguageServer {
  func references(_ request: NotebookRequest) async throws -> JSON {
    guard let swift = try await swiftPlace(request.place(), request) else { return [] }
    try await waitForCheck(of: request)
    let includesDeclaration = request.parameters["context"]?["includeDeclaration"] != .boolean(false)
    let found = try await occurrences(ofSymbolAt: swift, request)
    let ranges =
      found.isEmpty
      ? try await highlights(at: swift, request).map(\.range)
      : found.filter { includesDeclaration || !$0.occurrence.isDeclaration }.compactMap { range(of: $0, request) }
    return .array(ranges.map { ["uri": .string(request.notebook.address), "range": $0.json] })
  }

  func documentHighlight(_ request: NotebookRequest) async throws -> JSON {
    guard let swift = try await swiftPlace(request.place(), request) else { return [] }
    let own = try await highlights(at: swift, request)
    let others = try await occurrences(ofSymbolAt: swift, request).filter { $0.fragment != swift.fragment }
    let elsewhere = others.compactMap { found in
      range(of: found, request).map { Highlight(range: $0, kind: found.occurrence.roles.contains(.write) ? 3 : 2) }
    }
    return .array((own + elsewhere).map { ["range": $0.range.json, "kind": .integer($0.kind)] })
  }

  struct Highlight {
    var range: Range<Place>
    /// The protocol's numbers for text, read and write occurrences.
    var kind: Int
  }

  /// The occurrences in a cell of the symbol at a position.
  func highlights(at swift: SwiftPlace, _ request: NotebookRequest) async throws -> [Highlight] {
    let answer = try await ask("textDocument/documentHighlight", at: swift, of: request.notebook)
    return (answer.array ?? []).compactMap { highlight in
      range(highlight["range"], in: swift.fragment, request.text)
        .map { Highlight(range: $0, kind: highlight["kind"]?.integer ?? 1) }
    }
  }

  /// The occurrences in all cells of the symbol at a position, each position once; none for a local name.
  func occurrences(ofSymbolAt swift: SwiftPlace, _ request: NotebookRequest) async throws -> [OpenNotebook.Found] {
    guard let symbol = try await symbol(at: swift, of: request.notebook) else { return [] }
    var places: Set<[Int]> = []
    return request.notebook.occurrences(in: request.text).filter { found in
      found.occurrence.symbol == symbol && places.insert([found.occurrence.line, found.occurrence.column]).inserted
    }
  }

  /// Waits until the version of a request was checked.
  ///
  /// - Throws: ``ResponseError/contentModified`` if there is a newer version then.
  func waitForCheck(of request: NotebookRequest) async throws {
    while request.notebook.check?.version != request.text.version {
      guard request.notebook.version == request.text.version, let checking = request.notebook.checking else {
        throw ResponseError.contentModified
      }
      await checking.value
      try Task.checkCancellation()
      // A check that failed has reported the reason, and there is no other.
      if request.notebook.checking == checking, request.notebook.check?.version != request.text.version {
        throw ResponseError.refused("The cells could not be checked, so the meaning of their names is unknown.")
      }
    }
  }
}
