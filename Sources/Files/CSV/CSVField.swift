/// The bytes of one field of a CSV text, without its quotes.
package struct CSVField: Equatable, Sendable {
  /// The place of the first byte.
  package var start: Int
  /// The number of bytes.
  package var count: Int
  /// True if the field stands in quotes.
  package var isQuoted: Bool { kind != .plain }
  /// True if there are doubled quotes, each of which stands for one.
  package var isEscaped: Bool { kind == .escaped }
  private var kind: Kind

  private enum Kind: UInt8 { case plain, quoted, escaped }

  init(start: Int, count: Int, isQuoted: Bool = false, isEscaped: Bool = false) {
    self.start = start
    self.count = count
    kind = isEscaped ? .escaped : isQuoted ? .quoted : .plain
  }

  /// The bytes as they stand in the text.
  @inline(__always)
  package func bytes(in text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: text[start..<start + count])
  }

  /// The field as a string, with one quote for each two.
  package func string(in text: UnsafeBufferPointer<UInt8>) -> String {
    let bytes = bytes(in: text)
    guard isEscaped else { return String(decoding: bytes, as: UTF8.self) }
    return String(unsafeUninitializedCapacity: bytes.count) { characters in
      var (length, isSecond) = (0, false)
      for byte in bytes {
        isSecond = byte == UInt8(ascii: "\"") && !isSecond
        if isSecond { continue }
        characters[length] = byte
        length += 1
      }
      return length
    }
  }
}
