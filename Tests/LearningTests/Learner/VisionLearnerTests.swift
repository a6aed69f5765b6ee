import Datasets
import Foundation
import Images
import Learning
import Networks
import Tensors
import TestSupport
import Testing

/// From a folder of images to predictions, as in a notebook.
@Suite("Learners of images", .serialized)
struct VisionLearnerTests {
  private let block = DataBlock(
    blocks: (.image, .category), getItems: getImageFiles, splitter: IndexSplitter(valid: [1, 7]), getY: firstPart)

  @Test("A killed run continues with the same images, augmentations and dropout")
  func resume() throws {
    struct Killed: Error {}
    let folder = try PictureFolder(classes: ["A", "B"], count: 6)
    let augmented = block.new(batchTransforms: augTransforms(flipVert: true, maxLighting: 0.8))
    func make() throws -> Learner {
      try Learner(
        augmented.dataLoaders(folder.url, batchSize: 4), .resnet18, metrics: [.errorRate], dropout: 0.5,
        folder: folder.url, seed: 5)
    }
    let whole = try make()
    try whole.fitOneCycle(epochs: 3, maxLearningRate: 1e-3)

    let checkpoint = folder.url.appending(path: "run.checkpoint")
    let killer = EventCallback(.afterBatch) { learner in
      if learner.epoch == 1, learner.isTraining { throw Killed() }
    }
    #expect(throws: Killed.self) {
      try make().fitOneCycle(epochs: 3, maxLearningRate: 1e-3, callbacks: [killer], checkpoint: checkpoint)
    }
    let second = try make()
    try second.fitOneCycle(epochs: 3, maxLearningRate: 1e-3, checkpoint: checkpoint)
    #expect(second.storedBytes == whole.storedBytes)
    #expect(second.recorder.losses == whole.recorder.losses)
  }

  @Test("Pretrained weights are frozen under a new head, and inputs are normalised", arguments: [true, false])
  func pretrained(isNormalized: Bool) throws {
    let folder = try PictureFolder(classes: ["A", "B"], count: 6)
    var generator = MersenneTwister(seed: 9)
    let trained = ResNet(.resnet18, using: &generator)
    let weights = folder.url.appending(path: "resnet18.safetensors")
    try trained.saveWeights(to: weights)
    let loaders = try block.new(batchTransforms: isNormalized ? [Normalize.imagenet] : [])
      .dataLoaders(folder.url, batchSize: 5)
    let learner = try Learner(loaders, .resnet18, pretrained: weights, folder: folder.url)
    let body = try #require(learner.model as? VisionModel).body

    let inputs = try learner.loaders.valid.batches(pass: 0).next()?.inputs
    let plain = try loaders.normalized(
      mean: VisionModel.imageNetStatistics.mean, standardDeviation: VisionModel.imageNetStatistics.standardDeviation
    ).valid.oneBatch().inputs
    #expect(inputs == plain)
    #expect(inputs?.min().scalar ?? 0 < -1)

    try learner.fit(epochs: 1, learningRate: 1e-2)
    for (own, given) in zip(body.parameters, trained.body.parameters) {
      let isUnchanged = own.parameter.value.scalars == given.parameter.value.scalars
      // Parameters with one axis belong to a batch normalisation.
      #expect(isUnchanged == (own.parameter.value.rank > 1), "\(own.name)")
    }
    learner.unfreeze()
    try learner.fit(epochs: 1, learningRate: 1e-2)
    for (own, given) in zip(body.parameters, trained.body.parameters) {
      #expect(own.parameter.value.scalars != given.parameter.value.scalars, "\(own.name)")
    }
  }

  @Test("Several labels per item go from the files' names to an exported model's prediction")
  func multiCategory() throws {
    let folder = try PictureFolder()
    let chords = ["none", "A", "A+B", "B"]
    for index in 0..<32 {
      try folder.add("\(chords[index % 4])_\(index).png", shade: UInt8(index % 4 * 80), width: 16, height: 16)
    }
    let several = block.new(
      blocks: (.image, .multiCategory), splitter: IndexSplitter(valid: [0, 9, 18, 27]),
      getY: { file in firstPart(file) == "none" ? [] : firstPart(file).split(separator: "+").map(String.init) })
    let loaders = try several.dataLoaders(folder.url, batchSize: 7)
    #expect(loaders.classNames == ["A", "B"])
    let learner = try Learner(
      loaders, .resnet18, metrics: [.multiLabelAccuracy(), .multiLabelF1()], dropout: 0, folder: folder.url)
    #expect(learner.loss is BinaryCrossEntropy)
    try learner.fitOneCycle(epochs: 16, maxLearningRate: 1e-2)

    let last = try #require(learner.recorder.epochs.last)
    #expect(last.metrics == [1, 1], "\(learner.recorder.epochs.map(\.metrics))")
    let url = folder.url.appending(path: "chords.etude")
    try learner.export(to: url)
    let predictor = try Predictor(contentsOf: url)
    for (name, label) in [("none_0", ""), ("A_1", "A"), ("A+B_2", "A;B"), ("B_3", "B")] {
      let prediction = try predictor.predict(contentsOf: folder.url.appending(path: "\(name).png"))
      #expect(prediction.label == label, "\(name): \(prediction.probabilities)")
      #expect(try learner.predict(contentsOf: folder.url.appending(path: "\(name).png")) == prediction)
    }
    let answers = try learner.predictions()
    #expect(answers.losses?.shape == [4])
    #expect(answers.probabilities.shape == [4, 2])
  }
}
