import Datasets
import TestSupport
import Foundation
import Images
import Tensors
import TestSupport
import Testing

@Suite struct TransformTests {
  @Test func samplesAreDividedBy255() throws {
    let image = try Image(contentsOf: Fixtures.url("image/rgba.png"))
    let input = try ImageRecipe().input(for: image)
    let expected = try Fixtures.tensor("image/totensor")
    #expect(input.shape == [1] + expected.shape)
    #expect(input.scalars == expected.scalars.map { $0 / 255 })
  }

  @Test func normalization() throws {
    let image = try Image(contentsOf: Fixtures.url("image/rgba.png"))
    let input = try ImageRecipe(normalize: .imagenet).input(for: image)
    try expectMatches(input, fixture: "image/normalized")
    let plain = try ImageRecipe().input(for: image)
    let back = Normalize.imagenet.decoded(input)
    expectMatches(back, plain, tolerance: .init(absolute: 1e-6, relative: 0))
  }

  @Test func trainingCutsAtRandomAlongTheLongerSide() {
    var generator = MersenneTwister(seed: 5)
    let pixels = (0..<40 * 10).map { UInt8($0 % 40 * 6) }
    let image = Image(width: 40, height: 10, channels: 1, pixels: pixels)
    let resize = Resize(10)
    let middle = resize.apply(to: image, isTraining: false, using: &generator)
    #expect(middle.pixels[0] == 15 * 6)
    let starts = (0..<200).map { _ in resize.apply(to: image, isTraining: true, using: &generator).pixels[0] / 6 }
    #expect(starts.min() ?? 99 < 3 && starts.max() ?? 0 > 26)
    #expect(resize.isRandom(for: image, isTraining: true) && !resize.isRandom(for: image, isTraining: false))
    #expect(!Resize(10, method: .squish).isRandom(for: image, isTraining: true))
    #expect(!Resize(width: 80, height: 20).isRandom(for: image, isTraining: true))
  }

  @Test func resizeSaysHowItWasMade() {
    #expect("\(Resize(128))" == "Resize(128)")
    #expect(
      "\(Resize(width: 96, height: 64, method: .pad, padMode: .zeros))"
        == "Resize(width: 96, height: 64, method: .pad, padMode: .zeros)")
  }

  @Test func laterTransformsReplaceThoseOfTheSameType() throws {
    let folder = try PictureFolder(classes: ["A", "B"], count: 5)
    let block = DataBlock(
      blocks: (.image, .category), getItems: getImageFiles, getY: firstPart, itemTransforms: [Resize(4), Resize(6)])
    #expect(try block.dataLoaders(folder.url, batchSize: 2).inputShape == [3, 6, 6])
  }
}
