import Files

/// A position in a text: a line and a column in the units of some encoding, both from 0.
package struct Place: Hashable, Comparable, Sendable {
  package var line: Int
  package var column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// Reads a `Position`; nil for anything else.
  package init?(_ json: JSON?) {
    guard let line = json?["line"]?.integer, let column = json?["character"]?.integer, line >= 0, column >= 0 else {
      return nil
    }
    self.init(line: line, column: column)
  }

  package static func < (left: Place, right: Place) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }

  package var json: JSON { ["line": .integer(line), "character": .integer(column)] }
}

extension Range<Place> {
  /// Reads a `Range`; nil for anything else, and for one that ends before it begins.
  package init?(_ json: JSON?) {
    guard let start = Place(json?["start"]), let end = Place(json?["end"]), start <= end else { return nil }
    self = start..<end
  }

  package var json: JSON { ["start": lowerBound.json, "end": upperBound.json] }
}

/// The units in which a client counts columns.
package enum PositionEncoding: String, Sendable {
  case utf8 = "utf-8"
  case utf16 = "utf-16"

  /// The units that some characters take.
  func count(_ text: some StringProtocol) -> Int {
    switch self {
    case .utf8: text.utf8.count
    case .utf16: text.utf16.count
    }
  }

  /// The bytes before a column of a line; a column beyond the end or within a character is rounded down.
  func offset(ofColumn column: Int, in line: some StringProtocol) -> Int {
    switch self {
    case .utf8:
      var end = min(column, line.utf8.count)
      let bytes = line.utf8
      while end > 0, end < bytes.count, bytes[bytes.index(bytes.startIndex, offsetBy: end)] & 0xC0 == 0x80 { end -= 1 }
      return end
    case .utf16:
      var units = 0
      var offset = 0
      for scalar in line.unicodeScalars {
        units += scalar.utf16.count
        if units > column { break }
        offset += scalar.utf8.count
      }
      return offset
    }
  }

  /// The column of a position this many bytes after the start of a line.
  func column(ofOffset offset: Int, in line: some StringProtocol) -> Int {
    switch self {
    case .utf8: return min(offset, line.utf8.count)
    case .utf16:
      var units = 0
      var bytes = 0
      for scalar in line.unicodeScalars {
        bytes += scalar.utf8.count
        if bytes > offset { break }
        units += scalar.utf16.count
      }
      return units
    }
  }
}
