import Files

/// The content of `complete_request` and of `inspect_request`: code and a position in it, in code points.
package struct CodeQuery {
  private let code: String
  /// The position in Unicode scalars, within the code.
  private let cursor: Int

  package init(_ content: JSON.Object) {
    code = content["code"]?.string ?? ""
    let count = code.unicodeScalars.count
    cursor = min(max(0, content["cursor_pos"]?.integer ?? count), count)
  }

  /// The position in bytes of UTF-8.
  private var offset: Int {
    let scalars = code.unicodeScalars
    return code.utf8.distance(from: code.startIndex, to: scalars.index(scalars.startIndex, offsetBy: cursor))
  }

  /// A position in bytes, converted to code points.
  private func codePoints(_ offset: Int) -> Int {
    let bytes = code.utf8
    let index = bytes.index(bytes.startIndex, offsetBy: min(max(0, offset), bytes.count))
    return code.unicodeScalars.distance(from: code.startIndex, to: index)
  }

  /// The content of the reply to `complete_request`.
  package func completions(by assistant: any CodeAssistant) async -> JSON.Object {
    let found = await assistant.completions(of: code, at: offset)
    let (start, end) =
      found.map { (codePoints($0.range.lowerBound), codePoints($0.range.upperBound)) } ?? (cursor, cursor)
    let items = found?.items ?? []
    let types = items.map { item -> JSON in
      [
        "start": .integer(start), "end": .integer(end), "text": .string(item.text), "type": .string(item.kind),
        "signature": .string(item.signature),
      ]
    }
    return [
      "status": "ok", "matches": .array(items.map { .string($0.text) }), "cursor_start": .integer(start),
      "cursor_end": .integer(end), "metadata": ["_jupyter_types_experimental": .array(types)],
    ]
  }

  /// The content of the reply to `inspect_request`.
  package func inspection(by assistant: any CodeAssistant) async -> JSON.Object {
    guard let text = await assistant.description(of: code, at: offset) else {
      return ["status": "ok", "found": .boolean(false), "data": [:], "metadata": [:]]
    }
    return [
      "status": "ok", "found": .boolean(true), "data": ["text/plain": .string(text), "text/markdown": .string(text)],
      "metadata": [:],
    ]
  }
}
