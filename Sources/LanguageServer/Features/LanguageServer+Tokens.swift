import Files
import Foundation
import NotebookKit

/// Semantic tokens: sourcekit-lsp's of each cell, on the notebook's lines.
extension LanguageServer {
  /// Cells that a request for the whole notebook colours; in longer notebooks editors request the visible part.
  private static let maximumCellCount = 100

  func semanticTokens(_ request: NotebookRequest) async throws -> JSON {
    let range = Range<Place>(request.parameters["range"])
    let fragments = request.text.fragments.filter { fragment in
      guard let lines = fragment.lines else { return false }
      guard let range else { return true }
      return lines.upperBound >= range.lowerBound.line && lines.lowerBound <= range.upperBound.line
    }
    var placed: [(place: Place, end: Place, token: SemanticToken)] = []
    for fragment in fragments.prefix(Self.maximumCellCount) {
      for token in try await tokens(of: fragment, request) {
        let end = Place(line: token.place.line, column: token.place.column + token.length)
        guard let range = fragment.rangeInNotebook(token.place..<end, in: request.text.text, encoding) else { continue }
        placed.append((range.lowerBound, range.upperBound, token))
      }
    }
    placed.sort { $0.place < $1.place }
    var data: [JSON] = []
    var last = Place(line: 0, column: 0)
    for (place, end, token) in placed {
      let isSameLine = place.line == last.line
      data += [
        place.line - last.line, isSameLine ? place.column - last.column : place.column, end.column - place.column,
        token.type, token.modifiers,
      ].map { .integer($0) }
      last = place
    }
    return ["data": .array(data)]
  }

  private func tokens(of fragment: CodeFragment, _ request: NotebookRequest) async throws -> [SemanticToken] {
    guard let document = try await show(fragment, of: request.notebook), let documents = request.notebook.documents
    else { return [] }
    if let known = request.notebook.tokens[fragment.module], known.document == document { return known.tokens }
    let answer = try await documents.client.request(
      "textDocument/semanticTokens/full", ["textDocument": ["uri": .string(document.file.absoluteString)]])
    let legend = await documents.client.capabilities["semanticTokensProvider"]?["legend"]
    let tokens = SemanticToken.read(answer["data"], legend: TokenLegend(legend))
    request.notebook.tokens[fragment.module] = (document, tokens)
    return tokens
  }
}
