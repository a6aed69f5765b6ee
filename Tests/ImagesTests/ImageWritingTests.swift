import Foundation
import Images
import TestSupport
import Testing

@Suite("Writing of images")
struct ImageWritingTests {
  @Test("A PNG that is written reads back", arguments: [1, 3, 4], PNGFilter.allCases)
  func roundTripKeepsEverySample(channels: Int, filter: PNGFilter) throws {
    let image = sample(width: 37, height: 21, channels: channels)
    #expect(try Image(data: image.pngData(filter: filter)) == image)
  }

  @Test("The resolution is written if it is given")
  func resolutionIsWritten() throws {
    let data = try sample(width: 4, height: 4, channels: 3).pngData(pixelsPerMeter: 5669)
    let chunk: [UInt8] = [0, 0, 0, 9] + Array("pHYs".utf8) + [0, 0, 0x16, 0x25, 0, 0, 0x16, 0x25, 1]
    #expect(data.range(of: Data(chunk)) != nil)
    let without = try sample(width: 4, height: 4, channels: 3).pngData()
    #expect(without.range(of: Data("pHYs".utf8)) == nil)
  }

  @Test("One image gives one sequence of bytes")
  func samePictureSameBytes() throws {
    let image = sample(width: 50, height: 50, channels: 4)
    #expect(try image.pngData() == image.pngData())
  }

  @Test("A higher level of compression gives fewer bytes")
  func higherLevelsAreSmaller() throws {
    let image = Image(width: 200, height: 200, filledWith: [1, 2, 3])
    let sizes = try [0, 1, 9].map { try image.pngData(compressionLevel: $0).count }
    #expect(sizes[0] > sizes[1] && sizes[1] > sizes[2])
  }

  @Test("An image without pixels is refused")
  func nothingCannotBeEncoded() {
    #expect(throws: ImageError.notEncodable(width: 0, height: 3, reason: "it has no pixels")) {
      try Image(width: 0, height: 3, channels: 1, pixels: []).pngData()
    }
  }

  @Test("A file that cannot be written is refused")
  func aFullDiskIsReported() throws {
    let url = URL(fileURLWithPath: "/dev/full")
    let image = Image(width: 2, height: 2, filledWith: [0])
    #expect(throws: ImageError.self) { try image.write(png: url.appending(path: "a.png")) }
  }

  @Test("Writing replaces a file whole")
  func writingReplacesAFile() throws {
    try withTemporaryFolder { folder throws in
      let url = folder.appending(path: "a.png")
      for shade: UInt8 in [1, 2] {
        let image = Image(width: 2, height: 2, filledWith: [shade, 0, 0])
        try image.write(png: url)
        #expect(try Image(contentsOf: url) == image)
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.png"])
    }
  }
}

/// An image without symmetry, so that swapped axes or channels are detected.
func sample(width: Int, height: Int, channels: Int) -> Image {
  let pixels = (0..<width * height * channels).map { UInt8(truncatingIfNeeded: $0 * $0 % 251 + $0) }
  return Image(width: width, height: height, channels: channels, pixels: pixels)
}
