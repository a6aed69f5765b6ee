import Foundation

/// The bytes of a sound file at any position, from memory or from the disk through a window of 64 KB.
final class AudioBytes {
  /// Number of bytes.
  let count: Int
  private let file: FileHandle?
  private var window: [UInt8]
  private var windowStart = 0

  /// Bytes in memory.
  init(_ bytes: [UInt8]) {
    count = bytes.count
    file = nil
    window = bytes
  }

  /// The bytes of a file; nil if it is not a regular file, of which only one reader can have the bytes.
  init?(path: String) {
    let attributes = try? FileManager.default.attributesOfItem(
      atPath: URL(filePath: path).resolvingSymlinksInPath().path)
    guard attributes?[.type] as? FileAttributeType == .typeRegular,
      let file = FileHandle(forReadingAtPath: path), let size = try? file.seekToEnd()
    else { return nil }
    self.file = file
    count = Int(clamping: size)
    window = []
  }

  deinit { try? file?.close() }

  /// Up to `length` bytes from `offset`; fewer where the file ends, none beyond it.
  func read(at offset: Int, count length: Int) -> ArraySlice<UInt8> {
    guard offset >= 0, offset < count, length > 0 else { return [] }
    let end = min(count, offset + min(length, count))
    if offset < windowStart || end > windowStart + window.count { load(at: offset, count: end - offset) }
    let first = offset - windowStart
    return window[min(first, window.count)..<min(end - windowStart, window.count)]
  }

  /// Reads the window again; a file that shrank in the meantime gives fewer bytes.
  private func load(at offset: Int, count length: Int) {
    guard let file else { return }
    windowStart = offset
    window = []
    guard (try? file.seek(toOffset: UInt64(offset))) != nil else { return }
    window = [UInt8]((try? file.read(upToCount: max(length, 1 << 16))) ?? Data())
  }

  /// An unsigned number of `length` bytes at `offset`; nil beyond the end or above `Int.max`.
  func integer(at offset: Int, bytes length: Int, isLittleEndian: Bool = false) -> Int? {
    let bytes = read(at: offset, count: length)
    guard bytes.count == length else { return nil }
    let ordered = isLittleEndian ? Array(bytes.reversed()) : Array(bytes)
    return Int(exactly: ordered.reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }

  /// Four bytes at `offset` as text; a chunk's name.
  func name(at offset: Int) -> String? {
    let bytes = read(at: offset, count: 4)
    guard bytes.count == 4, bytes.allSatisfy({ (0x20..<0x7F).contains($0) }) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// True if every byte from `offset` to `end` is zero, for example in padding.
  func isZero(from offset: Int, to end: Int) -> Bool {
    var position = offset
    while position < min(end, count) {
      let bytes = read(at: position, count: min(1 << 16, end - position))
      if bytes.isEmpty || bytes.contains(where: { $0 != 0 }) { return false }
      position += bytes.count
    }
    return true
  }
}
