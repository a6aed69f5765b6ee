/// The treatment of the proportions of an image that must have a given size.
///
/// ```swift
/// let small = picture.resized(width: 128, height: 128, method: .pad, padMode: .zeros)
/// ```
public enum ResizeMethod: String, Hashable, Sendable, Codable, CaseIterable {
  /// Keeps the proportions and crops the rest.
  case crop
  /// Keeps the proportions and fills the missing space, see ``PadMode``.
  case pad
  /// Gives them up.
  case squish
}

/// The content beyond the edges of an image.
///
/// ```swift
/// let framed = picture.padded(x: -8, y: -8, width: 144, height: 144, mode: .border)
/// ```
public enum PadMode: String, Hashable, Sendable, Codable, CaseIterable {
  /// Black.
  case zeros
  /// The pixel at the edge, on and on.
  case border
  /// The image mirrored, without repeating the pixel at the edge.
  case reflection
}

extension Image {
  /// Resizes the image to `width` x `height`, bit-identical to fastai's `Resize`.
  ///
  /// - Parameters:
  ///   - method: how the proportions are kept.
  ///   - padMode: how the space is filled that ``ResizeMethod/pad`` adds.
  ///   - anchor: where to crop or pad, from 0 (left, top) to 1 (right, bottom) on each axis; the middle
  ///     for validation, two uniform draws for training.
  ///
  /// - Precondition: The image has pixels, both sizes are at least 1, and the anchor's numbers are from 0 to 1.
  public func resized(
    width newWidth: Int, height newHeight: Int, method: ResizeMethod, padMode: PadMode = .reflection,
    anchor: (x: Double, y: Double) = (0.5, 0.5)
  ) -> Image {
    guard width > 0 && height > 0 && newWidth > 0 && newHeight > 0 else {
      fatalError("cannot resize \(width) x \(height) pixels to \(newWidth) x \(newHeight); both sides must be positive")
    }
    guard (0...1).contains(anchor.x) && (0...1).contains(anchor.y) else {
      fatalError("an image cannot be cropped or padded at the anchor \(anchor); both numbers are from 0 to 1")
    }
    if method == .squish { return resized(width: newWidth, height: newHeight) }
    let part = part(resizedTo: ImageSize(width: newWidth, height: newHeight), method: method, anchor: anchor)
    return padded(x: part.x, y: part.y, width: part.width, height: part.height, mode: padMode)
      .resized(width: newWidth, height: newHeight)
  }

  /// The rectangle that is brought to a size, in pixels of the picture, beyond which it reaches where it is padded.
  package func part(
    resizedTo size: ImageSize, method: ResizeMethod, anchor: (x: Double, y: Double)
  ) -> (x: Int, y: Int, width: Int, height: Int) {
    if method == .squish { return (0, 0, width, height) }
    let columnScale = Double(width) / Double(size.width)
    let rowScale = Double(height) / Double(size.height)
    let takesColumns = method == .pad ? columnScale > rowScale : columnScale < rowScale
    let scale = takesColumns ? columnScale : rowScale
    // A product such as 49 * (131 / 49) may fall below 131: the pixel that fastai loses, we lose.
    let (cutWidth, cutHeight) = (Int(scale * Double(size.width)), Int(scale * Double(size.height)))
    return (
      Int(anchor.x * Double(width - cutWidth)), Int(anchor.y * Double(height - cutHeight)), max(1, cutWidth),
      max(1, cutHeight)
    )
  }

  /// The rectangle of `width` x `height` pixels from column `x` and row `y`, both of which may be outside; `mode` sets
  /// the content there.
  ///
  /// - Precondition: No side is negative, and an image without pixels is padded only with zeros.
  public func padded(x: Int, y: Int, width newWidth: Int, height newHeight: Int, mode: PadMode) -> Image {
    // Far beyond the ends positions themselves would overflow.
    guard [x, y, newWidth, newHeight].allSatisfy({ abs($0) < 1 << 40 }), newWidth >= 0, newHeight >= 0 else {
      fatalError(
        "an image cannot be padded to \(newWidth) x \(newHeight) pixels from column \(x), row \(y); give sides of 0 or more"
      )
    }
    guard mode == .zeros || (width > 0 && height > 0) else {
      fatalError("an image without pixels has no edge pixels to pad with; choose the mode .zeros")
    }
    _ = Self.sampleCount(newWidth, newHeight, channels)
    let inside = x >= 0 && y >= 0 && x + newWidth <= width && y + newHeight <= height
    if inside || mode == .zeros { return cropped(x: x, y: y, width: newWidth, height: newHeight) }
    let columns = (x..<x + newWidth).map { mode.source(of: $0, count: width) }
    let rows = (y..<y + newHeight).map { mode.source(of: $0, count: height) }
    var samples: [UInt8] = []
    samples.reserveCapacity(newWidth * newHeight * channels)
    for row in rows {
      for column in columns {
        let from = (row * width + column) * channels
        samples += pixels[from..<from + channels]
      }
    }
    return Image(width: newWidth, height: newHeight, channels: channels, pixels: samples)
  }
}

extension PadMode {
  /// The sample inside `0..<count` that stands for one at any position.
  fileprivate func source(of position: Int, count: Int) -> Int {
    if self == .border || count == 1 { return min(max(position, 0), count - 1) }
    let period = 2 * (count - 1)
    let phase = ((position % period) + period) % period
    return min(phase, period - phase)
  }
}
