import Fixtures
import Foundation
import Images
import Tensors
import Testing

@Suite struct ResizingTests {
  @Test func everyFixtureToTheBit() throws {
    let names = try Fixtures.files(under: "image/resize")
    #expect(names.count >= 12)
    for name in names {
      let expected = try Fixtures.tensor(name)
      let parameters = try Parameters(of: name)
      let image = try Image(contentsOf: Fixtures.url(source(of: name))).rgb
      let resized = image.resized(
        width: parameters.width, height: parameters.height, method: parameters.method,
        padMode: parameters.padMode, anchor: parameters.anchor)
      #expect(expected.shape == [resized.height, resized.width, 3], "\(name)")
      let errors = zip(resized.pixels, expected.scalars).map { abs(Float($0) - $1) }
      #expect(errors.max() == 0, "\(name)")
    }
  }

  @Test func aConstantStaysConstant() {
    let image = Image(width: 30, height: 17, filledWith: [7, 200, 33])
    for (width, height) in [(1, 1), (5, 40), (100, 3), (30, 16), (29, 17)] {
      let resized = image.resized(width: width, height: height)
      #expect(resized == Image(width: width, height: height, filledWith: [7, 200, 33]))
    }
  }

  @Test func doublingInterpolates() {
    let image = Image(width: 2, height: 1, channels: 1, pixels: [0, 200])
    #expect(image.resized(width: 4, height: 1).pixels == [0, 50, 150, 200])
  }

  @Test func halvingAverages() {
    let image = Image(width: 4, height: 1, channels: 1, pixels: [0, 0, 80, 80])
    #expect(image.resized(width: 1, height: 1).pixels == [40])
  }

  @Test func transparentColorsDoNotBleed() {
    let image = Image(width: 2, height: 1, channels: 4, pixels: [255, 0, 0, 0, 0, 255, 0, 255])
    let resized = image.resized(width: 1, height: 1)
    #expect(resized.pixels == [0, 255, 0, 128])
  }

  @Test func reflectionGoesBackAndForth() {
    let image = Image(width: 3, height: 1, channels: 1, pixels: [1, 2, 3])
    func row(from x: Int, width: Int, _ mode: PadMode) -> [UInt8] {
      image.padded(x: x, y: 0, width: width, height: 1, mode: mode).pixels
    }
    #expect(row(from: -4, width: 11, .reflection) == [1, 2, 3, 2, 1, 2, 3, 2, 1, 2, 3])
    #expect(row(from: -2, width: 6, .border) == [1, 1, 1, 2, 3, 3])
    #expect(row(from: -1, width: 5, .zeros) == [0, 1, 2, 3, 0])
    #expect(row(from: 5, width: 2, .zeros) == [0, 0])
  }
}

private struct Parameters {
  let width: Int
  let height: Int
  let method: ResizeMethod
  let padMode: PadMode
  let anchor: (x: Double, y: Double)

  init(of name: String) throws {
    let values = try Fixtures.parameters(name)
    width = try #require(values["width"] as? Int)
    height = try #require(values["height"] as? Int)
    method = try #require((values["method"] as? String).flatMap(ResizeMethod.init))
    padMode = try #require((values["pad_mode"] as? String).flatMap(PadMode.init))
    let shares = try #require(values["pcts"] as? [NSNumber])
    anchor = (shares[0].doubleValue, shares[1].doubleValue)
  }
}

/// The picture that a fixture was made from: named in its own name, or the first one.
private func source(of name: String) -> String {
  for kind in ["rgb0", "rgb1", "rgba", "grey", "palette"] where name.contains("resize128_\(kind).") {
    return "image/\(kind).png"
  }
  return name.contains("train1") || name.contains("squish_b") ? "image/rgb1.png" : "image/rgb0.png"
}
