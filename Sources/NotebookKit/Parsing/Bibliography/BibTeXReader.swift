/// Reads the entries of a BibTeX file, and continues after an invalid one.
///
/// A value ends, even if not closed, at a line that starts another entry. So an open brace costs one entry, and the
/// time is linear in the size of the file.
struct BibTeXReader {
  /// An error in the file: its line, from 1, and a description.
  struct Problem: Error, Equatable {
    var line: Int
    var reason: String
  }

  /// An entry as it is written: its type and fields in lower case, values in LaTeX.
  struct Entry: Equatable {
    var type: String
    var key: String
    var line: Int
    var fields: [String: String] = [:]
  }

  private let bytes: [UInt8]
  private var position = 0
  /// The line of ``position``, from 1.
  private var line = 1
  /// Definitions by `@string`, and the names of the months.
  private var abbreviations = BibTeXReader.months
  /// Bytes that abbreviations have stood for. One may contain others, so a few could expand to gigabytes.
  private var expandedBytes = 0
  private static let mostExpandedBytes = 4_000_000
  private(set) var entries: [Entry] = []
  private(set) var problems: [Problem] = []

  /// - Parameter text: The file; `%` in it begins no comment, as in BibTeX.
  init(_ text: String) {
    bytes = Array(text.utf8)
    while skip(to: UInt8(ascii: "@")) {
      let start = position
      do throws(Problem) {
        try readEntry()
      } catch {
        problems.append(error)
        // The next entry may begin within this one.
        position = max(position, start + 1)
        skipToNextEntry()
      }
    }
  }

  private static let months = [
    "jan": "January", "feb": "February", "mar": "March", "apr": "April", "may": "May", "jun": "June", "jul": "July",
    "aug": "August", "sep": "September", "oct": "October", "nov": "November", "dec": "December",
  ]

  // MARK: Entries

  private mutating func readEntry() throws(Problem) {
    let first = line
    advance()
    let type = word { Self.isLetter($0) }.lowercased()
    skipBlanks()
    guard let open = current, open == UInt8(ascii: "{") || open == UInt8(ascii: "(") else {
      // An address of mail between entries is a comment.
      return
    }
    let close = open == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: ")")
    switch type {
    case "": return
    case "comment", "preamble": _ = try braced(isEntry: true)
    case "string":
      advance()
      for (name, value) in try fields(until: close, of: "@string", from: first) { abbreviations[name] = value }
    default:
      advance()
      skipBlanks()
      let key = word { !Self.isBlank($0) && !",{}()\"#=%".utf8.contains($0) }
      skipBlanks()
      guard !key.isEmpty, current == UInt8(ascii: ",") || current == close else {
        throw Problem(line: first, reason: "the `@\(type)` has no key. Write `@\(type){key, …}`.")
      }
      var entry = Entry(type: type, key: key, line: first)
      if current == UInt8(ascii: ",") { advance() }
      for (name, value) in try fields(until: close, of: key, from: first) where entry.fields[name] == nil {
        entry.fields[name] = value
      }
      entries.append(entry)
    }
  }

  /// Pairs `name = value` up to the end of an entry.
  private mutating func fields(
    until close: UInt8, of owner: String, from first: Int
  ) throws(Problem) -> [(name: String, value: String)] {
    var fields: [(name: String, value: String)] = []
    while true {
      skip { Self.isBlank($0) || $0 == UInt8(ascii: ",") }
      guard let byte = current else { throw unclosed(owner, first) }
      if byte == close {
        advance()
        return fields
      }
      if byte == UInt8(ascii: "@"), isAtLineStart { throw unclosed(owner, first) }
      let place = line
      let name = word { !Self.isBlank($0) && !"={},\"#()@".utf8.contains($0) }.lowercased()
      skipBlanks()
      guard !name.isEmpty, current == UInt8(ascii: "=") else {
        throw Problem(line: place, reason: "a field of `\(owner)` is not `name = {value}`. Mend that line.")
      }
      advance()
      fields.append((name, try value(of: name)))
    }
  }

  private func unclosed(_ owner: String, _ line: Int) -> Problem {
    Problem(line: line, reason: "`\(owner)` is not closed. Add the closing brace.")
  }

  // MARK: Values

  /// Parts joined by `#`.
  private mutating func value(of name: String) throws(Problem) -> String {
    var value = ""
    while true {
      skipBlanks()
      switch current {
      case UInt8(ascii: "{"): value += try braced(isEntry: false)
      case UInt8(ascii: "\""): value += try quoted()
      default:
        let place = line
        let part = word { !Self.isBlank($0) && !"={},\"#()@".utf8.contains($0) }
        if part.isEmpty { throw Problem(line: place, reason: "`\(name)` has no value. Write `\(name) = {…}`.") }
        let text = abbreviations[part.lowercased()] ?? part
        expandedBytes += text.utf8.count
        if expandedBytes > Self.mostExpandedBytes {
          throw Problem(line: place, reason: "the abbreviations of `@string` expand to too much text. Write them out.")
        }
        value += text
      }
      skipBlanks()
      guard current == UInt8(ascii: "#") else { return value }
      advance()
    }
  }

  /// The text between two braces, or parentheses around a comment, that belong together.
  private mutating func braced(isEntry: Bool) throws(Problem) -> String {
    let first = line
    let open = current
    let close = open == UInt8(ascii: "(") ? UInt8(ascii: ")") : UInt8(ascii: "}")
    advance()
    let start = position
    var depth = 1
    while let byte = current {
      if byte == UInt8(ascii: "\\") {
        advance()
      } else if byte == open {
        depth += 1
      } else if byte == close {
        depth -= 1
        if depth == 0 {
          defer { advance() }
          return String(decoding: bytes[start..<position], as: UTF8.self)
        }
      } else if beginsEntry, !isEntry || position > start {
        break
      }
      advance()
    }
    throw Problem(line: first, reason: "a brace is not closed. Add the closing brace.")
  }

  /// The text between two quotes outside braces.
  private mutating func quoted() throws(Problem) -> String {
    let first = line
    advance()
    let start = position
    var depth = 0
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\\"): advance()
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"): depth -= 1
      case UInt8(ascii: "\"") where depth == 0:
        defer { advance() }
        return String(decoding: bytes[start..<position], as: UTF8.self)
      default: if beginsEntry { throw unclosedQuote(first) }
      }
      advance()
    }
    throw unclosedQuote(first)
  }

  private func unclosedQuote(_ line: Int) -> Problem {
    Problem(line: line, reason: "a quotation mark is not closed. Add the closing mark.")
  }

  // MARK: Bytes

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private var isAtLineStart: Bool { position == 0 || bytes[position - 1] == UInt8(ascii: "\n") }

  /// True where a line begins with `@` and a letter.
  private var beginsEntry: Bool {
    current == UInt8(ascii: "@") && isAtLineStart && position + 1 < bytes.count && Self.isLetter(bytes[position + 1])
  }

  private mutating func advance() {
    guard position < bytes.count else { return }
    if bytes[position] == UInt8(ascii: "\n") { line += 1 }
    position += 1
  }

  private mutating func skip(while condition: (UInt8) -> Bool) {
    while let byte = current, condition(byte) { advance() }
  }

  private mutating func skipBlanks() { skip(while: Self.isBlank) }

  private mutating func skip(to byte: UInt8) -> Bool {
    skip { $0 != byte }
    return current != nil
  }

  private mutating func skipToNextEntry() { while current != nil, !beginsEntry { advance() } }

  private mutating func word(_ condition: (UInt8) -> Bool) -> String {
    let start = position
    skip(while: condition)
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private static func isBlank(_ byte: UInt8) -> Bool { " \t\r\n".utf8.contains(byte) }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) }
}
