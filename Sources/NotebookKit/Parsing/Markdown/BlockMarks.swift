/// The lines of a text that are blocks to Pandoc and text to cmark: fences of colons, and the colons that begin
/// definitions and captions.
struct BlockMarks {
  /// By line, from 1: a fence, and the bytes before its colons.
  private(set) var fences: [Int: (DivFence, prefix: Int)] = [:]
  /// The column of the colon by line.
  private(set) var definitions: [Int: Int] = [:]

  /// The mark of a list's item instead of the colon.
  static let itemMark = UInt8(ascii: "+")

  init() {}

  /// False for a text that cannot contain any.
  static func mayHaveMarks(_ text: String) -> Bool {
    if text.contains(":::") { return true }
    var (isAtStart, wasColon) = (true, false)
    for byte in text.utf8 {
      if wasColon, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { return true }
      wasColon = isAtStart && byte == UInt8(ascii: ":")
      isAtStart = byte == UInt8(ascii: "\n") || isAtStart && " \t>".utf8.contains(byte)
    }
    return false
  }

  /// - Parameters:
  ///   - text: The Markdown as written.
  ///   - codeLines: The lines of code, where marks have no meaning.
  ///   - tableLines: The lines of tables, to which captions belong.
  init(_ text: String, codeLines: [ClosedRange<Int>], tableLines: [ClosedRange<Int>]) {
    guard Self.mayHaveMarks(text) else { return }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var code = codeLines[...]
    let tables = tableLines.reduce(into: Set<Int>()) { $0.formUnion($1) }
    // The indentation of the definition that continues, nil below one.
    var definition: Int?
    for (index, line) in lines.enumerated() {
      while let block = code.first, block.upperBound <= index { code.removeFirst() }
      let prefix = Self.prefix(of: line)
      let content = Substring(line.utf8.dropFirst(prefix))
      if content.isEmpty { continue }
      let isCode = code.first?.contains(index + 1) ?? false
      if !isCode, content.hasPrefix(":::"), let fence = DivFence(content) {
        fences[index + 1] = (fence, prefix)
        definition = nil
      } else if !isCode, Self.isColon(content), isPlace(index, lines, tables, follows: definition != nil) {
        definitions[index + 1] = prefix
        definition = prefix
      } else if let indentation = definition, prefix <= indentation, isBlank(index - 1, lines) {
        // A line after a blank one continues with the definition if it is indented.
        definition = nil
      }
    }
  }

  /// The bytes of the marks of containers before a line's text; the mark of a list's item only before colons.
  private static func prefix(of line: Substring) -> Int {
    let blanks = line.utf8.prefix { " \t>".utf8.contains($0) }.count
    let rest = line.utf8.dropFirst(blanks)
    guard let first = rest.first, "-*+0123456789".utf8.contains(first) else { return blanks }
    let mark = rest.prefix { "-*+0123456789.) \t".utf8.contains($0) }
    let isMark = mark.last.map { " \t".utf8.contains($0) } ?? false
    return isMark && rest.dropFirst(mark.count).starts(with: ":::".utf8) ? blanks + mark.count : blanks
  }

  /// A text with the marks of items in place of the colons of definitions.
  func withItems(_ text: String) -> String {
    var bytes = Array(text.utf8)
    let starts = bytes.lineStarts
    for (line, column) in definitions where starts.indices.contains(line - 1) {
      bytes[starts[line - 1] + column] = Self.itemMark
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isColon(_ content: Substring) -> Bool {
    guard content.first == ":", let next = content.dropFirst().first, next == " " || next == "\t" else { return false }
    return content.dropFirst().contains { !$0.isWhitespace }
  }

  /// True if a definition or a caption may begin here: below a line that is a complete term, below or above a table, or
  /// after another definition.
  private func isPlace(_ index: Int, _ lines: [Substring], _ tables: Set<Int>, follows: Bool) -> Bool {
    if follows { return true }
    let above = isBlank(index - 1, lines) ? index - 2 : index - 1
    if tables.contains(index + 1) || tables.contains(above + 1) { return true }
    let below = isBlank(index + 1, lines) ? index + 2 : index + 1
    if tables.contains(below + 1) { return true }
    guard above >= 0, !isBlank(above, lines), fences[above + 1] == nil else { return false }
    return isBlank(above - 1, lines) || fences[above] != nil
  }

  /// True for a line of blanks, and for one outside the text.
  private func isBlank(_ index: Int, _ lines: [Substring]) -> Bool {
    guard lines.indices.contains(index) else { return true }
    return lines[index].utf8.allSatisfy { " \t\r>".utf8.contains($0) }
  }
}
