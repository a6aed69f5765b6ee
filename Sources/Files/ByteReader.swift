/// A cursor over bytes that reads the fields of a binary format in order.
///
/// ```swift
/// var reader = ByteReader(bytes)
/// let count = try reader.integer(bytes: 4, .big)
/// let name = String(decoding: try reader.take(count), as: UTF8.self)
/// ```
package struct ByteReader<Bytes: RandomAccessCollection> where Bytes.Element == UInt8, Bytes.Index == Int {
  private let bytes: Bytes
  /// Offset of the next byte, from 0.
  package private(set) var position: Int

  package enum ByteOrder: Sendable { case little, big }

  /// More bytes were requested than are left.
  package struct OutOfBytes: Error, Equatable {
    /// Offset at which bytes were requested.
    package let position: Int
    package let needed: Int
    package let available: Int
  }

  package init(_ bytes: Bytes, at position: Int = 0) {
    self.bytes = bytes
    self.position = position
  }

  /// Number of bytes between the position and the end.
  package var remaining: Int { bytes.count - position }

  package var isAtEnd: Bool { remaining <= 0 }

  /// The next byte, which stays unread; nil at the end.
  package var next: UInt8? { isAtEnd ? nil : bytes[bytes.startIndex + position] }

  /// True if these bytes come next. Does not consume them.
  package func isNext(_ expected: some Sequence<UInt8>) -> Bool { bytes.dropFirst(position).starts(with: expected) }

  /// Reads `count` bytes.
  package mutating func take(_ count: Int) throws(OutOfBytes) -> Bytes.SubSequence {
    guard count >= 0, count <= remaining else {
      throw OutOfBytes(position: position, needed: count, available: max(0, remaining))
    }
    let start = bytes.startIndex + position
    position += count
    return bytes[start..<(start + count)]
  }

  package mutating func byte() throws(OutOfBytes) -> UInt8 {
    let bytes = try take(1)
    return bytes[bytes.startIndex]
  }

  /// Reads an unsigned integer of up to 7 bytes, or the bits of an integer of 8.
  package mutating func integer(bytes count: Int, _ order: ByteOrder) throws(OutOfBytes) -> Int {
    let field = try take(count)
    return switch order {
    case .big: field.reduce(0) { $0 << 8 | Int($1) }
    case .little: field.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
  }

  /// Moves to an offset from the first byte; the end is allowed.
  package mutating func move(to target: Int) throws(OutOfBytes) {
    guard target >= 0, target <= bytes.count else {
      throw OutOfBytes(position: position, needed: target - position, available: max(0, remaining))
    }
    position = target
  }
}
