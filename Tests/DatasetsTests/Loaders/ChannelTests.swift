import Datasets
import Foundation
import Images
import Networks
import TestSupport
import Tensors
import Testing

@Suite("Grey pictures and pictures with opacity as data")
struct ChannelTests {
  /// Eight pictures of one grey level or of one opacity, of which every second is in another file format than asked for.
  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = try PictureFolder()
    for index in 0..<8 {
      let level = UInt8(index * 30)
      let color: [UInt8] = index % 2 == 0 ? [level] : [level, level, level, 51]
      try Image(width: 6, height: 4, filledWith: color).write(
        png: folder.url.appending(path: "\(index % 2 == 0 ? "grey" : "clear")_\(index).png"))
    }
    try withExtendedLifetime(folder) { try body(folder.url) }
  }

  private func block(_ image: ImageBlock) -> DataBlock<CategoryBlock> {
    DataBlock(
      blocks: (image, .category), getItems: { try getImageFiles($0) }, splitter: IndexSplitter(valid: [0, 4]),
      getY: firstPart)
  }

  @Test(
    "A batch has as many channels as its block asks for, whatever the files have",
    arguments: [(ImageBlock.greyImage, 1), (.image, 3), (.rgbaImage, 4)])
  func shapes(image: ImageBlock, channels: Int) throws {
    try withFolder { folder throws in
      let loaders = try block(image).dataLoaders(folder, batchSize: 6)
      #expect(loaders.inputShape == [channels, 4, 6])
      #expect(try loaders.oneBatch().inputs.shape == [6, channels, 4, 6])
      #expect(try loaders.train.samples(maxCount: 1)[0].image.channels == channels)
      #expect(try loaders.input(contentsOf: folder.appending(path: "grey_2.png")).shape == [1, channels, 4, 6])
    }
  }

  @Test("The channels are light in grey, and light and opacity of RGBA")
  func values() throws {
    try withFolder { folder throws in
      let (grey, clear) = (folder.appending(path: "grey_2.png"), folder.appending(path: "clear_3.png"))
      let loaders = try block(.greyImage).dataLoaders(folder, batchSize: 2)
      #expect(try loaders.input(contentsOf: grey)[0, 0, 1, 1] == 60 / 255)
      #expect(try loaders.input(contentsOf: clear)[0, 0, 1, 1] == 90 / 255)
      let withAlpha = try block(.rgbaImage).dataLoaders(folder, batchSize: 2)
      #expect(try (0..<4).map { try withAlpha.input(contentsOf: clear)[0, $0, 0, 0] * 255 } == [90, 90, 90, 51])
      #expect(try withAlpha.input(contentsOf: grey)[0, 3, 0, 0] == 1)
    }
  }

  @Test("A recipe carries the channels, and one without them is of RGB")
  func recipe() throws {
    try withFolder { folder throws in
      let file = folder.appending(path: "clear_3.png")
      let loaders = try block(.greyImage).new(itemTransforms: [Resize(4)]).dataLoaders(folder, batchSize: 2)
      let recipe = try ImageRecipe(json: try #require(loaders.inputRecipe))
      #expect(recipe.channels == .grey)
      #expect(try recipe.input(for: Image(contentsOf: file)) == loaders.input(contentsOf: file))
      let rgb = try block(.image).dataLoaders(folder, batchSize: 2)
      #expect(try #require(rgb.inputRecipe) == "{\"format\":\"etude.image\"}")
    }
  }

  @Test("Statistics of three channels leave one alone, and do not fit its recipe")
  func normalization() throws {
    try withFolder { folder throws in
      let loaders = try block(.greyImage).dataLoaders(folder, batchSize: 2)
      let normalized = loaders.normalized(mean: [0.5, 0.5, 0.5], standardDeviation: [1, 1, 1])
      #expect(try normalized.oneBatch().inputs == loaders.oneBatch().inputs)
      #expect(try loaders.normalized(mean: [1], standardDeviation: [1]).oneBatch().inputs.max().scalar <= 0)
    }
    let json = ImageRecipe(normalize: .imagenet, channels: .grey).json
    #expect(
      message { try ImageRecipe(json: json) }
        == "The model does not say how an image becomes its input: images have 1 channel, but it normalises 3. Export it "
        + "again.")
  }

  @Test("Light and hue leave the opacity as it is")
  func opacity() {
    let batch = Tensor(shape: [1, 4, 1, 1], scalars: [0.2, 0.4, 0.6, 0.3])
    var lighting = Lighting()
    (lighting.brightness, lighting.saturation) = (0.7, 0.5)
    let lit = LightingAugmentation([]).apply([lighting], to: batch)
    #expect(lit[0, 3, 0, 0] == 0.3 && lit[0, 0, 0, 0] != 0.2)
    let turned = HueAugmentation().apply([1.3], to: batch)
    #expect(turned[0, 3, 0, 0] == 0.3 && turned[0, 0, 0, 0] != 0.2)
    var generator = MersenneTwister(seed: 1)
    let grey = Tensor(shape: [1, 1, 1, 1], scalars: [0.2])
    #expect(HueAugmentation(probability: 1).apply(to: grey, isTraining: true, using: &generator) == grey)
  }
}
