import Files

/// A request to sourcekit-lsp, distinguishable from others.
struct SourceKitQuestion: Equatable, Sendable {
  let method: String
  let parameters: JSON

  /// The address of the document; nil for a request about none.
  var document: String? { parameters["textDocument"]?["uri"]?.string }

  /// True if its position is inside a text, or if it has none. sourcekit-lsp crashes on one beyond the end of a line.
  func fits(_ text: String) -> Bool {
    guard let place = Place(parameters["position"]) else { return true }
    let lines = EditedText(text).lines
    return lines.indices.contains(place.line) && place.column <= lines[place.line].utf16.count
  }
}
