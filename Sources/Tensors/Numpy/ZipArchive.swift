import CZlib
import Foundation

/// As much of the ZIP format as `.npz` and PyTorch's files use: stored and deflated entries, found through the central
/// directory.
package enum ZipArchive {
  /// A file in an archive.
  package struct Entry {
    package let name: String
    package let content: [UInt8]
  }

  private static let localSignature: UInt32 = 0x0403_4B50
  private static let centralSignature: UInt32 = 0x0201_4B50
  private static let endSignature: UInt32 = 0x0605_4B50

  /// Unpacks every file, checking sizes and checksums.
  ///
  /// - Parameter limit: how many bytes they may have together, so that a small file cannot fill the memory.
  /// - Throws: `TensorError.malformedNumpy`.
  package static func entries(of bytes: [UInt8], limit: Int = .max) throws -> [Entry] {
    let reader = LittleEndianBytes(bytes)
    // The end record is 22 bytes and may be followed by a comment of up to 65535.
    let first = max(0, bytes.count - 22 - 65535)
    guard bytes.count >= 22,
      let end = try stride(from: bytes.count - 22, through: first, by: -1).first(where: {
        try reader.integer(at: $0, bytes: 4) == Int(endSignature)
      })
    else { throw TensorError.malformedNumpy(reason: "the archive has no end record") }
    let count = try reader.integer(at: end + 10, bytes: 2)
    var position = try reader.integer(at: end + 16, bytes: 4)
    var remaining = limit
    return try (0..<count).map { _ in
      guard try reader.integer(at: position, bytes: 4) == Int(centralSignature) else {
        throw TensorError.malformedNumpy(reason: "the archive's directory is damaged")
      }
      let nameLength = try reader.integer(at: position + 28, bytes: 2)
      let extraLength = try reader.integer(at: position + 30, bytes: 2)
      let commentLength = try reader.integer(at: position + 32, bytes: 2)
      remaining -= try reader.integer(at: position + 24, bytes: 4)
      guard remaining >= 0 else { throw TensorError.malformedNumpy(reason: "the archive holds over \(limit) bytes") }
      let entry = try unpack(reader, position)
      position += 46 + nameLength + extraLength + commentLength
      return entry
    }
  }

  /// The file that the directory's record at `position` tells of.
  private static func unpack(_ reader: LittleEndianBytes, _ position: Int) throws -> Entry {
    let method = try reader.integer(at: position + 10, bytes: 2)
    let checksum = try reader.integer(at: position + 16, bytes: 4)
    let packedSize = try reader.integer(at: position + 20, bytes: 4)
    let size = try reader.integer(at: position + 24, bytes: 4)
    let nameLength = try reader.integer(at: position + 28, bytes: 2)
    let name = String(decoding: try reader.slice(at: position + 46, count: nameLength), as: UTF8.self)
    let local = try reader.integer(at: position + 42, bytes: 4)
    guard try reader.integer(at: local, bytes: 4) == Int(localSignature) else {
      throw TensorError.malformedNumpy(reason: "the archive has no file where '\(name)' should be")
    }
    let start = try local + 30 + reader.integer(at: local + 26, bytes: 2) + reader.integer(at: local + 28, bytes: 2)
    let packed = try reader.slice(at: start, count: packedSize)
    let content: [UInt8]
    switch method {
    case 0: content = Array(packed)
    // No deflated byte stands for more than 1032: a larger claim is damage, and is not given memory.
    case 8 where size / 1032 <= packedSize: content = try inflated(Array(packed), size: size, name: name)
    default:
      throw TensorError.malformedNumpy(
        reason: "'\(name)' is packed by method \(method) to \(packedSize) bytes of \(size)")
    }
    guard content.count == size, Int(crc32(0, content, UInt32(clamping: content.count))) == checksum else {
      throw TensorError.malformedNumpy(reason: "the checksum of '\(name)' does not match its content")
    }
    return Entry(name: name, content: content)
  }

  /// The bytes of an archive, without times, so that the same files give the same bytes.
  ///
  /// - Throws: `TensorError.tooLargeForArchive` for more than the format counts to: 65,535 files and 4 GB.
  package static func archive(_ files: [(name: String, content: [UInt8])], isCompressed: Bool) throws -> Data {
    guard files.count < 1 << 16, files.allSatisfy({ $0.content.count < 1 << 32 && $0.name.utf8.count < 1 << 16 }) else {
      throw TensorError.tooLargeForArchive(fileCount: files.count)
    }
    var body = Data()
    var directory = Data()
    for file in files {
      let packed = isCompressed ? deflated(file.content) : nil
      let stored = packed ?? file.content
      // Fields that the local head and the directory share: version, flags, method, time and date (1980-01-01).
      var shared = little(20, 2) + little(0x800, 2) + little(packed == nil ? 0 : 8, 2) + little(0, 2) + little(0x21, 2)
      shared += little(Int(crc32(0, file.content, UInt32(clamping: file.content.count))), 4)
      shared += little(stored.count, 4) + little(file.content.count, 4) + little(file.name.utf8.count, 2) + little(0, 2)
      directory += little(Int(centralSignature), 4) + little(20, 2) + shared
      directory += little(0, 2) + little(0, 2) + little(0, 2) + little(0, 4) + little(body.count, 4)
      directory += Data(file.name.utf8)
      body += little(Int(localSignature), 4) + shared + Data(file.name.utf8) + Data(stored)
    }
    guard body.count + directory.count < 1 << 32 else {
      throw TensorError.tooLargeForArchive(fileCount: files.count)
    }
    var end = little(Int(endSignature), 4) + little(0, 4) + little(files.count, 2) + little(files.count, 2)
    end += little(directory.count, 4) + little(body.count, 4) + little(0, 2)
    return body + directory + end
  }

  private static func little(_ value: Int, _ bytes: Int) -> Data {
    Data((0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) })
  }

  /// Raw deflate; nil if zlib refuses.
  private static func deflated(_ content: [UInt8]) -> [UInt8]? {
    var stream = z_stream()
    let version = ZLIB_VERSION
    let size = Int32(MemoryLayout<z_stream>.size)
    guard deflateInit2_(&stream, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, version, size) == Z_OK else { return nil }
    defer { deflateEnd(&stream) }
    var status = Z_OK
    let capacity = Int(deflateBound(&stream, UInt(content.count)))
    var source = content
    let packed = source.withUnsafeMutableBufferPointer { source in
      [UInt8](unsafeUninitializedCapacity: capacity) { target, count in
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(clamping: source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(clamping: capacity)
        status = deflate(&stream, Z_FINISH)
        count = Int(stream.total_out)
      }
    }
    return status == Z_STREAM_END ? packed : nil
  }

  private static func inflated(_ packed: [UInt8], size: Int, name: String) throws -> [UInt8] {
    var stream = z_stream()
    guard inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw TensorError.malformedNumpy(reason: "'\(name)' cannot be unpacked")
    }
    defer { inflateEnd(&stream) }
    var status = Z_OK
    var source = packed
    let content = source.withUnsafeMutableBufferPointer { source in
      [UInt8](unsafeUninitializedCapacity: max(1, size)) { target, count in
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(clamping: source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(clamping: size)
        status = inflate(&stream, Z_FINISH)
        count = Int(stream.total_out)
      }
    }
    guard status == Z_STREAM_END else { throw TensorError.malformedNumpy(reason: "'\(name)' is damaged") }
    return content
  }
}

/// Bytes that are read at places which may not exist.
private struct LittleEndianBytes {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func slice(at position: Int, count: Int) throws -> ArraySlice<UInt8> {
    guard position >= 0, count >= 0, position <= bytes.count, count <= bytes.count - position else {
      throw TensorError.malformedNumpy(reason: "the archive is cut short")
    }
    return bytes[position..<position + count]
  }

  func integer(at position: Int, bytes count: Int) throws -> Int {
    try slice(at: position, count: count).reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
