import Datasets
import Foundation
import Learning
import Networks
import TestSupport
import Tensors
import Testing

@Suite("Numbers as answers to images")
struct RegressionTests {
  /// Images of a shade, whose answer is the shade from 0 to 1 and its complement.
  private func withBlock(_ body: (DataBlock<RegressionBlock>, URL) throws -> Void) throws {
    let folder = try PictureFolder()
    for index in 0..<16 {
      try folder.add("\(index * 16)_\(index).png", shade: UInt8(index * 16), width: 16, height: 16)
    }
    let block = DataBlock(
      blocks: (.image, .regression), getItems: getImageFiles, splitter: IndexSplitter(valid: [0, 5, 10, 15]),
      getY: { file in
        let shade = (Double(firstPart(file)) ?? 0) / 256
        return [shade, 1 - shade]
      })
    try withExtendedLifetime(folder) { try body(block, folder.url) }
  }

  @Test("Batches have one row of numbers per item, as long as its label")
  func batches() throws {
    try withBlock { block, folder throws in
      let loaders = try block.dataLoaders(folder, batchSize: 4)
      guard case .values(let values) = try loaders.oneBatch().targets else {
        Issue.record("the targets are classes")
        return
      }
      #expect(values.shape == [4, 2] && loaders.classNames.isEmpty && loaders.outputCount == 2)
      #expect((0..<4).allSatisfy { abs(values[$0, 0] + values[$0, 1] - 1) < 1e-6 })
    }
  }

  @Test("A model learns them by the squared error, and predicts numbers")
  func learning() throws {
    try withBlock { block, folder throws in
      let learner = try Learner(
        try block.dataLoaders(folder, batchSize: 6), .resnet18, metrics: [.rootMeanSquaredError], dropout: 0,
        folder: folder)
      learner.showsProgress = false
      #expect(learner.loss is MeanSquaredError)
      try learner.fitOneCycle(epochs: 12, maxLearningRate: 3e-3)
      let losses = learner.recorder.rawLosses
      let (start, end): (Float, Float) = (losses.prefix(4).reduce(0, +), losses.suffix(4).reduce(0, +))
      #expect(end < start / 2, "\(losses)")
      #expect(try learner.validate().metrics[0].isFinite)
      let prediction = try learner.predict(contentsOf: try getImageFiles(folder)[3])
      #expect(prediction.label == nil && prediction.probabilities.count == 2)
      let test = try learner.predictions(on: (learner.loaders as? ImageDataLoaders)?.testLoader(getImageFiles(folder)))
      #expect(test.outputs.shape == [16, 2] && test.targets == nil)
    }
  }

  @Test("Labels of unequal length and numbers that are not finite are refused with the item")
  func refusals() throws {
    try withBlock { block, folder throws in
      let uneven = block.new(getY: { firstPart($0) == "16" ? [1] : [1, 2] })
      #expect(throws: DatasetError.unequalNumbers(item: "16_1.png", count: 1, expected: 2)) {
        try uneven.dataLoaders(folder, batchSize: 4)
      }
      let infinite = block.new(getY: { firstPart($0) == "16" ? [.infinity] : [1] })
      #expect(throws: DatasetError.infiniteNumber(item: "16_1.png", value: .infinity)) {
        try infinite.dataLoaders(folder, batchSize: 4)
      }
    }
  }

  @Test("The summary says how many numbers there are")
  func summary() throws {
    try withBlock { block, folder throws in
      #expect(block.summary(folder).description.contains("2 for each item"))
    }
  }
}
