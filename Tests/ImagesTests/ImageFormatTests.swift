import Foundation
import Images
import TestSupport
import Testing

@Suite("Formats of image files")
struct ImageFormatTests {
  /// Pillow 13's result for a file, as RGB.
  private struct Expected: Decodable {
    let width: Int
    let height: Int
    let pixels: Data
  }

  private static let folder = Fixtures.repositoryFolder.appending(path: "formats")

  /// The expectations for each file; empty if the folder is missing, which `everyFormatIsCovered` detects.
  private static let expected: [String: Expected] = {
    guard let data = try? Data(contentsOf: folder.appending(path: "expected.json")) else { return [:] }
    return (try? JSONDecoder().decode([String: Expected].self, from: data)) ?? [:]
  }()

  private static let names = expected.keys.sorted()

  private func file(_ name: String) throws -> Data { try Data(contentsOf: Self.folder.appending(path: name)) }

  @Test("A file has the samples that Pillow reads", arguments: names)
  func samplesAreThoseOfPillow(name: String) throws {
    let expected = try #require(Self.expected[name])
    let image = try Image(data: file(name), name: name).rgb
    #expect(image.width == expected.width && image.height == expected.height)
    #expect(image.pixels == [UInt8](expected.pixels))
  }

  @Test("Every format has its fixtures")
  func everyFormatIsCovered() throws {
    let found = try Set(Self.names.compactMap { ImageFormat(startOfFile: try file($0)) })
    #expect(found == Set(ImageFormat.allCases).subtracting([.png]))
  }

  @Test("Alpha is kept, and grey has one channel")
  func channels() throws {
    func channels(_ name: String) throws -> Int { try Image(data: file(name)).channels }
    #expect(try channels("webp-alpha.webp") == 4)
    #expect(try channels("gif-transparent.gif") == 4)
    #expect(try channels("tiff-alpha.tif") == 4)
    #expect(try channels("bmp-v5-alpha.bmp") == 4)
    #expect(try channels("tiff-grey16.tif") == 1)
    #expect(try channels("webp-lossy.webp") == 3)
  }

  // The first image of the animation is whole long before the file ends.
  @Test("A file cut short is an error and no trap", arguments: names.filter { $0 != "gif-animated.gif" })
  func truncation(name: String) throws {
    let file = try file(name)
    // Index, trailer and padding may follow the last pixel.
    for length in stride(from: 0, to: file.count * 2 / 3, by: 11) {
      #expect(throws: ImageError.self, "\(length) of \(file.count) bytes") { try Image(data: file.prefix(length)) }
    }
  }

  @Test("Changed bytes give an error or an image, but no trap", arguments: names)
  func damage(name: String) throws {
    let file = try file(name)
    for place in stride(from: 0, to: file.count, by: 3) {
      for mask in [UInt8(0xFF), 0x80, 0x01] {
        var damaged = file
        damaged[place] ^= mask
        if let image = try? Image(data: damaged) {
          #expect(image.pixels.count == image.width * image.height * image.channels)
        }
      }
    }
  }

  @Test("A size beyond the limit is refused before memory is taken")
  func tooLarge() throws {
    var bitmap = try file("bmp-24.bmp")
    bitmap.replaceSubrange(18..<26, with: [0xFF, 0xFF, 0, 0, 0xFF, 0xFF, 0, 0])
    #expect(throws: ImageError.tooLarge(name: "a.bmp", width: 65535, height: 65535)) {
      try Image(data: bitmap, name: "a.bmp")
    }
    var animation = try file("gif-grey.gif")
    animation.replaceSubrange(6..<10, with: [0xFF, 0xFF, 0xFF, 0xFF])
    #expect(throws: ImageError.tooLarge(name: "a.gif", width: 65535, height: 65535)) {
      try Image(data: animation, name: "a.gif")
    }
  }

  @Test(
    "A format that is not read is named",
    arguments: [
      ("HEIC", [0, 0, 0, 24] + Array("ftypheic".utf8)), ("AVIF", [0, 0, 0, 24] + Array("ftypavif".utf8)),
      ("SVG", Array("<svg xmlns='http://www.w3.org/2000/svg'/>".utf8)), ("Photoshop", Array("8BPS".utf8)),
      ("JPEG XL", [0xFF, 0x0A, 0]), ("JPEG 2000", [0xFF, 0x4F, 0xFF, 0x51]),
    ])
  func unreadFormats(format: String, start: [UInt8]) {
    #expect(throws: ImageError.unreadFormat(name: "a", format: format)) { try Image(data: Data(start), name: "a") }
  }

  @Test("A text that starts with BM is not a bitmap")
  func textIsNoBitmap() {
    #expect(throws: ImageError.unknownFormat(name: "a")) {
      try Image(data: Data("BMW and other makes of cars in a table".utf8), name: "a")
    }
  }
}
