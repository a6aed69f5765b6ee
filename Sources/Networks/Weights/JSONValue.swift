/// A JSON text as a tree that keeps the order of members and refuses a name that comes twice.
///
/// Foundation's parsers silently keep one of two members with the same name; a weight file that says two things
/// about one tensor is to be refused.
indirect enum JSONValue: Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([Member])

  struct Member: Equatable {
    let key: String
    let value: JSONValue
  }

  /// Where a text stops being JSON, and why.
  struct SyntaxError: Error {
    let reason: String
    let offset: Int
  }

  /// Members of an object; nil for anything else.
  var members: [(key: String, value: JSONValue)]? {
    guard case .object(let members) = self else { return nil }
    return members.map { ($0.key, $0.value) }
  }

  /// An array of whole numbers from 0 to 2⁵³; nil for anything else.
  var naturals: [Int]? {
    guard case .array(let items) = self else { return nil }
    var numbers: [Int] = []
    for item in items {
      guard case .number(let number) = item, number >= 0, number <= 0x1p53, let natural = Int(exactly: number) else {
        return nil
      }
      numbers.append(natural)
    }
    return numbers
  }

  /// Parses a whole text; trailing blanks are allowed.
  static func parse(_ bytes: [UInt8]) throws -> JSONValue {
    var parser = JSONParser(bytes: bytes)
    let value = try parser.value(depth: 0)
    try parser.end()
    return value
  }

  /// A JSON string literal.
  static func quote(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

/// Walks the bytes of a JSON text.
private struct JSONParser {
  let bytes: [UInt8]
  var offset = 0

  /// Deeper nesting than any header has use for.
  static let maximumDepth = 32

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func value(depth: Int) throws -> JSONValue {
    guard depth < Self.maximumDepth else { throw error("nested too deeply") }
    skipBlanks()
    switch peek {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return .number(try number())
    }
  }

  mutating func end() throws {
    skipBlanks()
    guard offset == bytes.count else { throw error("something follows the value") }
  }

  private mutating func object(depth: Int) throws -> JSONValue {
    offset += 1
    var members: [JSONValue.Member] = []
    var names: Set<String> = []
    skipBlanks()
    if take("}") { return .object([]) }
    repeat {
      skipBlanks()
      let key = try string()
      guard names.insert(key).inserted else { throw error("“\(key)” comes twice") }
      skipBlanks()
      guard take(":") else { throw error("a colon is missing") }
      members.append(JSONValue.Member(key: key, value: try value(depth: depth + 1)))
      skipBlanks()
    } while take(",")
    guard take("}") else { throw error("a closing brace is missing") }
    return .object(members)
  }

  private mutating func array(depth: Int) throws -> JSONValue {
    offset += 1
    var items: [JSONValue] = []
    skipBlanks()
    if take("]") { return .array([]) }
    repeat {
      items.append(try value(depth: depth + 1))
      skipBlanks()
    } while take(",")
    guard take("]") else { throw error("a closing bracket is missing") }
    return .array(items)
  }

  private mutating func string() throws -> String {
    guard take("\"") else { throw error("a quotation mark is missing") }
    var text: [UInt8] = []
    while let byte = peek, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw error("a control character stands in a text") }
      offset += 1
      if byte == UInt8(ascii: "\\") {
        text.append(contentsOf: String(try escape()).utf8)
      } else {
        text.append(byte)
      }
    }
    guard take("\"") else { throw error("a text does not end") }
    guard let string = String(validating: text, as: UTF8.self) else { throw error("a text is not UTF-8") }
    return string
  }

  private mutating func escape() throws -> Unicode.Scalar {
    guard let byte = peek else { throw error("a text does not end") }
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

  private mutating func unicodeEscape() throws -> Unicode.Scalar {
    let first = try hexadecimal()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, take("\\"), take("u") else { throw error("half a surrogate pair") }
    let second = try hexadecimal()
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar((first - 0xD800) << 10 + second - 0xDC00 + 0x10000)
    else { throw error("half a surrogate pair") }
    return scalar
  }

  private mutating func hexadecimal() throws -> UInt32 {
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

  private mutating func number() throws -> Double {
    let start = offset
    while let byte = peek, "+-.eE0123456789".utf8.contains(byte) { offset += 1 }
    guard let number = Double(String(decoding: bytes[start..<offset], as: UTF8.self)), number.isFinite else {
      throw error("a value is missing")
    }
    return number
  }

  private mutating func word(_ word: String, _ value: JSONValue) throws -> JSONValue {
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

  private func error(_ reason: String) -> JSONValue.SyntaxError {
    JSONValue.SyntaxError(reason: reason, offset: offset)
  }
}
