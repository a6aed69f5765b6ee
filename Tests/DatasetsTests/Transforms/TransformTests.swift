import Datasets
import TestSupport
import Foundation
import Images
import Tensors
import Testing

@Suite("Transforms of images")
struct TransformTests {
  @Test("An input holds the samples of its image divided by 255")
  func samplesAreDividedBy255() throws {
    let image = try Image(contentsOf: Fixtures.url("image/rgba.png"))
    let input = try ImageRecipe().input(for: image)
    let expected = try Fixtures.tensor("image/totensor")
    #expect(input.shape == [1] + expected.shape)
    #expect(input.scalars == expected.scalars.map { $0 / 255 })
  }

  @Test("A normalised input agrees with fastai's")
  func normalization() throws {
    let image = try Image(contentsOf: Fixtures.url("image/rgba.png"))
    let input = try ImageRecipe(normalize: .imagenet).input(for: image)
    try expectMatches(input, fixture: "image/normalized")
  }

  @Test("Decoding undoes normalisation")
  func decodingUndoesNormalization() throws {
    let image = try Image(contentsOf: Fixtures.url("image/rgba.png"))
    let input = try ImageRecipe(normalize: .imagenet).input(for: image)
    let plain = try ImageRecipe().input(for: image)
    let back = Normalize.imagenet.decoded(input)
    expectMatches(back, plain, tolerance: .init(absolute: 1e-6, relative: 0))
  }

  @Test("Resizing for training cuts at random along the longer side")
  func trainingCutsAtRandomAlongTheLongerSide() {
    var generator = MersenneTwister(seed: 5)
    let pixels = (0..<40 * 10).map { UInt8($0 % 40 * 6) }
    let image = Image(width: 40, height: 10, channels: 1, pixels: pixels)
    let resize = Resize(10)
    let middle = resize.apply(to: image, isTraining: false, using: &generator)
    #expect(middle.pixels[0] == 15 * 6)
    let starts = (0..<200).map { _ in resize.apply(to: image, isTraining: true, using: &generator).pixels[0] / 6 }
    #expect(starts.min() ?? 99 < 3 && starts.max() ?? 0 > 26)
  }

  @Test("A resize is random only where training cuts something off")
  func resizeIsRandomWhereItCuts() {
    let image = Image(width: 40, height: 10, channels: 1, pixels: [UInt8](repeating: 0, count: 40 * 10))
    let resize = Resize(10)
    #expect(resize.isRandom(for: image, isTraining: true) && !resize.isRandom(for: image, isTraining: false))
    #expect(!Resize(10, method: .squish).isRandom(for: image, isTraining: true))
    #expect(!Resize(width: 80, height: 20).isRandom(for: image, isTraining: true))
  }

  @Test("A resize describes itself by its arguments")
  func resizeSaysHowItWasMade() {
    #expect("\(Resize(128))" == "Resize(128)")
    #expect(
      "\(Resize(width: 96, height: 64, method: .pad, padMode: .zeros))"
        == "Resize(width: 96, height: 64, method: .pad, padMode: .zeros)")
  }

  @Test("A later transform replaces an earlier one of the same type")
  func laterTransformsReplaceThoseOfTheSameType() throws {
    let folder = try PictureFolder(classes: ["A", "B"], count: 5)
    let block = DataBlock(
      blocks: (.image, .category), getItems: getImageFiles, getY: firstPart, itemTransforms: [Resize(4), Resize(6)])
    #expect(try block.dataLoaders(folder.url, batchSize: 2).inputShape == [3, 6, 6])
  }
}
