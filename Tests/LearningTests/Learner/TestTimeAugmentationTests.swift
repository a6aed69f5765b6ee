import Datasets
import Foundation
import Learning
import Networks
import TestSupport
import Tensors
import Testing

@Suite("Test-time augmentation")
struct TestTimeAugmentationTests {
  /// Images of two shades, brightened in training.
  private func learner(_ transforms: [any BatchTransform]) throws -> (PictureFolder, Learner) {
    let folder = try PictureFolder()
    for index in 0..<12 { try folder.add("\(index % 2 == 0 ? "A" : "B")_\(index).png", shade: UInt8(index * 20)) }
    let block = DataBlock(
      blocks: (.image, .category), getItems: getImageFiles, splitter: IndexSplitter(valid: [0, 1, 2, 3]),
      getY: firstPart, batchTransforms: transforms)
    var generator = MersenneTwister(seed: 3)
    let model = Sequential([Flatten(), Linear(inputs: 3 * 12 * 12, outputs: 2, using: &generator)])
    let learner = Learner(try block.dataLoaders(folder.url, batchSize: 3), model: model, loss: CrossEntropy())
    learner.showsProgress = false
    return (folder, learner)
  }

  @Test("Without random transforms the answers are the plain ones")
  func plain() throws {
    let (folder, learner) = try learner([])
    let answers = try withExtendedLifetime(folder) { try learner.augmentedPredictions(count: 2) }
    let plain = try learner.predictions()
    for (first, second) in zip(answers.probabilities.scalars, plain.probabilities.scalars) {
      #expect(abs(first - second) < 1e-6)
    }
    #expect(answers.probabilities.shape == [4, 2])
  }

  @Test("Augmented answers are averaged and blended with the plain ones by the given fraction")
  func shares() throws {
    let (folder, learner) = try learner([LightingAugmentation([.brightness(maxChange: 0.8, probability: 1)])])
    try withExtendedLifetime(folder) {
      let plain = try learner.predictions().probabilities
      let whole = try learner.augmentedPredictions(count: 3, plainShare: 0).probabilities
      let half = try learner.augmentedPredictions(count: 3, plainShare: 0.5).probabilities
      #expect(whole.scalars != plain.scalars)
      for (index, value) in half.scalars.enumerated() {
        #expect(abs(value - (plain.scalars[index] + whole.scalars[index]) / 2) < 1e-6)
      }
      let answers = try learner.augmentedPredictions(count: 3, plainShare: 0)
      #expect(answers.outputs.softmax(axis: 1).scalars.elementsEqual(whole.scalars) { abs($0 - $1) < 1e-5 })
    }
  }

  @Test("A number of passes or a fraction that cannot be is refused")
  func settings() throws {
    let (folder, learner) = try learner([])
    withExtendedLifetime(folder) {
      #expect(throws: LearningError.self) { try learner.augmentedPredictions(count: 0) }
      #expect(throws: LearningError.self) { try learner.augmentedPredictions(plainShare: 1.5) }
    }
  }
}
