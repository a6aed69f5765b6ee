import Datasets
import Foundation
import Learning
import Networks
import Tensors
import TestSupport
import Testing

/// Files that contain a model with everything that it needs to predict.
@Suite("Exported models", .serialized)
struct ExportTests {
  @Test("An exported model predicts as the learner does")
  func export() throws {
    let learner = try TinyLearner.make()
    try learner.fitOneCycle(epochs: 3, maxLearningRate: 1e-2)
    let input = Tensor([0.5, -1, 0.25, 1])
    let prediction = try learner.predict(input)
    #expect(prediction.probabilities.count == 3)
    #expect(abs(prediction.probabilities.reduce(0, +) - 1) < 1e-6)
    #expect(prediction.label == ["low", "middle", "high"][prediction.classes[0]])

    let url = learner.folder.appending(path: "tiny.etude")
    try learner.export(to: url)
    let predictor = try Predictor(contentsOf: url, model: TinyLearner.model(salt: 9))
    #expect(try predictor.predict(input) == prediction)
  }

  @Test("An exported model refuses an input of another shape")
  func otherShape() throws {
    let learner = try TinyLearner.make()
    let url = learner.folder.appending(path: "tiny.etude")
    try learner.export(to: url)
    let predictor = try Predictor(contentsOf: url, model: TinyLearner.model(salt: 9))
    #expect(throws: LearningError.self) { try predictor.predict(Tensor([1, 2])) }
  }

  @Test("An exported custom model needs an instance of it")
  func customModel() throws {
    let learner = try TinyLearner.make()
    let url = learner.folder.appending(path: "tiny.etude")
    try learner.export(to: url)
    let error = #expect(throws: LearningError.self) { try Predictor(contentsOf: url) }
    #expect(error?.description == "tiny.etude contains a custom model; pass an instance of it as `model:`.")
  }

  @Test("An exported model of another architecture is refused")
  func wrongExport() throws {
    let learner = try TinyLearner.make()
    let url = learner.folder.appending(path: "tiny.etude")
    try learner.export(to: url)
    var generator = MersenneTwister(seed: 1)
    let other = Sequential([Linear(inputs: 4, outputs: 3, using: &generator)])
    let error = #expect(throws: NetworkError.self) { try Predictor(contentsOf: url, model: other) }
    #expect(error?.description.contains("0.weight") == true)
  }

  @Test("A file with weights only is refused as an exported model")
  func weightsAsExport() throws {
    let learner = try TinyLearner.make()
    let weights = learner.folder.appending(path: "weights.etude")
    try WeightFile.write(.init(tensors: learner.model.storedTensors, metadata: [:]), to: weights)
    let reason = #expect(throws: NetworkError.self) { try Predictor(contentsOf: weights) }
    #expect(reason?.description.contains("it is not a model that `export` wrote") == true)
  }

  @Test(
    "A description that does not fit the weights builds nothing",
    arguments: [(7, 8, 1.5), (7, 1_000_000_000, 0.5), (7, 9, 0.5), (-1, 8, 0.5), (0, 8, 0.5), (6, 8, 0.5)])
  func corruptDescription(_ classCount: Int, _ hiddenUnits: Int, _ dropout: Double) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "etude-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    var generator = MersenneTwister(seed: 1)
    let model = VisionModel(.resnet18, classCount: 7, hiddenUnits: 8, using: &generator)
    let url = folder.appending(path: "model.etude")
    let learner = Learner(try TinyLearner.make().loaders, model: model, loss: CrossEntropy(), folder: folder)
    try learner.export(to: url)
    _ = try Predictor(contentsOf: url)
    var contents = try WeightFile.read(url)
    let text = try #require(contents.metadata["etude.model"])
    let spoiled = text.replacing(#""classCount":7"#, with: #""classCount":\#(classCount)"#)
      .replacing(#""hiddenUnits":8"#, with: #""hiddenUnits":\#(hiddenUnits)"#)
      .replacing(#""dropout":0.5"#, with: #""dropout":\#(dropout)"#)
    #expect(spoiled != text)
    contents.metadata["etude.model"] = spoiled
    try WeightFile.write(contents, to: url)
    let error = #expect(throws: NetworkError.self) { try Predictor(contentsOf: url) }
    #expect(error?.description.contains("its description and its weights are of different models") == true)
  }
}
