import Images

/// The input of a model: images, as RGB, in grey or as RGBA.
///
/// Written `.image`, `.greyImage` or `.rgbaImage` among a data block's `blocks`; fastai's `ImageBlock`, with
/// `cls=PILImageBW` for grey. Files of any kind are converted.
///
/// ```swift
/// let block = DataBlock(blocks: (.greyImage, .category), getY: parentLabel)
/// ```
public struct ImageBlock: Hashable, Sendable {
  /// The numbers of each pixel.
  public var channels: ImageChannels

  /// Pictures with these channels.
  public init(channels: ImageChannels = .rgb) { self.channels = channels }

  /// Pictures, as RGB.
  public static let image = ImageBlock()
  /// Pictures in grey, with one channel.
  public static let greyImage = ImageBlock(channels: .grey)
  /// Pictures as RGBA, whose fourth channel is their opacity.
  public static let rgbaImage = ImageBlock(channels: .rgba)
}

/// The numbers that a picture has for each of its pixels.
///
/// ```swift
/// let count = ImageChannels.grey.rawValue  // 1
/// ```
public enum ImageChannels: Int, Hashable, Sendable, Codable, CaseIterable {
  /// Its lightness.
  case grey = 1
  /// Red, green and blue.
  case rgb = 3
  /// Red, green, blue and opacity.
  case rgba = 4
}

extension Image {
  /// The picture with these channels.
  func converted(to channels: ImageChannels) -> Image {
    switch channels {
    case .grey: grey
    case .rgb: rgb
    case .rgba: rgba
    }
  }
}
