/// References to figures, tables and sections in text: `@fig-…`, `@tbl-…` and `@sec-…`.
enum CrossReferenceSyntax {
  /// The first reference of a text and its label; an `@` within a word, as in an address of mail, begins none.
  static func first(in text: Substring) -> (range: Range<Substring.Index>, label: String)? {
    guard text.utf8.contains(UInt8(ascii: "@")) else { return nil }
    for match in text.matches(of: /@((?:fig|tbl|sec)-[\p{L}\p{N}_-]*[\p{L}\p{N}])/) {
      let before = text[..<match.range.lowerBound].last
      if before.map({ $0.isLetter || $0.isNumber }) ?? false { continue }
      return (match.range, String(match.output.1))
    }
    return nil
  }
}
