/// References between brackets: `[@fig-a; @fig-b]`, `[Fig. @fig-a]`, `[-@fig-a]`.
package struct ReferenceGroup: Equatable, Sendable {
  package struct Member: Equatable, Sendable {
    package var label: String
    /// The words instead of `Figure`; nil for the default, empty for only the number.
    package var prefix: String?
  }

  package var members: [Member]
  package var source: String

  /// Nil unless each part is a label of a figure, table, section or equation.
  ///
  /// - Parameter source: The text with its brackets.
  package init?(_ source: String) {
    guard source.hasPrefix("["), source.hasSuffix("]"), source.contains("@") else { return nil }
    self.source = source
    members = []
    for part in source.dropFirst().dropLast().split(separator: ";", omittingEmptySubsequences: false) {
      guard let at = part.firstIndex(of: "@") else { return nil }
      let label = part[at...].dropFirst().trimmingSuffix(while: \.isWhitespace)
      let length = CrossReferenceSyntax.length(ofLabelIn: label.unicodeScalars)
      guard length == label.unicodeScalars.count, CrossReferenceSyntax.isReference(String(label)) else { return nil }
      let words = part[..<at].drop(while: \.isWhitespace).trimmingSuffix(while: \.isWhitespace)
      members.append(Member(label: String(label), prefix: words.isEmpty ? nil : words == "-" ? "" : String(words)))
    }
  }
}
