/// Splits Swift source into tokens as the compiler's lexer does.
///
/// The tokens cover the source, white space and comments included. Every source has tokens, also one that does not
/// compile. Time and memory are linear in the source's length. String interpolations nest on an explicit stack, so
/// that their depth is not limited by the thread's.
///
/// ```swift
/// SwiftLexer(bytes: Array("a + 1".utf8)).tokens.map(\.kind)   // identifier, whiteSpace, infixOperator, whiteSpace, number
/// ```
package struct SwiftLexer {
  /// A string literal whose end is not yet found.
  struct OpenString {
    /// The number signs of a raw string.
    var hashes: Int
    var isMultiline: Bool
    /// The parentheses open in the interpolation that the lexer is in; 0 in the string's text.
    var parentheses = 0
  }

  let bytes: [UInt8]
  var position = 0
  /// The string literals around ``position``, the outermost first.
  var openStrings: [OpenString] = []
  package private(set) var tokens: [SwiftToken] = []
  /// The last token that is not trivia, and the last before it.
  private(set) var lastCode: SwiftToken?
  private(set) var codeBeforeLast: SwiftToken?
  /// Number of reads of a byte, the measure of the lexer's cost.
  package private(set) var bytesRead = 0

  /// Reads all tokens of `bytes`, which need not be valid UTF-8.
  package init(bytes: [UInt8]) {
    self.bytes = bytes
    takeBeginning()
    while position < bytes.count {
      if let string = openStrings.last, string.parentheses == 0 {
        takeStringPart(string)
      } else {
        takeCode()
      }
    }
    closeStrings()
  }

  // MARK: - Reading

  mutating func byte(at offset: Int) -> UInt8? {
    bytesRead += 1
    return offset < bytes.count ? bytes[offset] : nil
  }

  /// True if an ASCII character is at `offset`.
  mutating func has(_ character: Unicode.Scalar, at offset: Int) -> Bool {
    byte(at: offset) == UInt8(ascii: character)
  }

  /// True if one of some ASCII characters is at `offset`.
  mutating func has(anyOf characters: StaticString, at offset: Int) -> Bool {
    guard let byte = byte(at: offset) else { return false }
    return characters.withUTF8Buffer { $0.contains(byte) }
  }

  /// The character at `offset` and its length in bytes; nil at the end, and where the bytes are not UTF-8.
  mutating func scalar(at offset: Int) -> (scalar: Unicode.Scalar, length: Int)? {
    guard let first = byte(at: offset) else { return nil }
    if first < 0x80 { return (Unicode.Scalar(first), 1) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard first >= 0xC2, first < 0xF5, offset + length <= bytes.count else { return nil }
    var value = UInt32(first) & (0x7F >> UInt32(length))
    for place in offset + 1..<offset + length {
      guard let byte = byte(at: place), byte & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    return Unicode.Scalar(value).map { ($0, length) }
  }

  /// The end of the line that `offset` is on: the position of its line break, or the end of the source.
  mutating func endOfLine(from offset: Int) -> Int {
    var end = offset
    while end < bytes.count, !has(anyOf: "\n\r", at: end) { end += 1 }
    return end
  }

  // MARK: - Taking

  /// Creates a token of the text between ``position`` and `end`, even an empty one.
  mutating func take(to end: Int, as kind: SwiftToken.Kind) {
    let token = SwiftToken(kind: kind, range: position..<end)
    tokens.append(token)
    if !kind.isTrivia { (codeBeforeLast, lastCode) = (lastCode, token) }
    position = end
  }

  func text(of token: SwiftToken) -> String { String(decoding: bytes[token.range], as: UTF8.self) }

  /// Takes one token of code, or trivia.
  private mutating func takeCode() {
    guard let (scalar, length) = scalar(at: position) else { return take(to: position + 1, as: .unknown) }
    switch scalar {
    case "\0"..." ": takeWhiteSpace()
    case "/" where has("/", at: position + 1): take(to: endOfLine(from: position), as: .lineComment)
    case "/" where has("*", at: position + 1): takeBlockComment()
    case "\"": openString(hashes: 0)
    case "#": takeNumberSigns()
    case "@": takeAttribute()
    case "`": takeQuotedIdentifier()
    case "$": take(to: endOfWord(from: position + 1), as: .dollarIdentifier)
    case "0"..."9": takeNumber()
    case "(", "[", "{": takeOpeningBracket(scalar)
    case ")", "]", "}": takeClosingBracket(scalar)
    case ",": take(to: position + 1, as: .comma)
    case ":": take(to: position + 1, as: .colon)
    case ";": take(to: position + 1, as: .semicolon)
    case "\\": take(to: position + 1, as: .backslash)
    case _ where scalar.isSwiftWordHead: takeWord()
    case _ where scalar.isSwiftOperatorHead: takeOperator(headLength: length)
    default: take(to: position + length, as: .unknown)
    }
  }

  private mutating func takeOpeningBracket(_ bracket: Unicode.Scalar) {
    if bracket == "(", let last = openStrings.indices.last { openStrings[last].parentheses += 1 }
    take(to: position + 1, as: .openingBracket)
  }

  private mutating func takeClosingBracket(_ bracket: Unicode.Scalar) {
    guard bracket == ")", let last = openStrings.indices.last else {
      return take(to: position + 1, as: .closingBracket)
    }
    openStrings[last].parentheses -= 1
    take(to: position + 1, as: openStrings[last].parentheses == 0 ? .interpolationClosing : .closingBracket)
  }
}
