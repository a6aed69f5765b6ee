/// Cuts CSV into fields as RFC 4180 describes it, with any line ends.
///
/// Fields may be quoted, and hold delimiters and line ends then. A quote inside a field that does not begin with one
/// belongs to its text.
package struct CSVScanner {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let delimiter: UInt8
  private let ignoresEmptyLines: Bool
  /// The place of the next line.
  package private(set) var position = 0

  /// A scanner at the beginning of a text.
  package init(
    _ bytes: UnsafeBufferPointer<UInt8>, delimiter: UInt8 = UInt8(ascii: ","), ignoresEmptyLines: Bool = true
  ) {
    self.bytes = bytes
    self.delimiter = delimiter
    self.ignoresEmptyLines = ignoresEmptyLines
  }

  /// True when all lines are read.
  package var isAtEnd: Bool { position >= bytes.count }

  /// Reads one line and adds its fields to others.
  ///
  /// - Returns: The number of its fields; 0 for an empty line that is passed over.
  package mutating func readLine(into fields: inout [CSVField]) throws(CSVMistake) -> Int {
    if ignoresEmptyLines, !isAtEnd, isLineEnd(bytes[position]) {
      skipLineEnd()
      return 0
    }
    var count = 0
    while true {
      count += 1
      if !isAtEnd, bytes[position] == UInt8(ascii: "\"") {
        fields.append(try quotedField(number: count))
      } else {
        fields.append(plainField())
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

  /// Reads lines, each of which must have as many fields as there are columns, and adds their fields to others.
  ///
  /// - Returns: The number of lines, without empty ones.
  package mutating func readLines(
    _ limit: Int, columnCount: Int, into fields: inout [CSVField]
  ) throws(CSVMistake) -> Int {
    var count = 0
    while count < limit, !isAtEnd {
      let start = position
      let fieldCount = try readLine(into: &fields)
      if fieldCount == columnCount {
        count += 1
      } else if fieldCount > 0 {
        throw .unevenLine(
          line: Self.line(of: start, in: bytes), fieldCount: fieldCount, columnCount: columnCount)
      }
    }
    return count
  }

  /// The line, from 1, in which a byte stands.
  package static func line(of offset: Int, in bytes: some Collection<UInt8>) -> Int {
    var (line, previous) = (1, UInt8(0))
    for byte in bytes.prefix(offset) {
      if byte == 10 ? previous != 13 : byte == 13 { line += 1 }
      previous = byte
    }
    return line
  }

  @inline(__always)
  private mutating func plainField() -> CSVField {
    let start = position
    var place = start
    while place < bytes.count {
      let byte = bytes[place]
      if byte == delimiter || byte == 10 || byte == 13 { break }
      place += 1
    }
    position = place
    return CSVField(start: start, count: place - start)
  }

  private mutating func quotedField(number: Int) throws(CSVMistake) -> CSVField {
    let quote = UInt8(ascii: "\"")
    let start = position + 1
    var isEscaped = false
    position = start
    while true {
      while position < bytes.count, bytes[position] != quote { position += 1 }
      guard position < bytes.count else {
        throw .openQuote(line: Self.line(of: start, in: bytes), field: number, text: excerpt(from: start))
      }
      position += 1
      guard position < bytes.count, bytes[position] == quote else { break }
      isEscaped = true
      position += 1
    }
    let end = position
    while position < bytes.count, bytes[position] == 32, delimiter != 32 { position += 1 }
    guard isAtEnd || bytes[position] == delimiter || isLineEnd(bytes[position]) else {
      throw .textBehindQuote(line: Self.line(of: end, in: bytes), field: number, text: excerpt(from: end))
    }
    return CSVField(start: start, count: end - 1 - start, isQuoted: true, isEscaped: isEscaped)
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
