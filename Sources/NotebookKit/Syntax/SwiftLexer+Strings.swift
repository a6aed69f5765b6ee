extension SwiftLexer {
  /// Takes the delimiter at ``position`` that opens a string literal.
  ///
  /// Three quotes open a multi-line string. In a raw string they may also be one quote and two that are text, as in
  /// `#"""#`; a raw multi-line string is recognised by the line break after its delimiter.
  mutating func openString(hashes: Int) {
    let quote = position + hashes
    var isMultiline = has("\"", at: quote + 1) && has("\"", at: quote + 2)
    if isMultiline, hashes > 0 {
      var next = quote + 3
      while has(anyOf: " \t", at: next) { next += 1 }
      isMultiline = next >= bytes.count || has(anyOf: "\n\r", at: next)
    }
    take(to: quote + (isMultiline ? 3 : 1), as: .stringOpening)
    openStrings.append(OpenString(hashes: hashes, isMultiline: isMultiline))
  }

  /// Reads a string's text from ``position``, and the token that ends it: the closing delimiter, an interpolation or,
  /// if nothing else does, the end of the line.
  mutating func takeStringPart(_ string: OpenString) {
    var end = position
    while let byte = byte(at: end) {
      switch Unicode.Scalar(byte) {
      case "\"":
        if let closing = endOfDelimiter(of: string, at: end) { return closeString(textEnd: end, end: closing) }
        end += 1
      case "\\" where hasHashes(string.hashes, at: end + 1):
        let escaped = end + 1 + string.hashes
        if has("(", at: escaped) { return openInterpolation(textEnd: end, end: escaped + 1) }
        end = !string.isMultiline && has(anyOf: "\n\r", at: escaped) ? escaped : min(escaped + 1, bytes.count)
      case "\n" where !string.isMultiline, "\r" where !string.isMultiline:
        return closeString(textEnd: end, end: end)
      default: end += 1
      }
    }
    takeText(to: end)
  }

  /// Ends the literals that the source does not, so each opening has its closing.
  mutating func closeStrings() {
    while let string = openStrings.popLast() {
      if string.parentheses > 0 { take(to: position, as: .interpolationClosing) }
      take(to: position, as: .stringClosing)
    }
  }

  private mutating func closeString(textEnd: Int, end: Int) {
    takeText(to: textEnd)
    take(to: end, as: .stringClosing)
    openStrings.removeLast()
  }

  private mutating func openInterpolation(textEnd: Int, end: Int) {
    takeText(to: textEnd)
    take(to: end, as: .interpolationOpening)
    openStrings[openStrings.count - 1].parentheses = 1
  }

  private mutating func takeText(to end: Int) {
    if end > position { take(to: end, as: .stringText) }
  }

  /// The end of the string's closing delimiter, if that begins at `offset`.
  private mutating func endOfDelimiter(of string: OpenString, at offset: Int) -> Int? {
    if string.isMultiline, !has("\"", at: offset + 1) || !has("\"", at: offset + 2) { return nil }
    let quotes = string.isMultiline ? 3 : 1
    return hasHashes(string.hashes, at: offset + quotes) ? offset + quotes + string.hashes : nil
  }

  private mutating func hasHashes(_ count: Int, at offset: Int) -> Bool {
    var end = offset
    while end < offset + count {
      if !has("#", at: end) { return false }
      end += 1
    }
    return true
  }
}
