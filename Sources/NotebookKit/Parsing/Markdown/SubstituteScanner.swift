/// Finds Pandoc's inline syntax beyond cmark's: formulas, attributes, spans, notes, groups of references and
/// shortcodes.
///
/// Code is not changed. It works on bytes, since all marks are ASCII and a paragraph may be long.
struct SubstituteScanner {
  typealias Found = (substitute: Substitute, range: Range<Int>)

  private let bytes: [UInt8]
  private let formulas: FormulaScanner
  private var found: [Found] = []
  private var brackets: [Int] = []

  /// Bytes of the longest attributes or shortcode that are recognised.
  private static let longest = 2_000

  private init(_ paragraph: [UInt8]) {
    bytes = paragraph
    formulas = FormulaScanner(paragraph)
  }

  /// False for a text without such syntax.
  static func mayHaveMarkup(_ text: String) -> Bool {
    FormulaScanner.mayHaveFormulas(text) || text.contains("^[") || text.contains("@") && text.contains("[")
      || mayHaveMarks(text)
  }

  /// True if attributes or a shortcode may begin at this brace, or a script at this mark; most of those in code may
  /// not.
  private static func mayHaveMarks(_ text: String) -> Bool {
    var (beforeLast, last) = (UInt8(ascii: " "), UInt8(ascii: " "))
    for byte in text.utf8 {
      let isPlace = "])` ".utf8.contains(beforeLast) && byte > UInt8(ascii: " ")
      if last == UInt8(ascii: "~") || last == UInt8(ascii: "^"), endsWord(beforeLast), byte > UInt8(ascii: " ") {
        return true
      }
      if last == UInt8(ascii: "{"), isPlace || "#.{".utf8.contains(byte) {
        return true
      }
      (beforeLast, last) = (last, byte)
    }
    return false
  }

  /// All that is in a paragraph, in order.
  static func scan(_ paragraph: [UInt8]) -> [Found] {
    var scanner = SubstituteScanner(paragraph)
    scanner.scan()
    return scanner.found.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  private mutating func scan() {
    var index = 0
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\\"): index = formula(at: index) ?? index + 2
      case UInt8(ascii: "`"): index = formulas.endOfCode(from: index)
      case UInt8(ascii: "$"): index = formula(at: index) ?? index + 1
      case UInt8(ascii: "["):
        brackets.append(index)
        index += 1
      case UInt8(ascii: "]"): index = close(at: index)
      case UInt8(ascii: "~"), UInt8(ascii: "^"): index = script(at: index)
      case UInt8(ascii: "{"): index = shortcode(at: index) ?? attributes(at: index) ?? index + 1
      default: index += 1
      }
    }
  }

  private mutating func formula(at start: Int) -> Int? {
    guard let (formula, end) = formulas.formula(at: start) else { return nil }
    found.append((.formula(formula), start..<end))
    return end
  }

  /// A subscript `H~2~O` or superscript `x^2^`, directly after a word and without blanks.
  ///
  /// GitHub's strikethrough `~there~` follows a blank.
  private mutating func script(at start: Int) -> Int {
    let mark = bytes[start]
    let next = start + 1
    guard start > 0, Self.endsWord(bytes[start - 1]), next < bytes.count, bytes[next] != mark, !isBlank(bytes[next])
    else { return start + bytes[start...].prefix { $0 == mark }.count }
    let word = AddressWord(around: start, in: bytes)
    if word.isAddress || mark == UInt8(ascii: "~") && word.isPath {
      // Nor does a line go through what stands between two tildes of an address.
      found.append((.literal(text(start..<next)), start..<next))
      return next
    }
    var depth = 0
    for index in next..<min(bytes.count, next + Self.longestScript) {
      let byte = bytes[index]
      if byte == mark {
        let isDouble = index + 1 < bytes.count && bytes[index + 1] == mark
        // Powers follow one another in plain text: `10^6/10^3`.
        let isPower = mark == UInt8(ascii: "^") && index + 1 < bytes.count && Self.isDigit(bytes[index + 1])
        if isDouble || isPower || depth > 0 { return next }
        let bracket: Substitute.Bracket = mark == UInt8(ascii: "~") ? .subscripted : .superscripted
        found.append((.opening(bracket), start..<next))
        found.append((.closing(bracket, nil, source: text(index..<(index + 1))), index..<(index + 1)))
        return index + 1
      }
      if byte == UInt8(ascii: "(") { depth += 1 }
      if byte == UInt8(ascii: ")") { depth -= 1 }
      if depth < 0 || isBlank(byte) || "`$[]{}|<>\\^~".utf8.contains(byte) { return next }
    }
    return next
  }

  private static let longestScript = 60

  private static func endsWord(_ byte: UInt8) -> Bool {
    byte >= 0x80 || isDigit(byte) || (0x61...0x7A).contains(byte | 0x20) || ")*_".utf8.contains(byte)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  // MARK: Braces

  private mutating func shortcode(at start: Int) -> Int? {
    guard bytes[start...].starts(with: "{{<".utf8), start == 0 || bytes[start - 1] != UInt8(ascii: "{") else {
      return nil
    }
    let limit = min(bytes.count, start + Self.longest)
    var end = start + 3
    while end < limit, bytes[end] != UInt8(ascii: ">") || !bytes[end...].starts(with: ">}}".utf8) { end += 1 }
    guard end < limit, let shortcode = Shortcode(text(start..<(end + 3))) else { return nil }
    found.append((.shortcode(shortcode), start..<(end + 3)))
    return end + 3
  }

  private mutating func attributes(at start: Int) -> Int? {
    guard start > 0 else { return nil }
    let isAttached = "])`".utf8.contains(bytes[start - 1])
    guard let (attributes, end) = attributes(from: start) else { return nil }
    if !isAttached {
      // Elsewhere they belong to a heading or a caption, and end it.
      guard attributes != Attributes(), endsLine(end) else { return nil }
      guard isBlank(bytes[start - 1]) || isInHeading(start) else { return nil }
    }
    found.append((.attributes(attributes, isAttached: isAttached, source: text(start..<end)), start..<end))
    return end
  }

  /// True if only blanks follow in a line.
  private func endsLine(_ index: Int) -> Bool {
    let rest = bytes[index...].first { $0 == UInt8(ascii: "\n") || !isBlank($0) }
    return rest == nil || rest == UInt8(ascii: "\n")
  }

  /// True if the line of a byte, which is not too long for one, begins with the mark of a heading.
  private func isInHeading(_ index: Int) -> Bool {
    let line = bytes[..<index].suffix(Self.longest).reversed().prefix { $0 != UInt8(ascii: "\n") }
    return line.reversed().first { !" \t>".utf8.contains($0) } == UInt8(ascii: "#")
  }

  private func attributes(from start: Int) -> (Attributes, Int)? {
    guard start < bytes.count, bytes[start] == UInt8(ascii: "{") else { return nil }
    var quote: UInt8?
    var index = start + 1
    let limit = min(bytes.count, start + Self.longest)
    while index < limit {
      let byte = bytes[index]
      if byte == quote {
        quote = nil
      } else if quote != nil {
        if byte == UInt8(ascii: "\\") { index += 1 }
      } else if byte == UInt8(ascii: "}") {
        let inner = text((start + 1)..<index)
        if inner.hasPrefix("="), RawFence.isFormat(inner.dropFirst()) {
          var raw = Attributes()
          raw.values = [.init(key: "=", text: String(inner.dropFirst()))]
          return (raw, index + 1)
        }
        // Empty braces after an image say that it is not a figure.
        if inner.allSatisfy(\.isWhitespace) { return (Attributes(), index + 1) }
        return Attributes(inner).map { ($0, index + 1) }
      } else if byte == UInt8(ascii: "{") {
        return nil
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        if bytes[index - 1] != UInt8(ascii: "=") { return nil }
        quote = byte
      }
      index += 1
    }
    return nil
  }

  // MARK: Brackets

  /// A closing bracket: the end of a span, a note, a group of references, or of something of cmark's.
  private mutating func close(at index: Int) -> Int {
    guard let start = brackets.popLast() else { return index + 1 }
    let next = index + 1 < bytes.count ? bytes[index + 1] : UInt8(ascii: " ")
    let previous = start > 0 ? bytes[start - 1] : UInt8(ascii: " ")
    if let (attributes, end) = attributes(from: index + 1) {
      if previous == UInt8(ascii: "!") || previous == UInt8(ascii: "]") || bytes[start + 1] == UInt8(ascii: "^") {
        return index + 1
      }
      found.append((.opening(.span), start..<(start + 1)))
      found.append((.closing(.span, attributes, source: text(index..<end)), index..<end))
      return end
    }
    if previous == UInt8(ascii: "^"), index > start + 1 {
      found.append((.opening(.note), (start - 1)..<(start + 1)))
      found.append((.closing(.note, nil, source: "]"), index..<(index + 1)))
    } else if next != UInt8(ascii: "("), next != UInt8(ascii: "["), index - start < 400, previous != UInt8(ascii: "!"),
      bytes[(start + 1)..<index].contains(UInt8(ascii: "@")), let group = ReferenceGroup(text(start..<(index + 1)))
    {
      while let last = found.last, last.range.lowerBound > start { found.removeLast() }
      found.append((.references(group), start..<(index + 1)))
    }
    return index + 1
  }

  // MARK: Bytes

  private func isBlank(_ byte: UInt8) -> Bool { " \t\r\n".utf8.contains(byte) }

  private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}
