import Files
import Foundation
import NotebookKit

/// The requests that the server answers, and how it asks sourcekit-lsp.
extension LanguageServer {
  static let methods: Set<String> = [
    "textDocument/completion", "completionItem/resolve", "textDocument/hover", "textDocument/signatureHelp",
    "textDocument/definition", "textDocument/documentSymbol", "textDocument/foldingRange", "textDocument/references",
    "textDocument/documentHighlight", "textDocument/prepareRename", "textDocument/rename",
    "textDocument/semanticTokens/full", "textDocument/semanticTokens/range", "textDocument/formatting",
    "textDocument/rangeFormatting", "textDocument/codeLens", "workspace/executeCommand",
  ]

  /// Requests that are cancelled by a newer one of the same kind.
  static let supersededMethods: Set<String> = [
    "textDocument/completion", "textDocument/signatureHelp", "textDocument/hover", "textDocument/documentHighlight",
    "textDocument/semanticTokens/full", "textDocument/semanticTokens/range",
  ]

  func result(of method: String, _ request: NotebookRequest) async throws -> JSON {
    switch method {
    case "textDocument/completion": try await completion(request)
    case "completionItem/resolve": try await resolvedItem(request)
    case "textDocument/hover": try await hover(request)
    case "textDocument/signatureHelp": try await signatureHelp(request)
    case "textDocument/definition": try await definition(request)
    case "textDocument/documentSymbol": NotebookOutline(request).symbols(isNested: client.hasNestedSymbols)
    case "textDocument/foldingRange": NotebookOutline(request).foldingRanges
    case "textDocument/references": try await references(request)
    case "textDocument/documentHighlight": try await documentHighlight(request)
    case "textDocument/prepareRename": try await prepareRename(request)
    case "textDocument/rename": try await rename(request)
    case "textDocument/semanticTokens/full", "textDocument/semanticTokens/range": try await semanticTokens(request)
    case "textDocument/formatting", "textDocument/rangeFormatting": try await formatting(request)
    case "textDocument/codeLens": codeLenses(request)
    default: throw ResponseError(code: ResponseError.unknownMethodCode, message: "The method is unknown.")
    }
  }

  // MARK: - sourcekit-lsp

  /// Code of a notebook in sourcekit-lsp's form, and a position in it.
  struct SwiftPlace {
    let fragment: CodeFragment
    let document: CellDocument
    /// In the code.
    let place: Place
  }

  /// The position in Swift of one in the notebook; nil in prose, and where Swift cannot be compiled.
  func swiftPlace(_ place: Place, _ request: NotebookRequest) async throws -> SwiftPlace? {
    guard let (fragment, inner) = request.text.fragment(at: place, encoding),
      let document = try await show(fragment, of: request.notebook)
    else { return nil }
    return SwiftPlace(fragment: fragment, document: document, place: inner)
  }

  /// Shows code to sourcekit-lsp; nil where Swift cannot be compiled.
  func show(_ fragment: CodeFragment, of notebook: OpenNotebook) async throws -> CellDocument? {
    guard let documents = notebook.documents else { return nil }
    // Without a check there is nothing to see of earlier cells.
    await notebook.waitForFirstCells()
    try Task.checkCancellation()
    guard let check = notebook.check?.check else { return nil }
    let key = "\(fragment.module) \(fragment.position)"
    let source =
      try notebook.editorSources[key]
      ?? check.editorSource(at: fragment.position, module: fragment.module, cell: fragment.cell)
    notebook.editorSources[key] = source
    return try await documents.show(fragment.code, as: source, name: fragment.document)
  }

  /// The answer of sourcekit-lsp about a position.
  func ask(
    _ method: String, at place: SwiftPlace, of notebook: OpenNotebook, adding more: JSON.Object = [:]
  ) async throws -> JSON {
    guard let documents = notebook.documents else { return .null }
    var parameters = place.document.parameters(at: place.place)
    parameters.fill(from: more)
    return try await documents.client.request(method, .object(parameters))
  }

  /// A range of a cell's file as one of the notebook.
  func range(_ json: JSON?, in fragment: CodeFragment, _ text: NotebookText) -> Range<Place>? {
    guard let range = Range<Place>(json), let start = CellDocument.placeInCode(range.lowerBound),
      let end = CellDocument.placeInCode(range.upperBound)
    else { return nil }
    return fragment.rangeInNotebook(start..<end, in: text.text, encoding)
  }

  // MARK: - Simple ones

  func signatureHelp(_ request: NotebookRequest) async throws -> JSON {
    guard let swift = try await swiftPlace(request.place(), request) else { return .null }
    let more: JSON.Object = request.parameters["context"].map { ["context": $0] } ?? [:]
    return try await ask("textDocument/signatureHelp", at: swift, of: request.notebook, adding: more)
  }
}
