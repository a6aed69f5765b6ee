import Foundation
import Images
import Tensors
import TestSupport
import Testing

@Suite("Resizing of images")
struct ImageResizingTests {
  @Test("A resized image is Pillow's to the bit")
  func resizedImagesArePillows() throws {
    let names = try Fixtures.files(under: "image/resize")
    #expect(names.count >= 12)
    for name in names {
      let expected = try Fixtures.tensor(name)
      let parameters = try Parameters(of: name)
      let image = try Image(contentsOf: Fixtures.url(source(of: name))).rgb
      let resized = image.resized(
        width: parameters.width, height: parameters.height, method: parameters.method,
        padMode: parameters.padMode, anchor: parameters.anchor)
      let pixels = Tensor(shape: [resized.height, resized.width, 3], scalars: resized.pixels.map { Float($0) })
      expectMatches(pixels, expected, tolerance: Tolerance(absolute: 0, relative: 0), named: name)
    }
  }

  @Test("A constant image stays constant")
  func aConstantStaysConstant() {
    let image = Image(width: 30, height: 17, filledWith: [7, 200, 33])
    for (width, height) in [(1, 1), (5, 40), (100, 3), (30, 16), (29, 17)] {
      let resized = image.resized(width: width, height: height)
      #expect(resized == Image(width: width, height: height, filledWith: [7, 200, 33]))
    }
  }

  @Test("A row is resampled the same alone and among others", arguments: [3, 4, 5, 17, 40])
  func rowsAreResampledAlike(width: Int) {
    let image = Image.noise(width: width, height: 3, channels: 3)
    for newWidth in [1, 2, 7, 16, 90] {
      let together = image.resized(width: newWidth, height: 3)
      for row in 0..<3 {
        let alone = image.cropped(x: 0, y: row, width: width, height: 1).resized(width: newWidth, height: 1)
        #expect(together.cropped(x: 0, y: row, width: newWidth, height: 1) == alone)
      }
    }
  }

  @Test("A colour is resampled as grey is", arguments: [(31, 12), (5, 5), (16, 64)])
  func colorsAreResampledAsGreys(width: Int, height: Int) {
    let image = Image.noise(width: width, height: height, channels: 3)
    let resized = image.resized(width: 13, height: 9)
    for channel in 0..<3 {
      let grey = image.plane(channel).resized(width: 13, height: 9)
      #expect(resized.plane(channel) == grey)
    }
  }

  @Test("Transparent colours do not bleed")
  func transparentColorsDoNotBleed() {
    let image = Image(width: 2, height: 1, channels: 4, pixels: [255, 0, 0, 0, 0, 255, 0, 255])
    let resized = image.resized(width: 1, height: 1)
    #expect(resized.pixels == [0, 255, 0, 128])
  }

  @Test("Resizing to nothing stops with both sizes")
  func resizingToNothingStops() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Image(width: 2, height: 1, filledWith: [0]).resized(width: 0, height: 4)
    }
    #expect(errorText(of: result).contains("cannot resize 2 x 1 pixels to 0 x 4"))
  }
}

extension Image {
  /// Samples without a pattern, the same every time.
  fileprivate static func noise(width: Int, height: Int, channels: Int) -> Image {
    var generator = MersenneTwister(seed: 7)
    let samples = (0..<width * height * channels).map { _ in UInt8(truncatingIfNeeded: generator.next32()) }
    return Image(width: width, height: height, channels: channels, pixels: samples)
  }

  /// One colour as a grey image.
  fileprivate func plane(_ channel: Int) -> Image {
    let samples = stride(from: channel, to: pixels.count, by: channels).map { pixels[$0] }
    return Image(width: width, height: height, channels: 1, pixels: samples)
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

/// The source image of a fixture: the one named in its name, or the first one.
private func source(of name: String) -> String {
  for kind in ["rgb0", "rgb1", "rgba", "grey", "palette"] where name.contains("resize128_\(kind).") {
    return "image/\(kind).png"
  }
  return name.contains("train1") || name.contains("squish_b") ? "image/rgb1.png" : "image/rgb0.png"
}
