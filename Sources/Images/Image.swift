/// An image of 8-bit samples, interleaved and row-major: grey, RGB or RGBA.
///
/// Sample `c` of the pixel in column `x` of row `y`, counted from the top left,
/// is `pixels[(y * width + x) * channels + c]`. Alpha is not premultiplied.
///
/// ```swift
/// let picture = try Image(contentsOf: URL(fileURLWithPath: "A3_1.png"))
/// let small = picture.rgb.resized(width: 128, height: 128)
/// try small.write(png: URL(fileURLWithPath: "A3_1.small.png"))
/// ```
public struct Image: Hashable, Sendable {
  /// Columns, in pixels.
  public let width: Int
  /// Rows, in pixels.
  public let height: Int
  /// Samples per pixel: 1 (grey), 3 (RGB) or 4 (RGBA).
  public let channels: Int
  /// All samples, `[height, width, channels]`, row-major.
  public var pixels: [UInt8] {
    didSet { checkCount() }
  }

  /// Wraps samples that are there already.
  ///
  /// - Precondition: `channels` is 1, 3 or 4, no side is negative, and `pixels` holds
  ///   `width * height * channels` samples.
  public init(width: Int, height: Int, channels: Int, pixels: [UInt8]) {
    guard [1, 3, 4].contains(channels) else {
      fatalError("an image has 1, 3 or 4 channels, not \(channels)(grey, RGB and RGBA)")
    }
    Self.checkSides(width, height)
    self.width = width
    self.height = height
    self.channels = channels
    self.pixels = pixels
    checkCount()
  }

  /// Fills every pixel with one colour, one sample per channel.
  public init(width: Int, height: Int, filledWith color: [UInt8]) {
    Self.checkSides(width, height)
    var pixels: [UInt8] = []
    pixels.reserveCapacity(Self.sampleCount(width, height, color.count))
    for _ in 0..<width * height { pixels += color }
    self.init(width: width, height: height, channels: color.count, pixels: pixels)
  }

  /// The image as RGB: grey is repeated, alpha is dropped and not composited.
  ///
  /// Agrees with Pillow's `convert("RGB")`, and so fastai's `PILImage.create`.
  public var rgb: Image {
    if channels == 3 { return self }
    let count = width * height
    let samples = [UInt8](unsafeUninitializedCapacity: count * 3) { target, initialized in
      pixels.withUnsafeBufferPointer { source in
        for index in 0..<count {
          let from = index * channels
          target[3 * index] = source[from]
          target[3 * index + 1] = source[channels == 1 ? from : from + 1]
          target[3 * index + 2] = source[channels == 1 ? from : from + 2]
        }
      }
      initialized = count * 3
    }
    return Image(width: width, height: height, channels: 3, pixels: samples)
  }

  /// The rectangle of `width` x `height` pixels whose top left corner is at column `x`, row `y`.
  ///
  /// Pixels outside the image are zeros, as in Pillow's `crop`.
  ///
  /// - Precondition: no side is negative.
  public func cropped(x: Int, y: Int, width: Int, height: Int) -> Image {
    Self.checkSides(width, height)
    var samples = [UInt8](repeating: 0, count: Self.sampleCount(width, height, channels))
    let columns = max(0, x)..<max(max(0, x), min(self.width, Self.end(of: x, width)))
    guard !columns.isEmpty else {
      return Image(width: width, height: height, channels: channels, pixels: samples)
    }
    for row in max(0, y)..<max(max(0, y), min(self.height, Self.end(of: y, height))) {
      let from = (row * self.width + columns.lowerBound) * channels
      let target = ((row - y) * width + columns.lowerBound - x) * channels
      let length = columns.count * channels
      samples.replaceSubrange(target..<target + length, with: pixels[from..<from + length])
    }
    return Image(width: width, height: height, channels: channels, pixels: samples)
  }

  private static func checkSides(_ width: Int, _ height: Int) {
    guard width >= 0 && height >= 0 else {
      fatalError("an image cannot be \(width) x \(height) pixels; give sides of 0 or more")
    }
  }

  private func checkCount() {
    let count = Self.sampleCount(width, height, channels)
    guard pixels.count == count else {
      fatalError(
        "\(width) x \(height) pixels with \(channels) channels are \(count) samples, not \(pixels.count); "
          + "give width * height * channels samples")
    }
  }

  /// The number of samples of an image; stops with the size if it cannot fit in memory.
  static func sampleCount(_ width: Int, _ height: Int, _ channels: Int) -> Int {
    let (pixels, isTooMany) = width.multipliedReportingOverflow(by: height)
    let (samples, isTooLong) = pixels.multipliedReportingOverflow(by: channels)
    guard !isTooMany, !isTooLong, samples < 1 << 40 else {
      fatalError("an image of \(width) x \(height) pixels does not fit in memory; make it smaller")
    }
    return samples
  }

  /// End of a length that starts at a position, or the last position that there is.
  private static func end(of start: Int, _ length: Int) -> Int {
    let (end, overflows) = start.addingReportingOverflow(length)
    return overflows ? .max : end
  }
}

extension Image: CustomStringConvertible {
  /// Size and kind, such as "128 x 96 RGB image".
  public var description: String {
    "\(width) x \(height) \(channels == 1 ? "grey" : channels == 3 ? "RGB" : "RGBA") image"
  }
}
