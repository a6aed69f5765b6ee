import Foundation
import LanguageServer
import NotebookKit

/// Names at positions in code that may be incomplete.
package enum CodeNames {
  /// The position as a line and a column in UTF-16 units, in the code as sourcekit-lsp reads it.
  ///
  /// - Parameter offset: In bytes, at a character's beginning.
  package static func place(of offset: Int, in code: String) -> Place {
    let before = Array(CellDocument.readable(code).utf8.prefix(offset))
    let starts = before.lineStarts
    let line = String(decoding: before[(starts.last ?? 0)...], as: UTF8.self)
    return Place(line: max(0, starts.count - 1), column: line.utf16.count)
  }

  private static func isPartOfName(_ byte: UInt8) -> Bool {
    byte >= 0x80 || isalnum(Int32(byte)) != 0 || byte == UInt8(ascii: "_")
  }

  /// The beginning of the name that ends at a position; the position itself if none does.
  package static func start(ofNameBefore offset: Int, in code: String) -> Int {
    let bytes = Array(code.utf8.prefix(offset))
    return bytes.count - bytes.reversed().prefix(while: isPartOfName).count
  }

  /// The type of a variable for which sourcekit-lsp gives only the declaration, if that type is a name.
  ///
  /// - Parameter description: The answer to `textDocument/hover`.
  package static func type(ofBareVariable description: String) -> String? {
    let declaration = /```swift\n(?:\w+ )*(?:let|var) [^\s:]+: (?<type>\w+)(?:<.*>)?[?!]?(?: \{.*\})?\n```\s*/
    return description.wholeMatch(of: declaration).map { String($0.output.type) }
  }

  /// The first paragraph after the declaration; nil if there is none.
  ///
  /// - Parameter description: The answer to `textDocument/hover`.
  package static func summary(ofDescription description: String) -> String? {
    guard let end = description.range(of: "\n```\n") else { return nil }
    let text = description[end.upperBound...].drop { $0.isNewline }
    let paragraph = text.prefix(upTo: text.range(of: "\n\n")?.lowerBound ?? text.endIndex)
    return paragraph.isEmpty ? nil : String(paragraph)
  }

  /// The bytes of the name at a position: the one around or before it, otherwise that of the enclosing call.
  package static func range(ofNameAt offset: Int, in code: String) -> Range<Int>? {
    let bytes = Array(code.utf8)
    func name(from start: Int, through place: Int) -> Range<Int> {
      start..<place + bytes[place...].prefix(while: isPartOfName).count
    }
    let start = start(ofNameBefore: offset, in: code)
    if start < offset || offset < bytes.count && isPartOfName(bytes[offset]) {
      return name(from: start, through: offset)
    }
    var depth = 0
    for index in stride(from: offset - 1, through: 0, by: -1) {
      if bytes[index] == UInt8(ascii: ")") { depth += 1 }
      guard bytes[index] == UInt8(ascii: "(") else { continue }
      if depth == 0 {
        let start = self.start(ofNameBefore: index, in: code)
        return start < index ? start..<index : nil
      }
      depth -= 1
    }
    return nil
  }
}
