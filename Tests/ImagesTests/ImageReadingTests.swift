import Foundation
import Images
import Testing

@Suite("Reading of images")
struct ImageReadingTests {
  @Test("A file has the samples that Pillow reads", arguments: EncodedSample.all)
  func samplesAreThoseOfPillow(sample: EncodedSample) throws {
    let file = try #require(Data(base64Encoded: sample.file))
    let expected = try #require(Data(base64Encoded: sample.pixels))
    let image = try Image(data: file).rgb
    #expect(image.width == 13 && image.height == 9)
    #expect(image.pixels == [UInt8](expected))
  }

  @Test("The number of channels follows the file")
  func channelsFollowTheFile() throws {
    func channels(_ name: String) throws -> Int {
      let sample = try #require(EncodedSample.all.first { $0.name == name })
      return try Image(data: #require(Data(base64Encoded: sample.file))).channels
    }
    #expect(try channels("grey16") == 1)
    #expect(try channels("jpegGrey") == 1)
    #expect(try channels("palette8") == 3)
    #expect(try channels("greyAlpha8") == 4)
    #expect(try channels("palette4Transparent") == 4)
  }

  @Test("A truncated file is refused at any length", arguments: EncodedSample.all)
  func everyTruncationIsAnError(sample: EncodedSample) throws {
    let file = try #require(Data(base64Encoded: sample.file))
    // The last bytes may be metadata or an end mark; without them the pixels are whole.
    for length in stride(from: 4, to: file.count - 24, by: 7) {
      #expect(throws: ImageError.self, "\(length) of \(file.count) bytes") {
        try Image(data: file.prefix(length), name: "a.png")
      }
    }
  }

  @Test("A truncated file is named", arguments: ["rgb16", "jpeg"])
  func truncatedFilesAreNamed(name: String) throws {
    let sample = try #require(EncodedSample.all.first { $0.name == name })
    let file = try #require(Data(base64Encoded: sample.file))
    #expect(throws: ImageError.truncated(name: "C3_7.png")) {
      try Image(data: file.prefix(file.count - 30), name: "C3_7.png")
    }
  }

  @Test("A damaged file is named, with the reason")
  func aDamagedFileIsNamed() throws {
    let sample = try #require(EncodedSample.all.first { $0.name == "rgb16" })
    var file = try #require(Data(base64Encoded: sample.file))
    file[60] ^= 0xFF
    #expect {
      try Image(data: file, name: "C3_7.png")
    } throws: { error in
      guard case ImageError.damaged("C3_7.png", let reason) = error else { return false }
      return !reason.isEmpty
    }
  }

  @Test("A file that is missing is named")
  func aMissingFileIsNamed() {
    let url = URL(fileURLWithPath: "/nowhere/at/all.png")
    #expect(throws: ImageError.unreadable(path: url.path, reason: "No such file or directory")) {
      try Image(contentsOf: url)
    }
  }

  @Test("Text is refused as an image")
  func textIsNoImage() {
    #expect(throws: ImageError.unknownFormat(name: "notes.txt")) {
      try Image(data: Data("hello".utf8), name: "notes.txt")
    }
    #expect(throws: ImageError.unknownFormat(name: "empty.png")) { try Image(data: Data(), name: "empty.png") }
  }
}
