import Foundation
import Images
import Testing

@Suite("Errors of images")
struct ImageErrorTests {
  @Test("An error says which image, what is wrong and what to do")
  func messages() {
    let cases: [(ImageError, String)] = [
      (
        .unreadable(path: "/a/b.png", reason: "Permission denied"),
        "cannot read the image /a/b.png: Permission denied"
      ),
      (
        .unknownFormat(name: "b.png"),
        "b.png is no image: it starts neither as a PNG nor as a JPEG file; convert it, or leave it out"
      ),
      (
        .truncated(name: "b.png"),
        "the image b.png is truncated: the file ends before its pixels do; copy it again, or leave it out"
      ),
      (
        .damaged(name: "b.png", reason: "IDAT: CRC error"),
        "the image b.png is damaged: IDAT: CRC error; copy it again, or leave it out"
      ),
      (
        .tooLarge(name: "b.png", width: 99999, height: 99999),
        "the image b.png says that it has 99999 x 99999 pixels, more than the 178956970 that are read; "
          + "make it smaller"
      ),
      (
        .notEncodable(width: 0, height: 3, reason: "it has no pixels"),
        "an image of 0 x 3 pixels cannot be encoded as PNG: it has no pixels"
      ),
      (
        .unwritable(path: "/full/b.png", reason: "No space left on device"),
        "cannot write the image /full/b.png: No space left on device; the file there, if any, is as it was"
      ),
    ]
    for (error, message) in cases { #expect(error.description == message) }
  }
}
