extension SwiftLexer {
  mutating func takeWord() {
    let token = SwiftToken(kind: .identifier, range: position..<endOfWord(from: position))
    let word = text(of: token)
    let kind: SwiftToken.Kind =
      if lastCode?.kind == .dot {
        .identifier
      } else if SwiftKeywords.reserved.contains(word) {
        .keyword
      } else if SwiftKeywords.contextual.contains(word) {
        .contextualKeyword
      } else {
        .identifier
      }
    take(to: token.range.upperBound, as: kind)
  }

  /// The first position from `offset` whose character cannot be in a word.
  mutating func endOfWord(from offset: Int) -> Int {
    var end = offset
    while let (scalar, length) = scalar(at: end), scalar.isSwiftWordPart { end += length }
    return end
  }

  /// Reads a name in backticks, which may contain any characters; a single backtick on its line is not a name.
  mutating func takeQuotedIdentifier() {
    var end = position + 1
    while end < bytes.count, !has(anyOf: "`\n\r", at: end) { end += 1 }
    if has("`", at: end) {
      take(to: end + 1, as: .quotedIdentifier)
    } else {
      take(to: position + 1, as: .unknown)
    }
  }

  mutating func takeAttribute() {
    let isNamed = scalar(at: position + 1)?.scalar.isSwiftWordHead == true
    take(to: endOfWord(from: position + 1), as: isNamed ? .attribute : .unknown)
  }

  /// Reads tokens that begin with number signs: a raw string, an extended regular expression, a directive, a macro.
  mutating func takeNumberSigns() {
    var end = position
    while has("#", at: end) { end += 1 }
    if has("\"", at: end) { return openString(hashes: end - position) }
    if has("/", at: end) { return takeExtendedRegex(hashes: end - position) }
    if end > position + 1 { take(to: end - 1, as: .unknown) }
    guard scalar(at: end)?.scalar.isSwiftWordHead == true else { return take(to: end, as: .unknown) }
    let name = SwiftToken(kind: .identifier, range: end..<endOfWord(from: end))
    take(to: name.range.upperBound, as: SwiftKeywords.directives.contains(text(of: name)) ? .directive : .macro)
  }

  // MARK: - Numbers

  /// Takes a number with its fraction and exponent, and the letters that follow it without a gap.
  mutating func takeNumber() {
    let isHexadecimal = has("0", at: position) && has(anyOf: "xX", at: position + 1)
    // `pair.0.1` has two numbers, and no fraction.
    let isTupleIndex = lastCode?.kind == .dot
    var end = endOfWord(from: position)
    if !isTupleIndex, has(".", at: end), isFraction(at: end + 1, isHexadecimal: isHexadecimal) {
      end = endOfWord(from: end + 1)
    }
    if isHexadecimal ? has(anyOf: "pP", at: end - 1) : has(anyOf: "eE", at: end - 1), has(anyOf: "+-", at: end),
      isDigit(at: end + 1)
    {
      end = endOfWord(from: end + 1)
    }
    take(to: end, as: .number)
  }

  /// True if the dot before `offset` is followed by digits, and not by a member such as `description`.
  private mutating func isFraction(at offset: Int, isHexadecimal: Bool) -> Bool {
    if isDigit(at: offset) { return true }
    guard isHexadecimal else { return false }
    var end = offset
    while has(anyOf: "0123456789abcdefABCDEF_", at: end) { end += 1 }
    guard end > offset, has(anyOf: "pP", at: end) else { return false }
    return isDigit(at: has(anyOf: "+-", at: end + 1) ? end + 2 : end + 1)
  }

  private mutating func isDigit(at offset: Int) -> Bool { has(anyOf: "0123456789", at: offset) }
}
