/// Regular expressions, by the rules of SE-0354 as the compiler's lexer applies them.
extension SwiftLexer {
  /// True if an expression may follow the last token, and not only an infix operator.
  var canBeginExpression: Bool {
    guard let lastCode else { return true }
    switch lastCode.kind {
    case .openingBracket, .interpolationOpening, .prefixOperator, .infixOperator, .assignment, .semicolon, .comma,
      .colon, .directive, .unknown:
      return true
    case .keyword: return !SwiftKeywords.operands.contains(text(of: lastCode))
    // `try?` and `try!` end in a character that is elsewhere a postfix operator.
    case .postfixOperator: return codeBeforeLast.map { $0.kind == .keyword && text(of: $0) == "try" } ?? false
    default: return false
    }
  }

  /// True if the next operator is the name in a declaration: `func /(a: A, b: A)`.
  var isNameOfOperator: Bool {
    guard let lastCode, lastCode.kind == .keyword else { return false }
    return ["func", "operator"].contains(text(of: lastCode))
  }

  /// The end of the regular expression `/…/` that begins at `slash`; nil if that is an operator.
  ///
  /// It ends on its line, neither begins nor ends with a blank, and closes no parenthesis that it does not open.
  /// The search ends at the next slash in any case, so no byte is searched twice.
  mutating func endOfBareRegex(from slash: Int) -> Int? {
    if has(anyOf: " \t/*", at: slash + 1) { return nil }
    var groups = 0
    var classes = 0
    var end = slash + 1
    var isAfterBlank = false
    while let byte = byte(at: end) {
      let character = Unicode.Scalar(byte)
      switch character {
      case "\n", "\r": return nil
      case "/": return isAfterBlank || has(anyOf: "/*", at: end + 1) ? nil : end + 1
      case "\\" where !has(anyOf: "\n\r", at: end + 1): end += 1
      case "(" where classes == 0: groups += 1
      case ")" where classes == 0:
        if groups == 0 { return nil }
        groups -= 1
      case "[": classes += 1
      case "]": classes = max(0, classes - 1)
      default: break
      }
      isAfterBlank = character == " " || character == "\t"
      end += 1
    }
    return nil
  }

  /// Takes the regular expression `#/…/#` at ``position``, which spans lines if the first is empty.
  ///
  /// One that is not closed reaches the end of its line or, if it spans lines, the end of the source.
  mutating func takeExtendedRegex(hashes: Int) {
    var end = position + hashes + 1
    var firstEnd = end
    while has(anyOf: " \t", at: firstEnd) { firstEnd += 1 }
    let isMultiline = has(anyOf: "\n\r", at: firstEnd)
    while let byte = byte(at: end) {
      switch Unicode.Scalar(byte) {
      case "\n" where !isMultiline, "\r" where !isMultiline: return take(to: end, as: .regex)
      case "\\" where isMultiline || !has(anyOf: "\n\r", at: end + 1): end += 2
      case "/":
        let closing = end + 1
        end = closing
        while end < closing + hashes, has("#", at: end) { end += 1 }
        if end == closing + hashes { return take(to: end, as: .regex) }
      default: end += 1
      }
    }
    take(to: bytes.count, as: .regex)
  }
}
