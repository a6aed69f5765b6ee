import Files
import Foundation

/// The comment above a Jupyter cell of prose: it separates two such cells, and stores Jupyter's data about one.
///
/// `<!-- cell {…} -->` starts a Markdown cell, `<!-- raw cell {…} -->` describes the raw block below it.
struct CellMark: Equatable {
  enum Kind: String, Equatable { case markdown = "cell", raw = "raw cell" }

  var kind = Kind.markdown
  var metadata: JSON.Object = [:]

  /// The mark as a line of Markdown.
  var text: String {
    metadata.isEmpty
      ? "<!-- \(kind.rawValue) -->"
      // JSON may hold two dashes, which may end a comment, only within strings, where one can be written as a number.
      : "<!-- \(kind.rawValue) \(JSON.object(metadata).line.replacing("--", with: "-\\u002D")) -->"
  }

  init(kind: Kind = .markdown, metadata: JSON.Object = [:]) {
    self.kind = kind
    self.metadata = metadata
  }

  /// Nil for any comment that is not a mark.
  init?(_ comment: String) {
    guard let inner = Self.inner(of: comment) else { return nil }
    for kind in [Kind.markdown, .raw] where inner == kind.rawValue || inner.hasPrefix(kind.rawValue + " ") {
      self.kind = kind
      let json = inner.dropFirst(kind.rawValue.count).trimmingCharacters(in: .whitespaces)
      if json.isEmpty { return }
      guard let object = (try? JSON(parsing: json.utf8))?.object else { return nil }
      metadata = object
      return
    }
    return nil
  }

  /// A comment of Jupyter's own text that would be a mark, with a `=` that keeps it from being one; nil for any other.
  static func escaped(_ comment: String) -> String? {
    guard let inner = inner(of: comment) else { return nil }
    let unescaped = String(inner.drop { $0 == "=" })
    return CellMark("<!-- \(unescaped) -->") == nil ? nil : "<!-- =\(inner) -->"
  }

  /// The comment that ``escaped(_:)`` turned into this one; nil for any other.
  static func unescaped(_ comment: String) -> String? {
    guard let inner = inner(of: comment), inner.hasPrefix("=") else { return nil }
    return CellMark("<!-- \(inner.drop { $0 == "=" }) -->") == nil ? nil : "<!-- \(inner.dropFirst()) -->"
  }

  private static func inner(of comment: String) -> String? {
    let text = comment.trimmingCharacters(in: .whitespacesAndNewlines)
    guard text.count >= 8, text.hasPrefix("<!-- "), text.hasSuffix(" -->"), !text.contains("\n") else { return nil }
    return text.dropFirst(5).dropLast(4).trimmingCharacters(in: .whitespaces)
  }
}
