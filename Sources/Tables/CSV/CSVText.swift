import Files
import Foundation

/// The text of a file as UTF-8, from any encoding.
struct CSVText {
  private let data: Data
  /// The start of the text, after a byte order mark.
  private let start: Int

  /// - Throws: ``TableError/unusableByte(path:line:byte:encoding:)`` at the first byte that is not text.
  init(_ data: Data, encoding: TextEncoding, path: String) throws(TableError) {
    let isMarked = data.starts(with: [0xFF, 0xFE]) || data.starts(with: [0xFE, 0xFF])
    let encoding = encoding == .automatic ? isMarked ? .utf16 : .utf8 : encoding
    let (text, wrong) = data.withUnsafeBytes { raw -> (text: [UInt8]?, wrong: Int?) in
      let bytes = raw.bindMemory(to: UInt8.self)
      switch encoding {
      case .automatic, .utf8: return (nil, Self.firstWrongByte(bytes))
      case .utf16: return Self.utf16(bytes)
      case .latin1: return Self.singleBytes(bytes) { UInt32($0) }
      case .windows1252: return Self.singleBytes(bytes, Self.windows)
      }
    }
    if let wrong {
      throw .unusableByte(
        path: path, line: Self.line(of: wrong, in: data, encoding), byte: data[data.startIndex + wrong],
        encoding: encoding.name)
    }
    self.data = text.map { Data($0) } ?? data
    start = text == nil && data.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// Lends the text.
  func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    data.withUnsafeBytes { body(UnsafeBufferPointer(rebasing: $0.bindMemory(to: UInt8.self)[start...])) }
  }

  /// The line, from 1, that contains a byte.
  private static func line(of offset: Int, in data: Data, _ encoding: TextEncoding) -> Int {
    let before = data.prefix(offset)
    guard encoding == .utf16 else { return CSVScanner.line(of: offset, in: before) }
    let text = before.withUnsafeBytes { utf16($0.bindMemory(to: UInt8.self)).text } ?? []
    return CSVScanner.line(of: text.count, in: text)
  }

  /// The first byte that does not start a UTF-8 character; this includes the byte 0, which text files do not have.
  private static func firstWrongByte(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var place = 0
    while place < bytes.count {
      if let word = word(at: place, in: bytes), isText(word) {
        place += 8
        continue
      }
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

  private static func word(at place: Int, in bytes: UnsafeBufferPointer<UInt8>) -> UInt64? {
    place + 8 <= bytes.count
      ? UnsafeRawPointer(bytes.baseAddress?.advanced(by: place))?.loadUnaligned(as: UInt64.self) : nil
  }

  /// True if all eight bytes are ASCII, and none is 0.
  private static func isText(_ word: UInt64) -> Bool {
    (word | (word &- 0x0101_0101_0101_0101)) & 0x8080_8080_8080_8080 == 0
  }

  /// The text of UTF-16, or its first byte that belongs to no letter: half a pair, the byte 0, an odd one at the end.
  private static func utf16(_ bytes: UnsafeBufferPointer<UInt8>) -> (text: [UInt8]?, wrong: Int?) {
    let isBig = bytes.starts(with: [0xFE, 0xFF])
    let start = isBig || bytes.starts(with: [0xFF, 0xFE]) ? 2 : 0
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    func unit(_ place: Int) -> UInt16? {
      guard place + 1 < bytes.count else { return nil }
      let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
      return isBig ? first << 8 | second : second << 8 | first
    }
    var place = start
    while place < bytes.count {
      guard let first = unit(place), first != 0 else { return (nil, place) }
      var scalar = UInt32(first)
      place += 2
      if UTF16.isLeadSurrogate(first), let second = unit(place), UTF16.isTrailSurrogate(second) {
        scalar = 0x10000 + (UInt32(first) - 0xD800) << 10 + UInt32(second) - 0xDC00
        place += 2
      }
      guard let letter = Unicode.Scalar(scalar) else { return (nil, place - 2) }
      text += Array(String(letter).utf8)
    }
    return (text, nil)
  }

  /// The text of an encoding with a byte a letter, or its first byte that is none.
  private static func singleBytes(
    _ bytes: UnsafeBufferPointer<UInt8>, _ scalar: (UInt8) -> UInt32?
  ) -> (text: [UInt8]?, wrong: Int?) {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count + bytes.count / 8)
    for (place, byte) in bytes.enumerated() {
      if byte < 0x80, byte != 0 {
        text.append(byte)
      } else {
        guard byte != 0, let letter = scalar(byte).flatMap({ Unicode.Scalar($0) }) else { return (nil, place) }
        text += Array(String(letter).utf8)
      }
    }
    return (text, nil)
  }

  /// The characters of Windows-1252 between those of Latin-1; five bytes have none.
  private static func windows(_ byte: UInt8) -> UInt32? {
    guard (0x80...0x9F).contains(byte) else { return UInt32(byte) }
    let letters: [UInt32?] = [
      0x20AC, nil, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, nil,
      0x017D, nil, nil, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
      0x0153, nil, 0x017E, 0x0178,
    ]
    return letters[Int(byte) - 0x80]
  }
}

extension TextEncoding {
  /// The name in messages.
  fileprivate var name: String {
    switch self {
    case .automatic, .utf8: "UTF-8"
    case .utf16: "UTF-16"
    case .latin1: "Latin-1"
    case .windows1252: "Windows-1252"
    }
  }
}
