/// Text without markup, with placeholders for inline values: a heading in the contents, an alternative text, a title.
package struct PlainText: Equatable, Sendable {
  enum Part: Equatable, Sendable {
    case text(String)
    case inlineValue(Notebook.InlineValue.ID)
  }

  private(set) var parts: [Part] = []

  init(_ text: String) { append(text) }

  /// The text of a node and all below it.
  ///
  /// - Parameters:
  ///   - notebook: The notebook that the document belongs to; without one there are no inline values.
  ///   - formula: A formula at a node without markup.
  init(
    of node: MarkdownNode, in document: MarkdownDocument, of notebook: Notebook?,
    formula: (Formula, MarkdownNode.ID) -> String = { formula, _ in formula.source }
  ) {
    for inner in document.descendants(of: node) {
      if let value = notebook?.inlineValue(at: inner) {
        parts.append(.inlineValue(value.id))
      } else if case .formula(let tex) = inner.kind {
        append(formula(tex, inner.id))
      } else {
        append(inner.plainText)
      }
    }
  }

  var isEmpty: Bool { parts.isEmpty }

  var hasInlineValues: Bool { parts.contains { if case .inlineValue = $0 { true } else { false } } }

  /// The text with its values.
  ///
  /// - Parameter written: The treatment of the text around them.
  func filled(written: (String) -> String = { $0 }, _ value: (Notebook.InlineValue.ID) -> String) -> String {
    parts.map { part in
      switch part {
      case .text(let text): written(text)
      case .inlineValue(let id): value(id)
      }
    }
    .joined()
  }

  /// Takes characters away from a text at the end.
  mutating func removeLast(_ count: Int) {
    guard count > 0, case .text(let text)? = parts.popLast() else { return }
    append(String(text.dropLast(count)))
  }

  mutating func append(_ part: Part) { parts.append(part) }

  mutating func append(_ text: String) {
    if text.isEmpty { return }
    if case .text(let before)? = parts.last {
      parts[parts.count - 1] = .text(before + text)
    } else {
      parts.append(.text(text))
    }
  }
}
