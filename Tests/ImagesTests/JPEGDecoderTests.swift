import Foundation
import Images
import Testing

@Suite("Decoding of JPEG")
struct JPEGDecoderTests {
  @Test("A header with too many pixels is refused before memory is allocated")
  func aHugeHeaderIsRefused() throws {
    let sample = try #require(EncodedSample.all.first { $0.name == "jpeg" })
    var file = try #require(Data(base64Encoded: sample.file))
    let frame = try #require(file.range(of: Data([0xFF, 0xC0])))
    file.replaceSubrange(frame.lowerBound + 5..<frame.lowerBound + 9, with: [0xFF, 0xDC, 0xFF, 0xDC])
    #expect(throws: ImageError.tooLarge(name: "a.jpg", width: 65500, height: 65500)) {
      try Image(data: file, name: "a.jpg")
    }
  }
}
