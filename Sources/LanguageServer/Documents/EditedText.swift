/// A text as its editor has it, by lines.
struct EditedText: Equatable, Sendable {
  /// The lines without their ends; at least one.
  private(set) var lines: [String]

  init(_ text: String) { lines = Self.lines(of: text) }

  /// The text with `\n` at the ends of lines.
  var text: String { lines.joined(separator: "\n") }

  /// The lines of a text that may end with `\n`, `\r\n` or `\r`, as the protocol requires.
  private static func lines(of text: String) -> [String] {
    var lines: [String] = []
    var line: [UInt8] = []
    var previous: UInt8 = 0
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n") && previous != UInt8(ascii: "\r") {
        lines.append(String(decoding: line, as: UTF8.self))
        line.removeAll(keepingCapacity: true)
      } else if byte != UInt8(ascii: "\n") {
        line.append(byte)
      }
      previous = byte
    }
    return lines + [String(decoding: line, as: UTF8.self)]
  }

  /// Replaces a range by a text. The ends of the range are clamped to the text.
  mutating func replace(_ range: Range<Place>, with text: String, _ encoding: PositionEncoding) {
    let start = nearest(range.lowerBound)
    let end = nearest(range.upperBound)
    let head = prefix(of: start, encoding)
    let tail = suffix(of: end, encoding)
    lines.replaceSubrange(start.line...end.line, with: Self.lines(of: head + text + tail))
  }

  /// The position itself, or the end of the text for one below it.
  private func nearest(_ place: Place) -> Place {
    place.line < lines.count ? place : Place(line: lines.count - 1, column: .max)
  }

  private func prefix(of place: Place, _ encoding: PositionEncoding) -> String {
    let line = lines[place.line]
    return String(decoding: line.utf8.prefix(encoding.offset(ofColumn: place.column, in: line)), as: UTF8.self)
  }

  private func suffix(of place: Place, _ encoding: PositionEncoding) -> String {
    let line = lines[place.line]
    return String(decoding: line.utf8.dropFirst(encoding.offset(ofColumn: place.column, in: line)), as: UTF8.self)
  }
}
