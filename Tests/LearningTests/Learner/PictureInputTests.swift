import Datasets
import Foundation
import Images
import Learning
import Networks
import Tensors
import TestSupport
import Testing

@Suite("Images to predict from")
struct PictureInputTests {
  private let block = DataBlock(
    blocks: (.image, .category), getItems: getImageFiles, splitter: IndexSplitter(valid: [1, 6]), getY: firstPart)

  private let folder: PictureFolder

  init() throws {
    folder = try PictureFolder(classes: ["A", "B"], count: 5, width: 12, height: 10)
  }

  private func learner(_ block: DataBlock<CategoryBlock>) throws -> Learner {
    let learner = try Learner(block.dataLoaders(folder.url, batchSize: 4), .resnet18)
    learner.folder = folder.url
    return learner
  }

  /// The predictions of the learner, its exported model and a pass over the validation set for the first validation
  /// image.
  private func expectSame(_ block: DataBlock<CategoryBlock>) throws {
    let learner = try learner(block)
    let file = folder.url.appending(path: "A_1.png")
    let prediction = try learner.predict(contentsOf: file)
    let url = folder.url.appending(path: "model.etude")
    try learner.export(to: url)
    #expect(try Predictor(contentsOf: url).predict(contentsOf: file) == prediction)
    let answers = try learner.predictions().probabilities
    for (index, probability) in prediction.probabilities.enumerated() {
      #expect(abs(probability - answers[0, index]) < 1e-5)
    }
  }

  @Test("Images of one size need no resize")
  func ofOneSizeWithoutResize() throws {
    try expectSame(block)
  }

  @Test("An image is brought to the size of its batch", arguments: [1, 0.6])
  func broughtToASizeAsABatch(minScale: Double) throws {
    try expectSame(block.new(batchTransforms: augTransforms(size: 8, minScale: minScale) + [Normalize.imagenet]))
  }

  @Test(
    "Grey images and images with opacity go to a network of their channels",
    arguments: [ImageBlock.greyImage, .rgbaImage])
  func ofOtherChannels(image: ImageBlock) throws {
    let block = block.new(blocks: (image, CategoryBlock.category), getY: firstPart, itemTransforms: [Resize(8)])
    try expectSame(block)
    #expect(try (learner(block).model as? VisionModel)?.inputChannels == image.channels.rawValue)
  }

  @Test("An image of another size is refused with both shapes")
  func ofAnotherSizeWithoutResize() throws {
    let learner = try learner(block)
    try folder.add("A_9.png", shade: 9, width: 20, height: 11)
    #expect(
      message { try learner.predict(contentsOf: folder.url.appending(path: "A_9.png")) }
        == "A_9.png becomes an input of shape [3, 11, 20], but the model was trained on [3, 10, 12]. Train with "
        + "itemTransforms: [Resize(12)], which resizes every image, or resize this one.")
  }

  @Test("A custom transform acts in the learner, and is not exported")
  func withATransformOfOnesOwn() throws {
    struct Darken: BatchTransform {
      var order: Int { 50 }
      func apply(to batch: Tensor, isTraining: Bool, using generator: inout MersenneTwister) -> Tensor { batch * 0.5 }
    }
    let learner = try learner(block.new(batchTransforms: [Darken()]))
    let file = folder.url.appending(path: "A_1.png")
    let answers = try learner.predictions().probabilities
    #expect(abs(try learner.predict(contentsOf: file).probabilities[0] - answers[0, 0]) < 1e-5)
    let url = folder.url.appending(path: "model.etude")
    try learner.export(to: url)
    #expect(
      message { try Predictor(contentsOf: url).predict(contentsOf: file) }
        == "The model does not say how a file becomes an input. Predict from a tensor of shape [3, 10, 12].")
  }

  @Test("A learner of arrays predicts no files")
  func arraysAreNoFiles() throws {
    let learner = try TinyLearner.make()
    #expect(
      message { try learner.predict(contentsOf: folder.url.appending(path: "A_1.png")) }
        == "The learner was trained on arrays and not on files. Predict from a tensor of shape [4].")
  }
}
