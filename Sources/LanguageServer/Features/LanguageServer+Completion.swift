import Files
import Foundation
import NotebookKit

/// Completion: Swift from sourcekit-lsp, everything else from the notebook itself.
extension LanguageServer {
  func completion(_ request: NotebookRequest) async throws -> JSON {
    let place = try request.place()
    guard let context = ProseContext(at: place, request) else { return ["isIncomplete": .boolean(false), "items": []] }
    if let items = context.items { return ["isIncomplete": .boolean(false), "items": .array(items)] }
    guard let swift = try await swiftPlace(place, request) else {
      return ["isIncomplete": .boolean(false), "items": []]
    }
    // A sign that starts a completion here may mean nothing in Swift.
    let occasion = request.parameters["context"]
    let sign = occasion?["triggerCharacter"]?.string
    if let sign, sign != ".", sign != "(" { return ["isIncomplete": .boolean(false), "items": []] }
    let more: JSON.Object = occasion.map { ["context": $0] } ?? [:]
    let answer = try await ask("textDocument/completion", at: swift, of: request.notebook, adding: more)
    let items = (answer["items"] ?? answer).array ?? []
    return [
      "isIncomplete": answer["isIncomplete"] ?? .boolean(false),
      "items": .array(items.compactMap { item($0, swift, request) }),
    ]
  }

  /// An item of sourcekit-lsp's as one of the notebook; nil for names that were generated.
  private func item(_ json: JSON, _ swift: SwiftPlace, _ request: NotebookRequest) -> JSON? {
    guard var item = json.object, item["label"]?.string != Scope.handle else { return nil }
    if let edit = item["textEdit"]?.object {
      guard let range = range(edit["range"], in: swift.fragment, request.text) else { return nil }
      item["textEdit"] = ["range": range.json, "newText": edit["newText"] ?? ""]
    }
    // These are at other positions, in a file that does not exist.
    item["additionalTextEdits"] = nil
    if !client.knowsSnippets { SnippetText.makePlain(&item) }
    item["data"] = ["notebook": .string(request.notebook.address), "swift": item["data"] ?? .null]
    return .object(item)
  }

  func resolvedItem(_ request: NotebookRequest) async throws -> JSON {
    guard var item = request.parameters.object, let data = item["data"]?["swift"], data != .null,
      let documents = request.notebook.documents
    else { return request.parameters }
    item["data"] = data
    let answer = try await documents.client.request("completionItem/resolve", .object(item))
    // The rest was mapped before, and stays.
    guard var resolved = request.parameters.object else { return request.parameters }
    for name in ["documentation", "detail"] { if let value = answer[name] { resolved[name] = value } }
    return .object(resolved)
  }
}

/// Insertions with placeholders, for clients that do not support snippets.
enum SnippetText {
  /// Removes placeholder marks from an item: `max(${1:x}, ${2:y})` becomes `max(x, y)`.
  static func makePlain(_ item: inout JSON.Object) {
    guard item["insertTextFormat"]?.integer == 2 else { return }
    item["insertTextFormat"] = .integer(1)
    item["insertText"] = item["insertText"]?.string.map { .string(plain($0)) }
    if var edit = item["textEdit"]?.object, let text = edit["newText"]?.string {
      edit["newText"] = .string(plain(text))
      item["textEdit"] = .object(edit)
    }
  }

  static func plain(_ snippet: String) -> String {
    var text = ""
    var depth = 0
    var rest = snippet[...]
    while let character = rest.first {
      if character == "\\", rest.count > 1 {
        text.append(rest[rest.index(after: rest.startIndex)])
        rest = rest.dropFirst(2)
      } else if let mark = rest.prefixMatch(of: /\$\{\d+:?|\$\d+/) {
        if mark.output.hasPrefix("${") { depth += 1 }
        rest = rest[mark.range.upperBound...]
      } else if character == "}", depth > 0 {
        depth -= 1
        rest = rest.dropFirst()
      } else {
        text.append(character)
        rest = rest.dropFirst()
      }
    }
    return text
  }
}
