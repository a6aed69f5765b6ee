import Files
import Foundation
import Images

/// Number of images in an image file, as the frames of an animation or the pages of a TIFF.
enum PictureCount {
  /// 1 for a format with a single image; for a damaged file, the number of readable images.
  static func of(_ file: Data) -> Int {
    let bytes = [UInt8](file)
    var reader = ByteReader(bytes)
    let count =
      switch ImageFormat(startOfFile: bytes) {
      case .gif: try? gif(&reader)
      case .png: try? png(&reader)
      case .tiff: try? tiff(&reader)
      case .webp: try? webp(&reader)
      case .jpeg, .bmp, nil: 1
      }
    return max(1, count ?? 1)
  }

  /// Counts image descriptors. Source: GIF89a specification, 1990, appendix B.
  private static func gif(_ reader: inout ByteReader<[UInt8]>) throws -> Int {
    func skipColors(_ flags: UInt8) throws { if flags & 0x80 != 0 { _ = try reader.take(3 << (Int(flags & 7) + 1)) } }
    func skipBlocks() throws {
      while case let length = try Int(reader.byte()), length > 0 { _ = try reader.take(length) }
    }
    try reader.move(to: 10)
    let flags = try reader.byte()
    _ = try reader.take(2)
    try skipColors(flags)
    var count = 0
    while let introducer = reader.next, introducer == 0x21 || introducer == 0x2C {
      if introducer == 0x21 {
        _ = try reader.take(2)
      } else {
        count += 1
        _ = try reader.take(9)
        try skipColors(try reader.byte())
        _ = try reader.take(1)
      }
      // The end of a truncated file counts as the end of its images.
      do { try skipBlocks() } catch { return count }
    }
    return count
  }

  /// The count that an animation's control chunk states. Source: Portable Network Graphics, third edition, 11.3.4.1.
  private static func png(_ reader: inout ByteReader<[UInt8]>) throws -> Int {
    try reader.move(to: 8)
    while true {
      let length = try reader.integer(bytes: 4, .big)
      let type = try reader.take(4)
      if type.elementsEqual("acTL".utf8) { return try reader.integer(bytes: 4, .big) }
      if type.elementsEqual("IDAT".utf8) { return 1 }
      _ = try reader.take(length + 4)
    }
  }

  /// Counts directories. Source: TIFF 6.0, section 2; of the larger BigTIFF, the pointers have 8 bytes.
  private static func tiff(_ reader: inout ByteReader<[UInt8]>) throws -> Int {
    let order = try reader.byte() == 0x49 ? ByteReader<[UInt8]>.ByteOrder.little : .big
    try reader.move(to: 2)
    let isBig = try reader.integer(bytes: 2, order) == 43
    if isBig { try reader.move(to: 8) }
    var visited: Set<Int> = []
    var directory = try reader.integer(bytes: isBig ? 8 : 4, order)
    while directory > 0, visited.insert(directory).inserted {
      do {
        try reader.move(to: directory)
        let entries = try reader.integer(bytes: isBig ? 8 : 2, order)
        guard (0...reader.remaining).contains(entries) else { break }
        _ = try reader.take(entries * (isBig ? 20 : 12))
        directory = try reader.integer(bytes: isBig ? 8 : 4, order)
      } catch { break }
    }
    return visited.count
  }

  /// Counts the frames of an animation. Source: WebP container specification, “Animation”.
  private static func webp(_ reader: inout ByteReader<[UInt8]>) throws -> Int {
    try reader.move(to: 12)
    var count = 0
    while reader.remaining >= 8 {
      let type = try reader.take(4)
      if type.elementsEqual("ANMF".utf8) { count += 1 }
      let length = try reader.integer(bytes: 4, .little)
      guard length + length % 2 <= reader.remaining else { break }
      _ = try reader.take(length + length % 2)
    }
    return count
  }
}
