import Files

/// A request to sourcekit-lsp, to be told from others.
struct SourceKitQuestion: Equatable, Sendable {
  let method: String
  let parameters: JSON

  /// The address of the document; nil for a request about none.
  var document: String? { parameters["textDocument"]?["uri"]?.string }
}
