internal import CPNG
import Files
public import Foundation

extension Image {
  /// The largest image that is read; larger sizes are treated as damage or an attack.
  ///
  /// Pillow's limit against decompression bombs: twice a gigabyte over 4 over 3 bytes.
  public static let maximumPixelCount = 178_956_970

  /// Reads a PNG, JPEG, WebP, GIF, TIFF or BMP file, told apart by content and not by name.
  ///
  /// Grey images have one channel, palettes expanded, alpha kept as a fourth channel (grey with alpha as RGBA), 16-bit
  /// colour as its high byte and 16-bit grey clipped at 255, as Pillow does. CMYK becomes RGB. If a file has several
  /// images, the first is read. The orientation of a TIFF file is applied, as Pillow does; gamma, colour profiles and
  /// the orientation in EXIF data of other files are not.
  ///
  /// - Throws: ``ImageError``, naming the file.
  public init(contentsOf url: URL) throws {
    let data: Data
    do {
      data = try Data(contentsOf: url)
    } catch {
      throw ImageError.unreadable(path: url.path, reason: SystemReason.of(error))
    }
    try self.init(data: data, name: url.lastPathComponent)
  }

  /// Decodes the bytes of an image file; `name` is used in errors.
  ///
  /// - Throws: ``ImageError``, but never ``ImageError/unreadable(path:reason:)``.
  public init(data: Data, name: String = "in memory") throws {
    switch ImageFormat(startOfFile: data) {
    case .png: self = try decodePNG(data, name: name)
    case .bmp: self = try BMPDecoder(Array(data), name: name).decode()
    case let format?:
      self = try data.withUnsafeBytes { file in
        try LibraryDecoder.decode(file.bindMemory(to: UInt8.self), as: format, name: name)
      }
    case nil:
      if let format = ImageFormat.unread(startOfFile: data) {
        throw ImageError.unreadFormat(name: name, format: format)
      }
      throw ImageError.unknownFormat(name: name)
    }
  }
}

private func decodePNG(_ data: Data, name: String) throws -> Image {
  var result = cpng_result()
  let status = data.withUnsafeBytes { file in
    cpng_decode(
      file.bindMemory(to: UInt8.self).baseAddress, file.count, Image.maximumPixelCount, &result)
  }
  defer { cpng_free(&result) }
  switch Int(status) {
  case CPNG_OK:
    return Image(
      width: Int(result.width), height: Int(result.height), channels: Int(result.channels),
      pixels: Array(UnsafeBufferPointer(start: result.bytes, count: result.length)))
  case CPNG_TRUNCATED:
    throw ImageError.truncated(name: name)
  case CPNG_TOO_LARGE:
    throw ImageError.tooLarge(name: name, width: Int(result.width), height: Int(result.height))
  default:
    throw ImageError.damaged(name: name, reason: message(of: result))
  }
}

/// The text that libpng left in a result.
func message(of result: cpng_result) -> String {
  withUnsafeBytes(of: result.message) { bytes in
    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }
}
