import Files
import Foundation

/// Reads Windows and OS/2 bitmaps: 1 to 32 bits per pixel, palettes, bit fields, run lengths, either order of rows.
///
/// Alpha is read only from a bit field, because 32-bit files without one leave the byte at 0; channels of fewer than 8
/// bits become c · 255 / maximum, as in Pillow. Source: Microsoft, “Bitmap storage” and `BITMAPV5HEADER`.
struct BMPDecoder {
  private let name: String
  private let bytes: ArraySlice<UInt8>
  private var width = 0
  private var height = 0
  private var bits = 0
  private var compression = Compression.none
  private var isTopDown = false
  private var palette: [[UInt8]] = []
  private var masks: [UInt32] = []
  private var dataOffset = 0

  private enum Compression: Int {
    case none = 0
    case runs8 = 1
    case runs4 = 2
    case bitFields = 3
    case alphaBitFields = 6
  }

  private static let headerSizes: Set = [12, 16, 40, 52, 56, 64, 108, 124]

  /// True if the four bytes after the file's header are the size of a known bitmap header.
  static func knows(headerSize bytes: ArraySlice<UInt8>) -> Bool {
    bytes.count >= 4 && headerSizes.contains(bytes.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) })
  }

  /// Reads the headers and the palette.
  ///
  /// - Throws: ``ImageError``.
  init(_ file: [UInt8], name: String) throws(ImageError) {
    self.name = name
    bytes = file[...]
    do {
      try readHeaders()
    } catch let error as ImageError {
      throw error
    } catch {
      throw .truncated(name: name)
    }
  }

  private mutating func readHeaders() throws {
    var reader = ByteReader(bytes, at: 10)
    dataOffset = try reader.integer(bytes: 4, .little)
    let headerSize = try reader.integer(bytes: 4, .little)
    let headerEnd = 14 + headerSize
    var colorCount = 0
    if headerSize == 12 {
      width = try reader.integer(bytes: 2, .little)
      height = try reader.integer(bytes: 2, .little)
      _ = try reader.take(2)
      bits = try reader.integer(bytes: 2, .little)
    } else {
      width = try signed(&reader)
      let rows = try signed(&reader)
      isTopDown = rows < 0
      height = abs(rows)
      _ = try reader.take(2)
      bits = try reader.integer(bytes: 2, .little)
      if headerSize >= 40 {
        let method = try reader.integer(bytes: 4, .little)
        guard let known = Compression(rawValue: method) else { throw damaged("its compression \(method) is unknown") }
        compression = known
        _ = try reader.take(12)
        colorCount = try reader.integer(bytes: 4, .little)
      }
    }
    guard [1, 2, 4, 8, 16, 24, 32].contains(bits) else { throw damaged("it has \(bits) bits per pixel") }
    guard width > 0, height > 0 else { throw damaged("its size is \(width) × \(height) pixels") }
    guard height <= Image.maximumPixelCount / width else {
      throw ImageError.tooLarge(name: name, width: width, height: height)
    }
    let masksEnd = try readMasks(headerSize: headerSize)
    if bits <= 8 {
      try reader.move(to: max(headerEnd, masksEnd))
      try readPalette(&reader, count: colorCount, entrySize: headerSize == 12 ? 3 : 4)
    }
  }

  /// End of the masks that follow the header; those of later versions are inside it, at the same position.
  private mutating func readMasks(headerSize: Int) throws -> Int {
    let isMasked = compression == .bitFields || compression == .alphaBitFields
    guard isMasked else {
      masks = bits == 16 ? [0x7C00, 0x3E0, 0x1F] : [0xFF0000, 0xFF00, 0xFF]
      return 0
    }
    guard bits == 16 || bits == 32 else { throw damaged("its \(bits) bits per pixel have no bit fields") }
    let count = headerSize >= 56 || compression == .alphaBitFields ? 4 : 3
    var reader = ByteReader(bytes, at: 14 + 40)
    for _ in 0..<count { masks.append(UInt32(try reader.integer(bytes: 4, .little))) }
    if masks.count == 4 && masks[3] == 0 { masks.removeLast() }
    return reader.position
  }

  private mutating func readPalette(_ reader: inout ByteReader<ArraySlice<UInt8>>, count: Int, entrySize: Int) throws {
    let most = 1 << bits
    // Files may promise more colours than indices can name, and have fewer than they promise.
    let room = max(0, dataOffset - reader.position) / entrySize
    let count = min(count == 0 ? most : min(count, most), dataOffset == 0 ? most : room)
    for _ in 0..<count {
      let entry = Array(try reader.take(entrySize))
      palette.append([entry[2], entry[1], entry[0]])
    }
  }

  /// Decodes the pixels.
  ///
  /// - Throws: ``ImageError``.
  func decode() throws(ImageError) -> Image {
    do {
      let channels = bits > 8 && masks.count == 4 ? 4 : 3
      var samples: [UInt8] = []
      if compression == .runs8 || compression == .runs4 {
        samples = try runLengthIndices().flatMap(color)
      } else {
        samples.reserveCapacity(width * height * channels)
        let rowLength = (width * bits + 31) / 32 * 4
        for y in 0..<height {
          var reader = ByteReader(bytes, at: dataOffset + (isTopDown ? y : height - 1 - y) * rowLength)
          // The last row may lack its padding.
          try appendRow(Array(try reader.take((width * bits + 7) / 8)), to: &samples)
        }
      }
      return Image(width: width, height: height, channels: channels, pixels: samples)
    } catch let error as ImageError {
      throw error
    } catch {
      throw .truncated(name: name)
    }
  }

  private func appendRow(_ row: [UInt8], to samples: inout [UInt8]) throws {
    switch bits {
    case 24:
      for x in 0..<width { samples += [row[3 * x + 2], row[3 * x + 1], row[3 * x]] }
    case 16, 32:
      let size = bits / 8
      for x in 0..<width {
        let pixel = (0..<size).reduce(UInt32(0)) { $0 | UInt32(row[x * size + $1]) << UInt32(8 * $1) }
        for mask in masks { samples.append(Self.channel(pixel, mask)) }
      }
    default:
      let perByte = 8 / bits
      for x in 0..<width {
        let shift = bits * (perByte - 1 - x % perByte)
        samples += color(row[x / perByte] >> UInt8(shift) & UInt8((1 << bits) - 1))
      }
    }
  }

  /// The bits of a mask, brought to 0…255.
  private static func channel(_ pixel: UInt32, _ mask: UInt32) -> UInt8 {
    guard mask != 0 else { return 0 }
    let most = UInt64(mask >> UInt32(mask.trailingZeroBitCount))
    return UInt8(UInt64((pixel & mask) >> UInt32(mask.trailingZeroBitCount)) * 255 / most)
  }

  /// The colour of an index; one that the palette does not have is black.
  private func color(_ index: UInt8) -> [UInt8] { Int(index) < palette.count ? palette[Int(index)] : [0, 0, 0] }

  /// Indices from the top row on; indices that no run covers are 0.
  private func runLengthIndices() throws -> [UInt8] {
    guard bits == (compression == .runs8 ? 8 : 4) else { throw damaged("its \(bits) bits per pixel have no runs") }
    var indices = [UInt8](repeating: 0, count: width * height)
    var reader = ByteReader(bytes, at: dataOffset)
    var (x, y) = (0, 0)
    func put(_ index: UInt8) {
      if x < width { indices[(isTopDown ? y : height - 1 - y) * width + x] = index }
      x += 1
    }
    while y < height {
      let count = Int(try reader.byte())
      let value = try reader.byte()
      if count > 0 {
        for place in 0..<count { put(bits == 8 ? value : place % 2 == 0 ? value >> 4 : value & 0xF) }
        continue
      }
      switch value {
      case 0: (x, y) = (0, y + 1)
      case 1: return indices
      case 2: (x, y) = (x + Int(try reader.byte()), y + Int(try reader.byte()))
      default:
        let length = (Int(value) * bits + 7) / 8
        let run = Array(try reader.take(length + length % 2))
        for place in 0..<Int(value) {
          put(bits == 8 ? run[place] : place % 2 == 0 ? run[place / 2] >> 4 : run[place / 2] & 0xF)
        }
      }
    }
    return indices
  }

  private func signed(_ reader: inout ByteReader<ArraySlice<UInt8>>) throws -> Int {
    Int(Int32(truncatingIfNeeded: try reader.integer(bytes: 4, .little)))
  }

  private func damaged(_ reason: String) -> ImageError { .damaged(name: name, reason: reason) }
}
