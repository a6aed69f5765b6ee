/// HTML as lines that can be compared: one tag or piece of text each, without parts that a browser does not show.
enum MarkupLines {
  /// Blanks are folded, and left out at the edges of blocks; comments are left out; names of tags and attributes are in
  /// lower case, attributes in the order of their names, values in double quotes. The content of `script`, `style` and
  /// `pre` keeps its lines.
  static func text(of html: String) -> String {
    var scanner = MarkupScanner(Array(html.utf8))
    return scanner.lines().joined(separator: "\n")
  }
}

/// Reads markup from the left, each byte a bounded number of times.
private struct MarkupScanner {
  private let bytes: [UInt8]
  private var place = 0
  /// The element whose text keeps its lines.
  private var raw: String?

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func lines() -> [String] {
    var pieces: [Piece] = []
    while place < bytes.count {
      if starts(with: "<!--"), raw == nil {
        place = end(of: "-->", from: place + 4)
      } else if bytes[place] == UInt8(ascii: "<"), beginsTag, raw == nil || closesRaw {
        pieces.append(tag())
      } else {
        let text = self.text()
        if raw == nil {
          pieces.append(.text(text))
        } else {
          pieces += text.split(separator: "\n", omittingEmptySubsequences: false).map { .raw(String($0)) }
        }
      }
    }
    return pieces.indices.compactMap { index in
      switch pieces[index] {
      case .inlineTag(let text), .blockTag(let text), .raw(let text): text
      case .text(let text): Self.folded(text, between: pieces[safe: index - 1], and: pieces[safe: index + 1])
      }
    }
  }

  /// A tag or a piece of text, each on a separate line.
  private enum Piece {
    /// A tag within a line of text, where an adjacent blank is visible.
    case inlineTag(String)
    /// A tag that ends a line of text.
    case blockTag(String)
    case text(String)
    /// A line of text that is shown as it is written.
    case raw(String)

    var isBlockTag: Bool { if case .blockTag = self { true } else { false } }
  }

  /// Text with one blank for each run of blanks, and none beside a block; nil if nothing is visible.
  private static func folded(_ text: String, between before: Piece?, and after: Piece?) -> String? {
    let words = text.utf8.split { isBlank($0) }.map { String(decoding: $0, as: UTF8.self) }
    let opens = (text.utf8.first.map(isBlank) ?? false) && !(before?.isBlockTag ?? true)
    let closes = (text.utf8.last.map(isBlank) ?? false) && !(after?.isBlockTag ?? true)
    if words.isEmpty { return opens && closes ? " " : nil }
    return (opens ? " " : "") + words.joined(separator: " ") + (closes ? " " : "")
  }

  private var beginsTag: Bool {
    guard place + 1 < bytes.count else { return false }
    let next = bytes[place + 1]
    return Self.isLetter(next) || next == UInt8(ascii: "/") || next == UInt8(ascii: "!")
  }

  private var closesRaw: Bool {
    guard let raw, place + 2 + raw.utf8.count <= bytes.count, bytes[place + 1] == UInt8(ascii: "/") else {
      return false
    }
    return bytes[(place + 2)...].prefix(raw.utf8.count).map { $0 | 0x20 } == Array(raw.utf8)
  }

  private mutating func text() -> String {
    let start = place
    place += 1
    while place < bytes.count, bytes[place] != UInt8(ascii: "<") { place += 1 }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  private mutating func tag() -> Piece {
    place += 1
    let name = word().lowercased()
    var attributes: [(name: String, value: String?)] = []
    while true {
      skipBlanks()
      guard place < bytes.count, bytes[place] != UInt8(ascii: ">") else { break }
      let start = place
      let attribute = word().lowercased()
      skipBlanks()
      if place < bytes.count, bytes[place] == UInt8(ascii: "=") {
        place += 1
        skipBlanks()
        attributes.append((attribute, value()))
      } else if attribute.isEmpty {
        place = max(place, start + 1)
      } else {
        attributes.append((attribute, nil))
      }
    }
    place = min(place + 1, bytes.count)
    raw = ["script", "style", "pre", "textarea"].contains(name) ? name : nil
    let list = attributes.sorted { $0.name < $1.name }.map { " " + $0.name + ($0.value.map { "=\"\($0)\"" } ?? "") }
    let text = "<\(name)\(list.joined())>"
    return HTMLTagNames.block.contains(name.hasPrefix("/") ? String(name.dropFirst()) : name)
      ? .blockTag(text) : .inlineTag(text)
  }

  /// Text before the next blank, `=` or `>`; a slash belongs to the name only at its start.
  private mutating func word() -> String {
    let start = place
    if place < bytes.count, bytes[place] == UInt8(ascii: "/") { place += 1 }
    while place < bytes.count, !Self.isBlank(bytes[place]),
      bytes[place] != UInt8(ascii: "="), bytes[place] != UInt8(ascii: ">"), bytes[place] != UInt8(ascii: "/")
    { place += 1 }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    return text == "/" ? "" : text
  }

  private mutating func value() -> String {
    guard place < bytes.count else { return "" }
    let quote = bytes[place]
    let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
    if isQuoted { place += 1 }
    let start = place
    while place < bytes.count, isQuoted ? bytes[place] != quote : !Self.isBlank(bytes[place]) && bytes[place] != 0x3E {
      place += 1
    }
    let value = String(decoding: bytes[start..<place], as: UTF8.self)
    if isQuoted { place = min(place + 1, bytes.count) }
    return value
  }

  private mutating func skipBlanks() { while place < bytes.count, Self.isBlank(bytes[place]) { place += 1 } }

  private func starts(with text: String) -> Bool { bytes[place...].starts(with: text.utf8) }

  /// The position after the next `text`, or the end.
  private func end(of text: String, from start: Int) -> Int {
    var place = min(start, bytes.count)
    while place < bytes.count, !bytes[place...].starts(with: text.utf8) { place += 1 }
    return min(place + text.utf8.count, bytes.count)
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
}
