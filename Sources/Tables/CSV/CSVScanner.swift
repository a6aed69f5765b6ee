import Foundation

/// The bytes of one field of a CSV file, without its quotes.
struct CSVField {
  var start: Int
  var count: Int32
  var isQuoted: Bool
  /// True if there are doubled quotes, each of which means one quote.
  var isEscaped = false
}

/// Cuts a CSV file into fields as RFC 4180 describes it, with any line ends.
///
/// Fields may be quoted, and may then contain delimiters and line ends. A quote inside a field that does not begin with
/// one belongs to its text.
struct CSVScanner {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let delimiter: UInt8
  private let path: String
  private let ignoresEmptyLines: Bool
  private var position = 0
  /// The fields of all lines that were read, one line after the other.
  private(set) var fields: [CSVField] = []

  init(_ bytes: UnsafeBufferPointer<UInt8>, delimiter: UInt8, ignoresEmptyLines: Bool, path: String) {
    self.bytes = bytes
    self.delimiter = delimiter
    self.ignoresEmptyLines = ignoresEmptyLines
    self.path = path
  }

  var isAtEnd: Bool { position >= bytes.count }

  /// Parses the first line and removes it.
  mutating func heading() throws(TableError) -> [CSVField] {
    _ = try line()
    defer { fields = [] }
    return fields
  }

  /// Reads lines up to a count, each of which must have as many fields as there are columns.
  ///
  /// - Parameter skipped: The number of lines to read and forget before.
  mutating func lines(_ limit: Int, skipping skipped: Int, columnCount: Int) throws(TableError) -> Int {
    // At most one field per four bytes, whatever the number of columns.
    fields.reserveCapacity(min(min(limit, bytes.count / columnCount) * columnCount, bytes.count / 4))
    var (count, passed) = (0, 0)
    while count < limit, !isAtEnd {
      let start = position
      let fieldCount = try line()
      if fieldCount == 0 { continue }
      guard fieldCount == columnCount else {
        throw .unevenLine(
          path: path, line: CSVText.line(of: start, in: bytes), fieldCount: fieldCount, columnCount: columnCount)
      }
      if passed < skipped {
        passed += 1
        fields.removeLast(fieldCount)
      } else {
        count += 1
      }
    }
    return count
  }

  /// Reads one line.
  ///
  /// - Returns: The number of its fields; 0 for an empty line that is skipped.
  private mutating func line() throws(TableError) -> Int {
    if ignoresEmptyLines, !isAtEnd, isLineEnd(bytes[position]) {
      skipLineEnd()
      return 0
    }
    var count = 0
    while true {
      count += 1
      if !isAtEnd, bytes[position] == UInt8(ascii: "\"") {
        try quotedField(number: count)
      } else {
        plainField()
      }
      if isAtEnd { return count }
      if bytes[position] == delimiter {
        position += 1
      } else {
        skipLineEnd()
        return count
      }
    }
  }

  private mutating func plainField() {
    let start = position
    while position < bytes.count {
      let byte = bytes[position]
      if byte == delimiter || byte == 10 || byte == 13 { break }
      position += 1
    }
    fields.append(CSVField(start: start, count: Int32(clamping: position - start), isQuoted: false))
  }

  private mutating func quotedField(number: Int) throws(TableError) {
    let quote = UInt8(ascii: "\"")
    let start = position + 1
    var isEscaped = false
    position = start
    while true {
      while position < bytes.count, bytes[position] != quote { position += 1 }
      guard position < bytes.count else {
        throw .openQuote(
          path: path, line: CSVText.line(of: start, in: bytes), column: number, text: excerpt(from: start))
      }
      position += 1
      guard position < bytes.count, bytes[position] == quote else { break }
      isEscaped = true
      position += 1
    }
    fields.append(
      CSVField(start: start, count: Int32(clamping: position - 1 - start), isQuoted: true, isEscaped: isEscaped))
    let end = position
    while position < bytes.count, bytes[position] == 32 { position += 1 }
    guard isAtEnd || bytes[position] == delimiter || isLineEnd(bytes[position]) else {
      throw .textBehindQuote(
        path: path, line: CSVText.line(of: end, in: bytes), column: number, text: excerpt(from: end))
    }
  }

  private func isLineEnd(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 }

  private mutating func skipLineEnd() {
    if bytes[position] == 13, position + 1 < bytes.count, bytes[position + 1] == 10 { position += 1 }
    position += 1
  }

  /// The beginning of a text, up to the end of its line.
  private func excerpt(from start: Int) -> String {
    let end = min(start + 40, bytes.count)
    let line = bytes[start..<end].prefix { !isLineEnd($0) }
    return String(decoding: line, as: UTF8.self) + (start + line.count == end && end < bytes.count ? "…" : "")
  }
}
