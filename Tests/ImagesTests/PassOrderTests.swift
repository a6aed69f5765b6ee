import Foundation
import Images
import TestSupport
import Testing

@Suite("Order of the passes of resizing")
struct PassOrderTests {
  private struct Case: Decodable {
    let from: [Int]
    let to: [Int]
    let pixels: Data
  }

  @Test("A resized image has the bits of Pillow's where the order of passes shows")
  func passes() throws {
    let data = try Data(contentsOf: Fixtures.repositoryFolder.appending(path: "image/passes.json"))
    for resize in try JSONDecoder().decode([Case].self, from: data) {
      let (width, height) = (resize.from[0], resize.from[1])
      var pixels: [UInt8] = []
      for y in 0..<height { for x in 0..<width { pixels.append(UInt8((x * 71 + y * 151 + x * y * 13) % 256)) } }
      let image = Image(width: width, height: height, channels: 1, pixels: pixels)
        .resized(width: resize.to[0], height: resize.to[1])
      #expect(image.pixels == [UInt8](resize.pixels), "\(resize.from) to \(resize.to)")
    }
  }
}
