public import Display
import Foundation
public import Images

extension Image: Displayable {
  /// The image itself, with one CSS pixel per pixel; small images are enlarged by whole numbers.
  public var mimeBundle: MIMEBundle {
    let words = "An image of \(width) × \(height) pixels"
    guard width > 0, height > 0 else { return MIMEBundle(plainText: "\(words).") }
    let factor = max(1, min(16, 96 / max(width, height)))
    do {
      let shown = factor > 1 ? enlarged(factor) : self
      let metadata = MIMEBundle.Metadata(
        alternativeText: words + ".", width: Double(width * factor), height: Double(height * factor))
      return MIMEBundle(plainText: words, metadata: metadata).adding(try shown.pngData(), as: .png)
    } catch {
      return MIMEBundle(plainText: String(describing: error))
    }
  }

  private func enlarged(_ factor: Int) -> Image {
    var larger: [UInt8] = []
    larger.reserveCapacity(pixels.count * factor * factor)
    for row in 0..<height {
      let line = (0..<width).flatMap { column in
        let start = (row * width + column) * channels
        return (0..<factor).flatMap { _ in pixels[start..<start + channels] }
      }
      for _ in 0..<factor { larger += line }
    }
    return Image(width: width * factor, height: height * factor, channels: channels, pixels: larger)
  }
}
