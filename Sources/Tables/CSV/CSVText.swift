import Foundation

/// The text of a file as UTF-8, from any encoding.
struct CSVText {
  let bytes: [UInt8]

  /// - Throws: ``TableError/unusableByte(path:line:byte:encoding:)`` at the first byte that is not text.
  init(_ data: Data, encoding: TextEncoding, path: String) throws(TableError) {
    var bytes = [UInt8](data)
    switch encoding {
    case .utf16: self.bytes = Self.utf16(bytes)
    case .latin1: self.bytes = Self.singleBytes(bytes) { UInt32($0) }
    case .windows1252: self.bytes = Self.singleBytes(bytes, Self.windows)
    case .automatic, .utf8:
      if encoding == .automatic, bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
        self.bytes = Self.utf16(bytes)
        return
      }
      if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
      let wrong = bytes.withUnsafeBufferPointer(Self.firstWrongByte)
      if let wrong {
        throw .unusableByte(path: path, line: Self.line(of: wrong, in: bytes), byte: bytes[wrong], encoding: "UTF-8")
      }
      self.bytes = bytes
    }
  }

  /// The line, from 1, that contains a byte.
  static func line(of offset: Int, in bytes: some Collection<UInt8>) -> Int {
    var (line, previous) = (1, UInt8(0))
    for byte in bytes.prefix(offset) {
      if byte == 10 ? previous != 13 : byte == 13 { line += 1 }
      previous = byte
    }
    return line
  }

  /// The first byte that does not start a UTF-8 character; this includes the byte 0, which text files do not have.
  private static func firstWrongByte(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var place = 0
    while place < bytes.count {
      let byte = bytes[place]
      if byte < 0x80 {
        if byte == 0 { return place }
        place += 1
        continue
      }
      // Lead byte, and the range of the byte after it, which leaves out overlong forms and surrogates.
      let (count, range): (Int, ClosedRange<UInt8>) =
        switch byte {
        case 0xC2...0xDF: (1, 0x80...0xBF)
        case 0xE0: (2, 0xA0...0xBF)
        case 0xED: (2, 0x80...0x9F)
        case 0xE1...0xEF: (2, 0x80...0xBF)
        case 0xF0: (3, 0x90...0xBF)
        case 0xF1...0xF3: (3, 0x80...0xBF)
        case 0xF4: (3, 0x80...0x8F)
        default: (0, 0...0)
        }
      guard count > 0, place + count < bytes.count, range.contains(bytes[place + 1]),
        (place + 1...place + count).allSatisfy({ bytes[$0] & 0xC0 == 0x80 })
      else { return place }
      place += count + 1
    }
    return nil
  }

  private static func utf16(_ bytes: [UInt8]) -> [UInt8] {
    let isBig = bytes.starts(with: [0xFE, 0xFF])
    let start = isBig || bytes.starts(with: [0xFF, 0xFE]) ? 2 : 0
    let units = stride(from: start, to: bytes.count - 1, by: 2).map { place in
      let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
      return isBig ? first << 8 | second : second << 8 | first
    }
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }

  private static func singleBytes(_ bytes: [UInt8], _ scalar: (UInt8) -> UInt32) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count + bytes.count / 8)
    for byte in bytes {
      if byte < 0x80 {
        text.append(byte)
      } else {
        text += Array(String(Unicode.Scalar(scalar(byte)) ?? "\u{FFFD}").utf8)
      }
    }
    return text
  }

  /// The characters of Windows-1252 between those of Latin-1.
  private static func windows(_ byte: UInt8) -> UInt32 {
    guard (0x80...0x9F).contains(byte) else { return UInt32(byte) }
    return [
      0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD,
      0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
      0x0153, 0xFFFD, 0x017E, 0x0178,
    ][Int(byte) - 0x80]
  }
}
