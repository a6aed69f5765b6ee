import Files

/// The fields of some lines of a CSV file, line by line.
struct CSVBlock {
  let bytes: UnsafeBufferPointer<UInt8>
  let fields: UnsafeBufferPointer<CSVField>
  let columnCount: Int

  var rowCount: Int { fields.count / columnCount }

  @inline(__always)
  func field(_ row: Int, _ column: Int) -> CSVField { fields[row * columnCount + column] }

  /// The bytes of a field without spaces around them.
  @inline(__always)
  func trimmed(_ field: CSVField) -> CSVCell {
    var (start, end) = (field.start, field.start + field.count)
    while start < end, bytes[start] == 32 || bytes[start] == 9 { start += 1 }
    while end > start, bytes[end - 1] == 32 || bytes[end - 1] == 9 { end -= 1 }
    return CSVCell(text: bytes, start: start, count: end - start)
  }

  /// The bytes of a field.
  @inline(__always)
  func whole(_ field: CSVField) -> CSVCell { CSVCell(text: bytes, start: field.start, count: field.count) }
}

/// Bytes of a file that are read as one value.
struct CSVCell {
  let text: UnsafeBufferPointer<UInt8>
  let start: Int
  let count: Int

  @inline(__always)
  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: text[start..<start + count]) }

  /// All bytes in one number, from the lowest on, with zeros behind them; nil for more than eight.
  ///
  /// No text has the byte 0, so that two cells are equal if their words are.
  @inline(__always)
  var word: UInt64? {
    guard count <= 8 else { return nil }
    if count == 0 { return 0 }
    if start + 8 <= text.count, let base = text.baseAddress {
      let word = UnsafeRawPointer(base + start).loadUnaligned(as: UInt64.self)
      return UInt64(littleEndian: word) & (.max >> UInt64(64 - 8 * count))
    }
    return Self.word(of: bytes)
  }

  static func word(of bytes: some Collection<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}

/// Texts by which cells are recognised, as those of missing values.
struct CSVWords {
  private let short: [UInt64]
  private let long: [[UInt8]]
  /// One bit for each length that a text has, up to 63 bytes.
  private let lengths: UInt64

  init(_ words: Set<String>) {
    let words = words.map { Array($0.utf8) }
    short = words.filter { $0.count <= 8 }.map { CSVCell.word(of: $0) }
    long = words.filter { $0.count > 8 }
    lengths = words.reduce(0) { $0 | 1 << UInt64(min($1.count, 63)) }
  }

  @inline(__always)
  func contains(_ cell: CSVCell) -> Bool {
    guard lengths >> UInt64(min(cell.count, 63)) & 1 == 1 else { return false }
    if let word = cell.word { return short.contains(word) }
    return long.contains { $0.count == cell.count && $0.elementsEqual(cell.bytes) }
  }
}
