extension Image {
  /// The image in grey: 0.299 R + 0.587 G + 0.114 B, to the bit as Pillow's `convert("L")`; alpha is dropped and not
  /// composited.
  public var grey: Image {
    if channels == 1 { return self }
    let samples = stride(from: 0, to: pixels.count, by: channels).map { start in
      let (red, green, blue) = (UInt32(pixels[start]), UInt32(pixels[start + 1]), UInt32(pixels[start + 2]))
      return UInt8((red * 19_595 + green * 38_470 + blue * 7_471 + 0x8000) >> 16)
    }
    return Image(width: width, height: height, channels: 1, pixels: samples)
  }

  /// The image as RGBA: grey is repeated, and one without alpha is opaque, as in Pillow's `convert("RGBA")`.
  public var rgba: Image {
    if channels == 4 { return self }
    var samples: [UInt8] = []
    samples.reserveCapacity(width * height * 4)
    for start in stride(from: 0, to: pixels.count, by: channels) {
      for channel in 0..<3 { samples.append(pixels[channels == 1 ? start : start + channel]) }
      samples.append(255)
    }
    return Image(width: width, height: height, channels: 4, pixels: samples)
  }
}
