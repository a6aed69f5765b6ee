extension SwiftLexer {
  /// Reads an operator or, if one may begin, a bare regular expression and the prefix operator before it.
  mutating func takeOperator(headLength: Int) {
    let start = position
    let isLeftBound = isLeftBound(start)
    // Optional chains and forced values are single characters: `a??.b`, `a!==b`.
    if isLeftBound, has(anyOf: "!?", at: start) { return take(to: start + 1, as: .postfixOperator) }
    let end = endOfOperator(from: start, headLength: headLength)
    let isRightBound = isRightBound(end, isLeftBound: isLeftBound)
    if !isLeftBound, isRightBound || canBeginExpression, !isNameOfOperator, let slash = firstSlash(in: start..<end),
      let regexEnd = endOfBareRegex(from: slash)
    {
      if slash > start { take(to: slash, as: .prefixOperator) }
      return take(to: regexEnd, as: .regex)
    }
    take(to: end, as: kind(of: bytes[start..<end], isLeftBound: isLeftBound, isRightBound: isRightBound))
  }

  private func kind(of name: ArraySlice<UInt8>, isLeftBound: Bool, isRightBound: Bool) -> SwiftToken.Kind {
    switch String(decoding: name, as: UTF8.self) {
    case ".": .dot
    case "=": .assignment
    case "->": .arrow
    case _ where isLeftBound == isRightBound: .infixOperator
    default: isLeftBound ? .postfixOperator : .prefixOperator
    }
  }

  /// The end of the operator's characters; a dot is one of them only if it is the first, and a comment ends it.
  private mutating func endOfOperator(from start: Int, headLength: Int) -> Int {
    let hasDots = has(".", at: start)
    var end = start + headLength
    while let (scalar, length) = scalar(at: end), scalar.isSwiftOperatorPart {
      if scalar == ".", !hasDots { break }
      if scalar == "/", has(anyOf: "/*", at: end + 1) { break }
      end += length
    }
    return end
  }

  private mutating func firstSlash(in range: Range<Int>) -> Int? {
    var place = range.lowerBound
    while place < range.upperBound, !has("/", at: place) { place += 1 }
    return place < range.upperBound ? place : nil
  }

  // MARK: - The white space around an operator

  /// True if an operator that begins at `start` touches an operand before it.
  private mutating func isLeftBound(_ start: Int) -> Bool {
    guard start > 0 else { return false }
    // The parenthesis of an interpolation's beginning is among these too.
    if has(anyOf: " \r\n\t\0([{,;:", at: start - 1) { return false }
    return !(has("/", at: start - 1) && tokens.last?.kind == .blockComment)
  }

  /// True if an operator that ends at `end` touches an operand after it.
  private mutating func isRightBound(_ end: Int, isLeftBound: Bool) -> Bool {
    guard end < bytes.count, !has(anyOf: " \r\n\t\0)]},;:", at: end) else { return false }
    // `x^.y` has a postfix operator, `^.y` a prefix one.
    if has(".", at: end) { return !isLeftBound }
    return !(has("/", at: end) && has(anyOf: "/*", at: end + 1))
  }
}
