import Files

/// A kind of image file, recognised by its first bytes.
package enum ImageFormat: String, CaseIterable, Sendable {
  case png = "PNG"
  case jpeg = "JPEG"
  case webp = "WebP"
  case gif = "GIF"
  case tiff = "TIFF"
  case bmp = "BMP"

  /// The format of a file that starts with these bytes, 32 or more if available; nil for unknown formats.
  package init?(startOfFile bytes: some Collection<UInt8>) {
    let start = Array(bytes.prefix(32))
    guard let format = Self.allCases.first(where: { $0.starts(start) }) else { return nil }
    self = format
  }

  /// Endings of such files' names, in small letters.
  package var fileExtensions: [String] {
    switch self {
    case .png: ["png", "apng"]
    case .jpeg: ["jpg", "jpeg", "jpe", "jfif"]
    case .webp: ["webp"]
    case .gif: ["gif"]
    case .tiff: ["tif", "tiff"]
    case .bmp: ["bmp", "dib"]
    }
  }

  /// Endings of image files that are known and not read, in small letters.
  package static let unreadExtensions: Set = [
    "heic", "heif", "hif", "avif", "jxl", "jp2", "j2k", "jpf", "jpx", "svg", "svgz", "psd", "ico", "icns", "cur", "tga",
    "ppm", "pgm", "pbm", "pnm", "pfm", "pcx", "xbm", "xpm", "dds", "exr", "hdr", "dng", "cr2", "cr3", "nef", "arw",
    "orf",
    "raf", "rw2", "eps", "wmf", "emf", "xcf", "qoi", "sgi", "ras", "fits",
  ]

  /// The name of a format that is known by the first bytes of its files and not read.
  static func unread(startOfFile bytes: some Collection<UInt8>) -> String? {
    let start = Array(bytes.prefix(32))
    func has(_ text: String, at offset: Int = 0) -> Bool { start.dropFirst(offset).starts(with: text.utf8) }
    if has("ftyp", at: 4) {
      let brand = String(decoding: start.dropFirst(8).prefix(4), as: UTF8.self)
      if brand.hasPrefix("avi") { return "AVIF" }
      return ["heic", "heix", "hevc", "mif1", "msf1", "heim", "heis"].contains(brand) ? "HEIC" : nil
    }
    if has("jP  ", at: 4) || start.starts(with: [0xFF, 0x4F, 0xFF, 0x51]) { return "JPEG 2000" }
    if has("JXL ", at: 4) || start.starts(with: [0xFF, 0x0A]) { return "JPEG XL" }
    if has("8BPS") { return "Photoshop" }
    if has("<svg") { return "SVG" }
    return nil
  }

  private func starts(_ bytes: [UInt8]) -> Bool {
    func has(_ text: String, at offset: Int = 0) -> Bool { bytes.dropFirst(offset).starts(with: text.utf8) }
    return switch self {
    case .png: bytes.starts(with: [0x89, 0x50, 0x4E, 0x47])
    case .jpeg: bytes.starts(with: [0xFF, 0xD8, 0xFF]) || bytes == [0xFF, 0xD8]
    case .webp: has("RIFF") && has("WEBP", at: 8)
    case .gif: has("GIF87a") || has("GIF89a")
    case .tiff:
      bytes.starts(with: [0x49, 0x49, 42, 0]) || bytes.starts(with: [0x4D, 0x4D, 0, 42])
        || bytes.starts(with: [0x49, 0x49, 43, 0]) || bytes.starts(with: [0x4D, 0x4D, 0, 43])
    case .bmp: has("BM") && BMPDecoder.knows(headerSize: bytes.dropFirst(14))
    }
  }
}
