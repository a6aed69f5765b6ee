/// The members of a zip file in memory.
///
/// Sizes and places come from the central directory at the file's end, since the local headers of PyTorch's files
/// leave them to a data descriptor. Every member's checksum is verified. Source: PKWARE's APPNOTE.TXT 6.3, 4.3.
struct ZipArchive {
  private struct Member {
    let method: UInt16
    let checksum: UInt32
    let compressedSize: Int
    let size: Int
    let headerOffset: Int
  }

  private let bytes: UnsafeRawBufferPointer
  private let file: String
  private var members: [String: Member] = [:]

  /// In the order of the central directory.
  private(set) var names: [String] = []

  /// Reads the central directory. The bytes must outlive the archive.
  ///
  /// - Throws: `LearningError.corruptWeights`.
  init(_ bytes: UnsafeRawBufferPointer, file: String) throws {
    self.bytes = bytes
    self.file = file
    guard let end = Self.endRecord(in: bytes) else { throw corrupt("it is cut short: its zip directory is missing") }
    let count = Int(integer(UInt16.self, at: end + 10))
    let size = Int(integer(UInt32.self, at: end + 12))
    var offset = Int(integer(UInt32.self, at: end + 16))
    guard count != 0xFFFF, offset != 0xFFFF_FFFF else { throw corrupt("it is a zip file of more than 4 GB") }
    guard offset + size <= end else { throw corrupt("its zip directory lies outside of it") }
    for _ in 0..<count {
      guard offset + 46 <= end, integer(UInt32.self, at: offset) == 0x0201_4B50 else {
        throw corrupt("its zip directory is damaged")
      }
      let nameLength = Int(integer(UInt16.self, at: offset + 28))
      let rest = Int(integer(UInt16.self, at: offset + 30)) + Int(integer(UInt16.self, at: offset + 32))
      guard offset + 46 + nameLength + rest <= end else { throw corrupt("its zip directory is damaged") }
      let name = String(decoding: bytes[(offset + 46)..<(offset + 46 + nameLength)], as: UTF8.self)
      let member = Member(
        method: integer(UInt16.self, at: offset + 10), checksum: integer(UInt32.self, at: offset + 16),
        compressedSize: Int(integer(UInt32.self, at: offset + 20)), size: Int(integer(UInt32.self, at: offset + 24)),
        headerOffset: Int(integer(UInt32.self, at: offset + 42)))
      guard integer(UInt16.self, at: offset + 8) & 1 == 0 else { throw corrupt("its member \(name) is encrypted") }
      guard members.updateValue(member, forKey: name) == nil else { throw corrupt("its member \(name) comes twice") }
      names.append(name)
      offset += 46 + nameLength + rest
    }
  }

  /// The bytes of a member, decompressed.
  ///
  /// - Throws: `LearningError.corruptWeights` when there is none of that name, or it is damaged.
  func contents(of name: String) throws -> [UInt8] {
    guard let member = members[name] else { throw corrupt("its member \(name) is missing") }
    let header = member.headerOffset
    guard header + 30 <= bytes.count, integer(UInt32.self, at: header) == 0x0403_4B50 else {
      throw corrupt("its member \(name) has no header")
    }
    let start = header + 30 + Int(integer(UInt16.self, at: header + 26)) + Int(integer(UInt16.self, at: header + 28))
    guard start + member.compressedSize <= bytes.count else { throw corrupt("its member \(name) is cut short") }
    let stored = UnsafeRawBufferPointer(rebasing: bytes[start..<(start + member.compressedSize)])
    let contents = try decompress(stored, member, name)
    guard Checksum.crc32(contents) == member.checksum else {
      throw corrupt("its member \(name) has the wrong checksum")
    }
    return contents
  }

  private func decompress(_ stored: UnsafeRawBufferPointer, _ member: Member, _ name: String) throws -> [UInt8] {
    switch member.method {
    case 0:
      guard member.size == member.compressedSize else { throw corrupt("its member \(name) has two sizes") }
      return Array(stored)
    default: throw corrupt("its member \(name) is compressed by the unknown method \(member.method)")
    }
  }

  /// Finds the record that ends a zip file, behind which at most a comment of 65,535 bytes stands.
  private static func endRecord(in bytes: UnsafeRawBufferPointer) -> Int? {
    guard bytes.count >= 22 else { return nil }
    let first = max(0, bytes.count - 22 - 0xFFFF)
    return (first...(bytes.count - 22)).reversed().first { offset in
      bytes[offset] == 0x50 && bytes[offset + 1] == 0x4B && bytes[offset + 2] == 5 && bytes[offset + 3] == 6
    }
  }

  private func integer<Integer: FixedWidthInteger>(_ type: Integer.Type, at offset: Int) -> Integer {
    Integer(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: type))
  }

  private func corrupt(_ reason: String) -> LearningError { .corruptWeights(file: file, reason: reason) }
}
