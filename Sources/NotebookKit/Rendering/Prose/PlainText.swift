/// Text without markup, with places for inline values: a heading as the contents show it, an alternative text.
struct PlainText: Equatable, Sendable {
  enum Part: Equatable, Sendable {
    case text(String)
    case inlineValue(Notebook.InlineValue.ID)
  }

  private(set) var parts: [Part] = []

  init(_ text: String) { append(text) }

  /// The text of a node and all below it.
  ///
  /// - Parameter notebook: The notebook that the document belongs to; without one there are no inline values.
  init(of node: MarkdownNode, in document: MarkdownDocument, of notebook: Notebook?) {
    for inner in document.descendants(of: node) {
      if let value = notebook?.inlineValue(at: inner) {
        parts.append(.inlineValue(value.id))
      } else {
        append(inner.plainText)
      }
    }
  }

  var isEmpty: Bool { parts.isEmpty }

  /// The text with values in their places.
  func filled(_ value: (Notebook.InlineValue.ID) -> String) -> String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .inlineValue(let id): value(id)
      }
    }
    .joined()
  }

  /// Takes the end of the text away, as far as it matches.
  mutating func removeSuffix(_ pattern: Regex<(Substring, Substring)>) {
    guard case .text(let text)? = parts.last, let match = text.firstMatch(of: pattern) else { return }
    parts.removeLast()
    append(String(text[..<match.range.lowerBound]))
  }

  private mutating func append(_ text: String) {
    if text.isEmpty { return }
    if case .text(let before)? = parts.last {
      parts[parts.count - 1] = .text(before + text)
    } else {
      parts.append(.text(text))
    }
  }
}
