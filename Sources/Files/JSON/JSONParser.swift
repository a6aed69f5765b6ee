import Foundation

/// The position at which a text stops being JSON.
package struct JSONError: UserFacingError, Equatable {
  /// Part of a sentence, as in `a colon is missing`.
  package let reason: String
  /// Offset in bytes, from 0.
  package let offset: Int

  package var description: String { "This is not JSON: \(reason) at byte \(offset). Correct the text there." }
}

extension JSON {
  /// Parses a whole text. Blanks may surround the value.
  ///
  /// The parser is strict: two members of one name are an error, while Foundation's parsers silently drop one.
  ///
  /// - Parameter maximumDepth: Maximum nesting of arrays and objects.
  package init(parsing text: some Sequence<UInt8>, maximumDepth: Int = 512) throws(JSONError) {
    var parser = JSONParser(bytes: Array(text), maximumDepth: maximumDepth)
    self = try parser.value(depth: 0)
    try parser.end()
  }
}

/// A recursive-descent parser over the bytes of a JSON text.
private struct JSONParser {
  private let bytes: [UInt8]
  private let maximumDepth: Int
  private var offset = 0

  init(bytes: [UInt8], maximumDepth: Int) {
    self.bytes = bytes
    self.maximumDepth = maximumDepth
  }

  mutating func value(depth: Int) throws(JSONError) -> JSON {
    guard depth < maximumDepth else { throw error("nested too deeply") }
    skipBlanks()
    switch peek {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return .number(try number())
    }
  }

  mutating func end() throws(JSONError) {
    skipBlanks()
    guard offset == bytes.count else { throw error("something follows the value") }
  }

  private mutating func object(depth: Int) throws(JSONError) -> JSON {
    offset += 1
    var members: [JSON.Object.Member] = []
    var names: Set<String> = []
    skipBlanks()
    if take("}") { return .object(JSON.Object()) }
    repeat {
      skipBlanks()
      let key = try string()
      guard names.insert(key).inserted else { throw error("“\(key)” occurs twice") }
      skipBlanks()
      guard take(":") else { throw error("a colon is missing") }
      members.append(JSON.Object.Member(key, try value(depth: depth + 1)))
      skipBlanks()
    } while take(",")
    guard take("}") else { throw error("a closing brace is missing") }
    return .object(JSON.Object(unique: members))
  }

  private mutating func array(depth: Int) throws(JSONError) -> JSON {
    offset += 1
    var items: [JSON] = []
    skipBlanks()
    if take("]") { return .array([]) }
    repeat {
      items.append(try value(depth: depth + 1))
      skipBlanks()
    } while take(",")
    guard take("]") else { throw error("a closing bracket is missing") }
    return .array(items)
  }

  private mutating func string() throws(JSONError) -> String {
    guard take("\"") else { throw error("a quotation mark is missing") }
    var text: [UInt8] = []
    while let byte = peek, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw error("a control character is in a string") }
      offset += 1
      if byte == UInt8(ascii: "\\") {
        text.append(contentsOf: String(try escape()).utf8)
      } else {
        text.append(byte)
      }
    }
    guard take("\"") else { throw error("a string does not end") }
    guard let string = String(validating: text, as: UTF8.self) else { throw error("a string is not UTF-8") }
    return string
  }

  private mutating func escape() throws(JSONError) -> Unicode.Scalar {
    guard let byte = peek else { throw error("a string does not end") }
    offset += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try unicodeEscape()
    default: throw error("an unknown escape")
    }
  }

  private mutating func unicodeEscape() throws(JSONError) -> Unicode.Scalar {
    let first = try hexadecimal()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, take("\\"), take("u") else { throw error("half a surrogate pair") }
    let second = try hexadecimal()
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar((first - 0xD800) << 10 + second - 0xDC00 + 0x10000)
    else { throw error("half a surrogate pair") }
    return scalar
  }

  private mutating func hexadecimal() throws(JSONError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw error("four hexadecimal digits are missing")
      }
      code = code << 4 | UInt32(digit)
      offset += 1
    }
    return code
  }

  /// A number by the grammar of RFC 8259, section 6.
  private mutating func number() throws(JSONError) -> JSON.Number {
    let start = offset
    _ = take("-")
    if !take("0") { try digits() }
    if take(".") { try digits() }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      try digits()
    }
    return JSON.Number(literal: String(decoding: bytes[start..<offset], as: UTF8.self))
  }

  private mutating func digits() throws(JSONError) {
    let start = offset
    while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { offset += 1 }
    if offset == start { throw error("a value is missing") }
  }

  private mutating func word(_ word: String, _ value: JSON) throws(JSONError) -> JSON {
    guard bytes[offset...].starts(with: word.utf8) else { throw error("an unknown word") }
    offset += word.utf8.count
    return value
  }

  private var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private mutating func skipBlanks() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard peek == UInt8(ascii: character) else { return false }
    offset += 1
    return true
  }

  private func error(_ reason: String) -> JSONError {
    JSONError(reason: reason, offset: offset)
  }
}
