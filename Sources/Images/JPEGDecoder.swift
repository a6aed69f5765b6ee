internal import CTurboJPEG

/// A libjpeg-turbo decompressor, through the TurboJPEG interface: it returns a status where
/// libjpeg's own error handler would end the process.
///
/// Related TurboJPEG documentation: <https://libjpeg-turbo.org/Documentation/Documentation>
final class JPEGDecoder {
  private let handle: tjhandle
  private let name: String

  /// - Throws: ``ImageError/damaged(name:reason:)`` when there is no memory for it.
  init(name: String) throws {
    guard let handle = tjInitDecompress() else {
      throw ImageError.damaged(name: name, reason: String(cString: tjGetErrorStr2(nil)))
    }
    self.handle = handle
    self.name = name
  }

  deinit {
    tjDestroy(handle)
  }

  /// Decodes a whole file with the accurate integer transform, as Pillow does.
  func decode(_ file: UnsafeBufferPointer<UInt8>) throws -> Image {
    var width: Int32 = 0
    var height: Int32 = 0
    var subsampling: Int32 = 0
    var space: Int32 = 0
    let status = tjDecompressHeader3(
      handle, file.baseAddress, UInt(file.count), &width, &height, &subsampling, &space)
    guard status == 0 else { throw failure }
    let (columns, rows) = (Int(width), Int(height))
    guard rows <= Image.maximumPixelCount / max(columns, 1) else {
      throw ImageError.tooLarge(name: name, width: columns, height: rows)
    }
    let isCMYK = space == TJCS_CMYK.rawValue || space == TJCS_YCCK.rawValue
    let isGrey = space == TJCS_GRAY.rawValue
    let samples = isCMYK ? 4 : isGrey ? 1 : 3
    let format = isCMYK ? TJPF_CMYK : isGrey ? TJPF_GRAY : TJPF_RGB
    var pixels = [UInt8](repeating: 0, count: columns * rows * samples)
    func run(_ flags: Int32) -> Bool {
      pixels.withUnsafeMutableBufferPointer { target in
        tjDecompress2(
          handle, file.baseAddress, UInt(file.count), target.baseAddress, width, 0, height,
          Int32(format.rawValue), TJFLAG_ACCURATEDCT | flags) == 0
      }
    }
    if !run(TJFLAG_STOPONWARNING) {
      // Stray bytes between two markers are common and harmless; any other warning means lost pixels.
      guard String(cString: tjGetErrorStr2(handle)).contains("extraneous bytes") else { throw failure }
      _ = run(0)
    }
    return Image(
      width: columns, height: rows, channels: isGrey ? 1 : 3, pixels: isCMYK ? rgb(inverted: pixels) : pixels)
  }

  private var failure: ImageError {
    let reason = String(cString: tjGetErrorStr2(handle))
    let ended = reason.contains("Premature end of JPEG file")
    return ended ? .truncated(name: name) : .damaged(name: name, reason: reason)
  }

  /// JPEG files hold CMYK inverted (255 is no ink), so ink on black is a product of two samples.
  private func rgb(inverted samples: [UInt8]) -> [UInt8] {
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
