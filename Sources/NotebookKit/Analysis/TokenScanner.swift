/// Finds where Swift tokens end, in UTF-8 offsets; just enough of the lexical grammar to edit around whole statements.
///
/// The compiler gives the place where a statement's last token begins; an edit needs the place where it ends.
package struct TokenScanner {
  private let bytes: [UInt8]

  package init(_ source: String) { self.bytes = Array(source.utf8) }

  /// A token's kind, as far as edits need to tell.
  package enum Kind: Equatable, Sendable {
    /// An identifier or a keyword.
    case word(String)
    case literal
    case open, close
    case comma
    case other(UInt8)
    case `operator`(String)
  }

  package struct Token: Equatable, Sendable {
    package var kind: Kind
    package var range: Range<Int>
  }

  /// The length of the source in bytes.
  package var count: Int { bytes.count }

  func byte(at offset: Int) -> UInt8 { bytes[offset] }

  /// The end of the token that begins at `offset`.
  package func endOfToken(at offset: Int) -> Int { token(at: offset).range.upperBound }

  /// The tokens of a stretch of source, comments left out.
  package func tokens(in range: Range<Int>) -> [Token] {
    var tokens: [Token] = []
    var place = skipTrivia(from: range.lowerBound)
    while place < range.upperBound {
      let token = token(at: place)
      tokens.append(token)
      place = skipTrivia(from: max(token.range.upperBound, place + 1))
    }
    return tokens
  }

  private func token(at start: Int) -> Token {
    guard start < bytes.count else { return Token(kind: .other(0), range: start..<start) }
    let byte = bytes[start]
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "#"):
      if let end = endOfString(from: start) ?? endOfRegex(from: start) {
        return Token(kind: .literal, range: start..<end)
      }
      return Token(kind: .other(byte), range: start..<endOfWord(from: start + 1))
    case UInt8(ascii: "`"):
      let end = (bytes[(start + 1)...].firstIndex(of: byte) ?? bytes.count - 1) + 1
      return Token(kind: .word(text(start..<end)), range: start..<end)
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): return Token(kind: .open, range: start..<start + 1)
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): return Token(kind: .close, range: start..<start + 1)
    case UInt8(ascii: ","): return Token(kind: .comma, range: start..<start + 1)
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      return Token(kind: .literal, range: start..<endOfNumber(from: start))
    case _ where Self.isWord(byte):
      let end = endOfWord(from: start)
      return Token(kind: .word(text(start..<end)), range: start..<end)
    case _ where Self.isOperator(byte):
      var end = start + 1
      while end < bytes.count, Self.isOperator(bytes[end]) { end += 1 }
      return Token(kind: .operator(text(start..<end)), range: start..<end)
    default: return Token(kind: .other(byte), range: start..<start + 1)
    }
  }

  // MARK: - Words, numbers, operators

  /// Letters, digits, `_`, `$` and all of Unicode beyond ASCII.
  private static func isWord(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$")
      || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
      || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
  }

  private static let operators = Set("/=-+!*%<>&|^~?".utf8)

  private static func isOperator(_ byte: UInt8) -> Bool { operators.contains(byte) }

  private func endOfWord(from start: Int) -> Int {
    var end = start
    while end < bytes.count, Self.isWord(bytes[end]) { end += 1 }
    return end
  }

  private func endOfNumber(from start: Int) -> Int {
    var end = endOfWord(from: start)
    if end + 1 < bytes.count, bytes[end] == UInt8(ascii: "."), (0x30...0x39).contains(bytes[end + 1]) {
      end = endOfWord(from: end + 1)
    }
    let exponents = bytes[start..<end].starts(with: "0x".utf8) ? "pP" : "eE"
    if end < bytes.count, bytes[end] == UInt8(ascii: "+") || bytes[end] == UInt8(ascii: "-"), end > start,
      exponents.utf8.contains(bytes[end - 1])
    {
      end = endOfWord(from: end + 1)
    }
    return end
  }

  // MARK: - Strings and comments

  /// The end of the string literal that begins at `start`, raw and multi-line ones included; nil if none begins there.
  private func endOfString(from start: Int) -> Int? {
    var interpolations: [Range<Int>] = []
    return endOfString(from: start, &interpolations)
  }

  /// The code between `\(` and `)` of the string literal that begins at `start`.
  func interpolations(inStringAt start: Int) -> [String] {
    var interpolations: [Range<Int>] = []
    _ = endOfString(from: start, &interpolations)
    return interpolations.map(text)
  }

  private func endOfString(from start: Int, _ interpolations: inout [Range<Int>]) -> Int? {
    var quote = start
    while quote < bytes.count, bytes[quote] == UInt8(ascii: "#") { quote += 1 }
    guard quote < bytes.count, bytes[quote] == UInt8(ascii: "\"") else { return nil }
    let hashes = [UInt8](repeating: UInt8(ascii: "#"), count: quote - start)
    let isMultiline = bytes[quote...].starts(with: Array("\"\"\"".utf8))
    let delimiter = [UInt8](repeating: UInt8(ascii: "\""), count: isMultiline ? 3 : 1) + hashes
    let escape = [UInt8(ascii: "\\")] + hashes
    var place = quote + (isMultiline ? 3 : 1)
    while place < bytes.count {
      if bytes[place...].starts(with: delimiter) { return place + delimiter.count }
      if bytes[place...].starts(with: escape) {
        place += escape.count
        let isInterpolation = place < bytes.count && bytes[place] == UInt8(ascii: "(")
        let end = isInterpolation ? endOfGroup(from: place) : min(place + 1, bytes.count)
        if isInterpolation { interpolations.append(place + 1..<max(place + 1, end - 1)) }
        place = end
      } else {
        if !isMultiline, bytes[place] == UInt8(ascii: "\n") { return place }
        place += 1
      }
    }
    return bytes.count
  }

  /// The end of the regular expression `#/…/#` that begins at `start`; nil if none begins there.
  private func endOfRegex(from start: Int) -> Int? {
    let slash = bytes[start...].firstIndex { $0 != UInt8(ascii: "#") } ?? bytes.count
    guard slash > start, slash < bytes.count, bytes[slash] == UInt8(ascii: "/") else { return nil }
    let delimiter = [UInt8(ascii: "/")] + [UInt8](repeating: UInt8(ascii: "#"), count: slash - start)
    var place = slash + 1
    while place < bytes.count {
      if bytes[place...].starts(with: delimiter) { return place + delimiter.count }
      place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    return bytes.count
  }

  /// The place after the bracket that closes the one at `start`.
  private func endOfGroup(from start: Int) -> Int {
    var depth = 0
    var place = start
    while place < bytes.count {
      let token = token(at: place)
      if token.kind == .open { depth += 1 }
      if token.kind == .close { depth -= 1 }
      if depth == 0 { return token.range.upperBound }
      place = skipTrivia(from: max(token.range.upperBound, place + 1))
    }
    return bytes.count
  }

  /// The next place that is neither white space nor in a comment.
  private func skipTrivia(from start: Int) -> Int {
    var place = start
    while place < bytes.count {
      if bytes[place] <= 0x20 {
        place += 1
      } else if bytes[place...].starts(with: Array("//".utf8)) {
        place = bytes[place...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      } else if bytes[place...].starts(with: Array("/*".utf8)) {
        place = endOfComment(from: place)
      } else {
        break
      }
    }
    return place
  }

  private func endOfComment(from start: Int) -> Int {
    var depth = 0
    var place = start
    while place < bytes.count {
      if bytes[place...].starts(with: Array("/*".utf8)) {
        depth += 1
        place += 2
      } else if bytes[place...].starts(with: Array("*/".utf8)) {
        depth -= 1
        place += 2
        if depth == 0 { return place }
      } else {
        place += 1
      }
    }
    return bytes.count
  }

  private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}
