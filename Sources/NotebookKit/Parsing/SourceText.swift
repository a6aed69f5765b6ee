import Foundation

/// A notebook's text, without traces of editors on other systems.
struct SourceText {
  /// The name that messages show.
  let file: String
  /// The text without byte order mark, line ends as `\n`.
  let text: String
  /// The lines without their ends; line `n` of the file is `lines[n - 1]`.
  let lines: [Substring]

  /// - Throws: ``NotebookError/notUTF8(_:column:)``, and nothing else.
  init(_ data: Data, file: String) throws(NotebookError) {
    var bytes = Array(data)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      let place = Self.firstInvalidByte(bytes)
      throw .notUTF8(SourceLocation(file: file, line: place.line), column: place.column)
    }
    self.init(text: text, file: file)
  }

  init(text: String, file: String) {
    self.file = file
    self.text = Self.unixLineEnds(text)
    self.lines = self.text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  func location(_ line: Int) -> SourceLocation { SourceLocation(file: file, line: line) }

  /// The text with blanks for the first `count` lines, so lines and bytes below keep their numbers.
  func blanked(upTo count: Int) -> String {
    let first = lines.prefix(count).map { String(repeating: " ", count: $0.utf8.count) }
    return (first + lines.dropFirst(count).map(String.init)).joined(separator: "\n")
  }

  /// `\r\n` and lone `\r` become `\n`.
  private static func unixLineEnds(_ text: String) -> String {
    guard text.utf8.contains(0x0D) else { return text }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    var previous: UInt8 = 0
    for byte in text.utf8 {
      if byte == 0x0D { bytes.append(0x0A) } else if byte != 0x0A || previous != 0x0D { bytes.append(byte) }
      previous = byte
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func firstInvalidByte(_ bytes: [UInt8]) -> (line: Int, column: Int) {
    var line = 1
    for slice in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      if String(validating: slice, as: UTF8.self) == nil {
        var valid = slice.count
        while valid > 0, String(validating: slice.prefix(valid), as: UTF8.self) == nil { valid -= 1 }
        return (line, valid + 1)
      }
      line += 1
    }
    return (line, 1)
  }
}
