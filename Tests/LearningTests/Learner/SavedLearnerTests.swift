import Datasets
import Foundation
import Learning
import Networks
import Tensors
import TestSupport
import Testing

/// Weights and optimizer state in files, ours and fastai's.
@Suite("Saved learners", .serialized)
struct SavedLearnerTests {
  @Test("A saved learner continues with its weights and its optimizer's state")
  func saveAndLoad() throws {
    let learner = try TinyLearner.make()
    try learner.fitOneCycle(epochs: 1, maxLearningRate: 1e-2)
    try learner.save("after_one")
    try learner.fit(epochs: 1)
    let two = learner.storedBytes
    try learner.load("after_one")
    learner.passCount = 1
    try learner.fit(epochs: 1)
    #expect(learner.storedBytes == two)
  }

  @Test("The weights of a saved learner load into a model alone, and into no other model")
  func weightsAlone() throws {
    let learner = try TinyLearner.make()
    try learner.fitOneCycle(epochs: 1, maxLearningRate: 1e-2)
    try learner.save("after_one")
    try learner.fit(epochs: 1)
    let url = learner.modelFolder.appending(path: "after_one.safetensors")
    let again = TinyLearner.model(salt: 3)
    try again.loadWeights(from: url)
    try learner.load("after_one")
    #expect(again.storedTensors.map(\.bytes) == learner.storedBytes)
    var generator = MersenneTwister(seed: 1)
    let other = Sequential { Linear(inputs: 4, outputs: 6, using: &generator) }
    let error = #expect(throws: NetworkError.self) { try other.loadWeights(from: url) }
    #expect(error?.description.hasPrefix("after_one.safetensors holds the weights of another model; missing: ") == true)
  }

  @Test("A part of a model may be called as the optimizer's tensors are in a file")
  func optimizerAsAName() throws {
    struct Net: Layer {
      let optimizer = Linear(weight: Tensor(rows: [[1, 2, 3, 4], [5, 6, 7, 8], [0, 1, 0, 1]]))
      func callAsFunction(_ input: Tensor) -> Tensor { optimizer(input) }
      var parts: Parts { ["optimizer": .layer(optimizer)] }
    }
    let tiny = try TinyLearner.make()
    let learner = Learner(tiny.loaders, model: Net(), loss: CrossEntropy(), folder: tiny.folder)
    learner.showsProgress = false
    try learner.fit(epochs: 1)
    let weights = learner.model.storedTensors.map(\.bytes)
    try learner.save("net")
    try learner.fit(epochs: 1)
    try learner.load("net")
    #expect(learner.model.storedTensors.map(\.bytes) == weights)
  }

  @Test("A file whose optimizer's tensors have the names of earlier versions is read")
  func olderNames() throws {
    let learner = try TinyLearner.make()
    try learner.fitOneCycle(epochs: 1, maxLearningRate: 1e-2)
    let url = try learner.save("now")
    let contents = try WeightFile.read(url)
    let older = contents.tensors.map { $0.name.hasPrefix("etude.") ? $0.renamed(String($0.name.dropFirst(6))) : $0 }
    #expect(older.contains { $0.name == "optimizer.0.0.average" })
    let file = learner.modelFolder.appending(path: "older.safetensors")
    try WeightFile.write(.init(tensors: older, metadata: contents.metadata), to: file)
    learner.passCount = 1
    try learner.fit(epochs: 1)
    let after = learner.storedBytes
    try learner.load("older")
    learner.passCount = 1
    try learner.fit(epochs: 1)
    #expect(learner.storedBytes == after)
    try TinyLearner.model(salt: 3).loadWeights(from: file)
  }

  @Test("A saved model that does not exist is reported with those that do")
  func loadingWhatDoesNotFit() throws {
    let learner = try TinyLearner.make()
    #expect(
      message { try learner.load("best") }
        == "\(learner.modelFolder.path)/best.safetensors: there is no such model, nor any other.")
    try learner.save("tiny")
    #expect(
      message { try learner.load("best") }
        == "\(learner.modelFolder.path)/best.safetensors: there is no such model; there are tiny.")
  }

  @Test("A file of a learner with other parameter groups can load only its weights")
  func otherGroups() throws {
    let learner = try TinyLearner.make()
    try learner.save("tiny")
    let alike = Learner(learner.loaders, model: learner.model, loss: CrossEntropy(), groups: [learner.model])
    alike.folder = learner.folder
    #expect(
      message { try alike.load("tiny") }
        == "tiny.safetensors was saved by a learner with different parameter groups. To load only the weights, pass "
        + "withOptimizer: false.")
    try alike.load("tiny", withOptimizer: false)
  }

  @Test("A file of another model is refused with the tensors that differ")
  func otherModel() throws {
    let learner = try TinyLearner.make()
    try learner.save("tiny")
    let before = learner.storedBytes
    var generator = MersenneTwister(seed: 1)
    let other = Learner(
      learner.loaders, model: Sequential { Linear(inputs: 4, outputs: 3, using: &generator) }, loss: CrossEntropy())
    other.folder = learner.folder
    #expect(
      message { try other.load("tiny") }
        == "tiny.safetensors holds the weights of another model; missing: 0.weight, 0.bias; unexpected: 0.0.weight, "
        + "0.1.weight, 0.1.bias, 0.1.running_mean, 0.1.running_var and 9 more. Build the architecture and the number "
        + "of classes that it was saved with.")
    #expect(learner.storedBytes == before)
  }

  @Test("A file that fastai's Learner.save wrote is loaded exactly")
  func loadFromFastai() throws {
    let learner = try TinyLearner.make()
    let url = Fixtures.url("ckpt/learner_save.pth")
    try learner.load(contentsOf: url)
    let given = try WeightFile.read(url).tensors
    #expect(learner.model.storedTensors.map(\.name) == given.map(\.name))
    #expect(learner.model.storedTensors.map(\.bytes) == given.map(\.bytes))
  }
}
