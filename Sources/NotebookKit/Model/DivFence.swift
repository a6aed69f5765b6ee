/// A line of colons that opens or closes a division of the page: `::: {.callout-note}` and `:::`.
package struct DivFence: Equatable, Sendable {
  /// Nil for a closing line.
  package var attributes: Attributes?
  /// The text after the colons if it is not attributes, though it should be.
  package var wrongText: String?
  /// The line without the marks of quotations before it.
  package var source: String

  /// Nil for any other line.
  ///
  /// - Parameter line: A line without the marks of its containers.
  package init?(_ line: Substring) {
    let trimmed = line.trimmingSuffix(while: \.isWhitespace)
    let rest = trimmed.drop { $0 == ":" }
    guard trimmed.count - rest.count >= 3 else { return nil }
    source = String(trimmed)
    // Colons may end the line, too.
    let text = rest.trimmingSuffix { $0 == ":" }.trimmingSuffix(while: \.isWhitespace).drop(while: \.isWhitespace)
    if text.isEmpty {
      if !rest.isEmpty { return nil }
      return
    }
    attributes = Self.attributes(text)
    if attributes == nil {
      // A sentence after colons is not a fence; braces or a single word are.
      guard text.first == "{" || !text.contains(where: \.isWhitespace) else { return nil }
      attributes = Attributes()
      wrongText = String(text)
    }
  }

  /// Attributes in braces, a class in plain, or both.
  private static func attributes(_ text: Substring) -> Attributes? {
    if text.first == "{" {
      let inner = text.dropFirst().dropLast()
      guard text.last == "}" else { return nil }
      return inner.allSatisfy(\.isWhitespace) ? Attributes() : Attributes(inner)
    }
    let name = text.prefix { !$0.isWhitespace && $0 != "{" }
    guard name.allSatisfy({ $0.isLetter || $0.isNumber || "-_".contains($0) }) else { return nil }
    let rest = text[name.endIndex...].drop(while: \.isWhitespace)
    var attributes = Attributes()
    if !rest.isEmpty {
      guard rest.first == "{", rest.last == "}", let more = Attributes(rest.dropFirst().dropLast()) else { return nil }
      attributes = more
    }
    attributes.classes.insert(String(name), at: 0)
    return attributes
  }
}
