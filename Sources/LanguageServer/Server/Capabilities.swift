import Files

/// Client capabilities that the server uses.
struct ClientCapabilities {
  let encoding: PositionEncoding
  let hasNestedSymbols: Bool
  let knowsSnippets: Bool

  init(_ json: JSON) {
    let encodings = json["general"]?["positionEncodings"]?.array?.compactMap(\.string) ?? []
    encoding = encodings.contains("utf-8") ? .utf8 : .utf16
    let document = json["textDocument"]
    hasNestedSymbols = document?["documentSymbol"]?["hierarchicalDocumentSymbolSupport"] == .boolean(true)
    knowsSnippets = document?["completion"]?["completionItem"]?["snippetSupport"] == .boolean(true)
  }
}

/// Abilities that the server declares.
enum ServerCapabilities {
  static func json(_ encoding: PositionEncoding) -> JSON {
    [
      "serverInfo": ["name": "etude"],
      "capabilities": [
        "positionEncoding": .string(encoding.rawValue),
        "textDocumentSync": [
          "openClose": .boolean(true), "change": .integer(2), "save": ["includeText": .boolean(false)],
        ],
        "completionProvider": [
          "triggerCharacters": [".", "@", "|", "\"", "/", "(", ":"], "resolveProvider": .boolean(true),
        ],
        "hoverProvider": .boolean(true), "signatureHelpProvider": ["triggerCharacters": ["(", ","]],
        "definitionProvider": .boolean(true), "referencesProvider": .boolean(true),
        "documentHighlightProvider": .boolean(true),
        "renameProvider": ["prepareProvider": .boolean(true)],
        "documentFormattingProvider": .boolean(true), "documentRangeFormattingProvider": .boolean(true),
        "semanticTokensProvider": [
          "legend": TokenLegend.json, "full": .boolean(true), "range": .boolean(true),
        ], "documentSymbolProvider": .boolean(true),
        "foldingRangeProvider": .boolean(true), "codeLensProvider": ["resolveProvider": .boolean(false)],
        "executeCommandProvider": ["commands": [.string(LanguageServer.runCommand)]],
      ],
    ]
  }
}
