internal import CImages

/// The decoders of C libraries, each for the first image of a file in memory.
enum LibraryDecoder {
  /// - Throws: ``ImageError/truncated(name:)``, `.tooLarge` or `.damaged` with the library's words.
  static func decode(
    _ file: UnsafeBufferPointer<UInt8>, as format: ImageFormat, name: String
  ) throws(ImageError) -> Image {
    var result = cimages_result()
    let status =
      switch format {
      case .jpeg: cimages_decode_jpeg(file.baseAddress, file.count, Image.maximumPixelCount, &result)
      case .webp: cimages_decode_webp(file.baseAddress, file.count, Image.maximumPixelCount, &result)
      case .gif: cimages_decode_gif(file.baseAddress, file.count, Image.maximumPixelCount, &result)
      case .tiff: cimages_decode_tiff(file.baseAddress, file.count, Image.maximumPixelCount, &result)
      case .png, .bmp: Int32(CIMAGES_FAILED)
      }
    defer { cimages_free(&result) }
    switch Int(status) {
    case CIMAGES_OK: break
    case CIMAGES_TRUNCATED: throw .truncated(name: name)
    case CIMAGES_TOO_LARGE:
      throw .tooLarge(name: name, width: Int(result.width), height: Int(result.height))
    default: throw .damaged(name: name, reason: words(of: result))
    }
    let samples = Array(UnsafeBufferPointer(start: result.bytes, count: result.length))
    return Image(
      width: Int(result.width), height: Int(result.height), channels: result.is_cmyk == 0 ? Int(result.channels) : 3,
      pixels: result.is_cmyk == 0 ? samples : rgb(inverted: samples)
    )
    .turned(from: Int(result.orientation))
  }

  private static func words(of result: cimages_result) -> String {
    let words = withUnsafeBytes(of: result.message) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    return words.hasSuffix(".") ? String(words.dropLast()) : words
  }

  /// JPEG files hold CMYK inverted (255 is not an ink), so ink on black is a product of two samples.
  private static func rgb(inverted samples: [UInt8]) -> [UInt8] {
    var target: [UInt8] = []
    target.reserveCapacity(samples.count / 4 * 3)
    for pixel in stride(from: 0, to: samples.count, by: 4) {
      let light = Int(samples[pixel + 3])
      for channel in 0..<3 {
        let product = (255 - Int(samples[pixel + channel])) * light + 128
        target.append(UInt8(max(0, light - ((product >> 8) + product) >> 8)))
      }
    }
    return target
  }
}

extension Image {
  /// The image upright, from rows that are stored in one of the eight orientations of TIFF 6.0.
  fileprivate func turned(from orientation: Int) -> Image {
    guard (2...8).contains(orientation) else { return self }
    let isTransposed = orientation >= 5
    let (newWidth, newHeight) = isTransposed ? (height, width) : (width, height)
    let flipsColumns = [2, 3, 7, 8].contains(orientation)
    let flipsRows = [3, 4, 6, 7].contains(orientation)
    var samples: [UInt8] = []
    samples.reserveCapacity(pixels.count)
    for y in 0..<newHeight {
      for x in 0..<newWidth {
        let (storedX, storedY) = isTransposed ? (y, x) : (x, y)
        let column = flipsColumns ? width - 1 - storedX : storedX
        let row = flipsRows ? height - 1 - storedY : storedY
        let from = (row * width + column) * channels
        samples += pixels[from..<from + channels]
      }
    }
    return Image(width: newWidth, height: newHeight, channels: channels, pixels: samples)
  }
}
