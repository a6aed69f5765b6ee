import Foundation
import Images
import Testing

@Suite("Errors of images")
struct ImageErrorTests {
  @Test("An error names the image, the problem and the remedy")
  func messages() {
    let cases: [(ImageError, String)] = [
      (
        .unreadable(path: "/a/b.png", reason: "Permission denied"),
        "The image “/a/b.png” cannot be read: Permission denied."
      ),
      (
        .unknownFormat(name: "b.png"),
        "“b.png” is not an image: it does not start as a PNG, JPEG, WebP, GIF, TIFF or BMP file. "
          + "Convert it, or leave it out."
      ),
      (
        .truncated(name: "b.png"),
        "The image “b.png” is truncated: the file ends before its pixels do. Copy it again, or leave it out."
      ),
      (
        .damaged(name: "b.png", reason: "IDAT: CRC error"),
        "The image “b.png” is damaged: IDAT: CRC error. Copy it again, or leave it out."
      ),
      (
        .tooLarge(name: "b.png", width: 99999, height: 99999),
        "The image “b.png” says that it has 99999 × 99999 pixels, more than the limit of 178956970. Make it smaller."
      ),
      (
        .notEncodable(width: 0, height: 3, reason: "it has no pixels"),
        "An image of 0 × 3 pixels cannot be encoded as PNG: it has no pixels."
      ),
      (
        .unwritable(path: "/full/b.png", reason: "No space left on device"),
        "The image “/full/b.png” cannot be written: No space left on device. An earlier file is unchanged."
      ),
    ]
    for (error, message) in cases { #expect(error.description == message) }
  }
}
