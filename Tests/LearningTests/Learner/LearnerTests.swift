import Datasets
import Display
import TestSupport
import Foundation
import Learning
import Networks
import Tensors
import TestSupport
import Testing

@Suite("Learner", .serialized)
struct LearnerTests {
  private func bytes(_ learner: Learner) -> [[UInt8]] { learner.model.storedTensors.map(\.bytes) }

  @Test("events come in order")
  func events() throws {
    final class Diary: Callback {
      var events: [Event] = []
      func respond(to event: Event, of learner: Learner) { events.append(event) }
    }
    let learner = try TinyLearner.make(trainCount: 8)
    let diary = Diary()
    try learner.fit(epochs: 1, callbacks: [diary])
    let step: [Event] = [
      .beforeBatch, .afterPrediction, .afterLoss, .afterBackward, .afterStep, .afterBatch,
    ]
    let look: [Event] = [.beforeBatch, .afterPrediction, .afterLoss, .afterBatch]
    #expect(
      diary.events == [.beforeFit, .beforeEpoch, .beforeTraining] + step + [.afterTraining, .beforeValidation]
        + Array(repeating: look, count: 4).flatMap { $0 } + [.afterValidation, .afterEpoch, .afterFit])
  }

  @Test("a killed run goes on from its checkpoint and ends as an uninterrupted one", arguments: [1, 3])
  func resume(killedIn epoch: Int) throws {
    struct Killed: Error {}
    func make() throws -> Learner {
      let learner = try TinyLearner.make()
      try learner.fit(epochs: 1)
      return learner
    }
    let whole = try make()
    try whole.fitOneCycle(epochs: 5, maxLearningRate: 1e-2)

    let first = try make()
    let checkpoint = first.folder.appending(path: "run.checkpoint")
    let killer = EventCallback(.afterBatch) { learner in
      if learner.epoch == epoch, learner.isTraining { throw Killed() }
    }
    #expect(throws: Killed.self) {
      try first.fitOneCycle(epochs: 5, maxLearningRate: 1e-2, callbacks: [killer], checkpoint: checkpoint)
    }
    let second = try make()
    try second.fitOneCycle(epochs: 5, maxLearningRate: 1e-2, checkpoint: checkpoint)
    #expect(bytes(second) == bytes(whole))
    #expect(second.recorder == whole.recorder)
    #expect(second.passCount == whole.passCount)
    #expect(!FileManager.default.fileExists(atPath: checkpoint.path))

    let other = try make()
    #expect(throws: Killed.self) {
      try other.fitOneCycle(epochs: 5, maxLearningRate: 1e-2, callbacks: [killer], checkpoint: checkpoint)
    }
    let error = #expect(throws: LearningError.self) {
      try make().fitOneCycle(epochs: 4, maxLearningRate: 1e-2, checkpoint: checkpoint)
    }
    #expect(
      error?.description
        == "The checkpoint run.checkpoint belongs to a run with other epochs. Remove it to start anew.")
    for (share, decay, difference) in [(0.3, 0.01, "schedule"), (0.25, 0.1, "weight decay")] {
      let text = message {
        try make().fitOneCycle(
          epochs: 5, maxLearningRate: 1e-2, warmUpShare: share, weightDecay: decay, checkpoint: checkpoint)
      }
      #expect(text.contains("belongs to a run with other \(difference). Remove"))
    }
    try make().model.saveWeights(to: checkpoint)
    #expect(
      message { try make().fit(epochs: 1, checkpoint: checkpoint) }
        == "run.checkpoint is not a checkpoint that this version wrote. Remove it to start anew, or choose another name."
    )
  }

  @Test("fine-tuning goes on from its checkpoint, too", arguments: [(0, 1), (1, 0), (1, 2)])
  func resumeFineTuning(phase: Int, epoch: Int) throws {
    struct Killed: Error {}
    final class Killer: Callback {
      let (phase, epoch): (Int, Int)
      private var fits = -1
      init(_ phase: Int, _ epoch: Int) { (self.phase, self.epoch) = (phase, epoch) }
      func respond(to event: Event, of learner: Learner) throws {
        if event == .beforeFit { fits += 1 }
        if event == .afterBatch, learner.isTraining, fits == phase, learner.epoch == epoch { throw Killed() }
      }
    }
    func run(_ learner: Learner, _ checkpoint: URL?, _ callbacks: [any Callback] = []) throws {
      try learner.fineTune(epochs: 3, frozenEpochs: 2, callbacks: callbacks, checkpoint: checkpoint)
    }
    let whole = try TinyLearner.make()
    try run(whole, nil)

    let first = try TinyLearner.make()
    let checkpoint = first.folder.appending(path: "run.checkpoint")
    #expect(throws: Killed.self) { try run(first, checkpoint, [Killer(phase, epoch)]) }
    let second = try TinyLearner.make()
    try run(second, checkpoint)
    #expect(bytes(second) == bytes(whole))
    #expect(second.recorder == whole.recorder)
    #expect(try FileManager.default.contentsOfDirectory(atPath: first.folder.path).isEmpty)
  }

  @Test("saves and loads weights and optimiser")
  func saveAndLoad() throws {
    let learner = try TinyLearner.make()
    try learner.fitOneCycle(epochs: 1, maxLearningRate: 1e-2)
    try learner.save("after_one")
    try learner.fit(epochs: 1)
    let two = bytes(learner)
    try learner.load("after_one")
    learner.passCount = 1
    try learner.fit(epochs: 1)
    #expect(bytes(learner) == two)

    let url = learner.modelFolder.appending(path: "after_one.safetensors")
    let again = TinyLearner.model(salt: 3)
    try again.loadWeights(from: url)
    try learner.load("after_one")
    #expect(again.storedTensors.map(\.bytes) == bytes(learner))
    var generator = MersenneTwister(seed: 1)
    let other = Sequential { Linear(inputs: 4, outputs: 6, using: &generator) }
    let error = #expect(throws: NetworkError.self) { try other.loadWeights(from: url) }
    #expect(error?.description.hasPrefix("after_one.safetensors holds the weights of another model; missing: ") == true)
  }

  @Test("a part of a model may be called as the optimiser's tensors are in a file")
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

  @Test("a file whose optimiser's tensors have the names of earlier versions is read")
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
    let after = bytes(learner)
    try learner.load("older")
    learner.passCount = 1
    try learner.fit(epochs: 1)
    #expect(bytes(learner) == after)
    try TinyLearner.model(salt: 3).loadWeights(from: file)
  }

  @Test("a file of another model or learner, and one that is not there, are named")
  func loadingWhatDoesNotFit() throws {
    let learner = try TinyLearner.make()
    #expect(
      message { try learner.load("best") }
        == "\(learner.modelFolder.path)/best.safetensors: there is no such model, nor any other.")
    try learner.save("tiny")
    #expect(
      message { try learner.load("best") }
        == "\(learner.modelFolder.path)/best.safetensors: there is no such model; there are tiny.")

    let before = bytes(learner)
    let alike = Learner(learner.loaders, model: learner.model, loss: CrossEntropy(), groups: [learner.model])
    alike.folder = learner.folder
    #expect(
      message { try alike.load("tiny") }
        == "tiny.safetensors was saved by a learner with other parameter groups. To take up the weights alone, pass "
        + "withOptimizer: false.")
    try alike.load("tiny", withOptimizer: false)

    var generator = MersenneTwister(seed: 1)
    let other = Learner(
      learner.loaders, model: Sequential { Linear(inputs: 4, outputs: 3, using: &generator) }, loss: CrossEntropy())
    other.folder = learner.folder
    #expect(
      message { try other.load("tiny") }
        == "tiny.safetensors holds the weights of another model; missing: 0.weight, 0.bias; unexpected: 0.0.weight, "
        + "0.1.weight, 0.1.bias, 0.1.running_mean, 0.1.running_var and 9 more. Build the architecture and the number "
        + "of classes that it was saved with.")
    #expect(bytes(learner) == before)
  }

  @Test("loads what fastai's Learner.save wrote")
  func loadFromFastai() throws {
    let learner = try TinyLearner.make()
    let url = Fixtures.url("ckpt/learner_save.pth")
    try learner.load(contentsOf: url)
    let given = try WeightFile.read(url).tensors
    #expect(learner.model.storedTensors.map(\.name) == given.map(\.name))
    #expect(learner.model.storedTensors.map(\.bytes) == given.map(\.bytes))
  }

  @Test("models show themselves as tables")
  func tables() throws {
    let learner = try TinyLearner.make()
    #expect(learner.summary.rows.map(\.name) == ["0.0", "0.1", "0.2", "1.0", "1.1", "1.2", "2"])
    #expect(learner.summary.rows.map(\.outputShape).last == [1, 3])
    let model = Sequential([Linear(weight: Tensor(zeros: [3, 1200])), ReLU()])
    #expect(model.table.rows == [["0", "Linear 1200 → 3, no bias", "3,600"], ["1", "ReLU", ""]])
    #expect(model.description.hasPrefix("Sequential: 3,600 parameters\n"))
  }

  @Test("a batch without items is named")
  func emptyBatch() throws {
    struct Empty: BatchSource {
      let itemCount = 1
      let batchCount = 1
      func batches(pass: Int) -> BatchStream {
        var isDone = false
        return BatchStream {
          defer { isDone = true }
          return isDone ? nil : Batch(inputs: Tensor(zeros: [0, 4]), targets: .classes([]))
        }
      }
    }
    struct Loaders: DataLoaders {
      let train = Empty()
      let valid = Empty()
      let classNames: [String] = []
      let inputShape = [4]
    }
    let learner = try TinyLearner.make()
    learner.loaders = Loaders()
    let error = #expect(throws: LearningError.self) { try learner.fit(epochs: 1) }
    #expect(error?.description == "Batch 0 of the fit holds no items; look at what the loaders give.")
  }

  @Test("a loss that is not a number stops, with the step and what to try")
  func divergence() throws {
    let learner = try TinyLearner.make()
    let spoiler = EventCallback(.afterStep) { learner in
      if learner.step == 1 { learner.model.parameters.forEach { $0.parameter.value = $0.parameter.value * .infinity } }
    }
    let error = #expect(throws: LearningError.self) { try learner.fit(epochs: 1, callbacks: [spoiler]) }
    #expect(
      error?.description
        == "The loss became nan at step 2 of epoch 0, with a learning rate of 0.001. "
        + "Try a tenth of that rate, or use lr_find to choose one; and look for NaN or infinite values in the inputs.")
  }

  @Test("bad data are errors that say what to do")
  func badData() throws {
    let learner = try TinyLearner.make(trainCount: 4)
    #expect(throws: DatasetError.noBatches(itemCount: 4)) { try learner.fit(epochs: 1) }

    let inputs = Tensor(zeros: [1, 4])
    func flawed(_ targets: Targets) throws -> Learner {
      let learner = try TinyLearner.make()
      let source = TensorSource(inputs: inputs, targets: targets, batchSize: 1)
      learner.loaders = TensorDataLoaders(train: source, valid: source)
      return learner
    }
    #expect(throws: NetworkError.singleValueBatch(shape: [1, 6])) {
      try flawed(.classes([0])).fit(epochs: 1)
    }
    let error = #expect(throws: NetworkError.self) { try flawed(.classes([3])).validate() }
    #expect(
      error?.description
        == "The target 3 of item 0 of the batch names none of the 3 classes, 0 to 2. Look at the labels, or give the model more outputs."
    )
    #expect(throws: NetworkError.self) { try flawed(.values(Tensor(zeros: [1, 3]))).validate() }
    #expect(throws: LearningError.self) { try TinyLearner.make().fit(epochs: 0) }
  }

  @Test("an interruption between steps leaves a model that can be saved")
  func interruption() throws {
    let learner = try TinyLearner.make()
    let stopper = EventCallback(.afterBatch) { learner in if learner.step == 2 { Interruption.request(true) } }
    defer { Interruption.request(false) }
    #expect(throws: Interrupted.self) { try learner.fit(epochs: 1, callbacks: [stopper]) }
    Interruption.request(false)
    try learner.save("interrupted")
    let saved = bytes(learner)
    try learner.fit(epochs: 1)
    try learner.load("interrupted")
    #expect(bytes(learner) == saved)
  }

  @Test("early stopping ends a fit that no longer gets better")
  func earlyStopping() throws {
    let learner = try TinyLearner.make()
    try learner.fit(epochs: 20, learningRate: 0.0, callbacks: [EarlyStopping(.metric("error_rate"), patience: 2)])
    #expect(learner.recorder.epochs.count == 3)
    let error = #expect(throws: LearningError.self) {
      try learner.fit(epochs: 1, callbacks: [EarlyStopping(.metric("acuracy"))])
    }
    #expect(error?.description == "No metric is called “acuracy”; there are: error_rate.")
  }

  @Test("the best model is saved, and taken up at the end")
  func bestModel() throws {
    let learner = try TinyLearner.make()
    var best: [[UInt8]] = []
    let watcher = EventCallback(.afterEpoch) { learner in
      let losses = learner.recorder.epochs.map(\.validLoss)
      if losses.last == losses.min() { best = learner.model.storedTensors.map(\.bytes) }
    }
    try learner.fit(epochs: 6, learningRate: 0.3, callbacks: [watcher, SaveBestModel(name: "best")])
    #expect(bytes(learner) == best)
  }

  @Test("predicts, and an exported model predicts the same")
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
    #expect(throws: LearningError.self) { try predictor.predict(Tensor([1, 2])) }
    let error = #expect(throws: LearningError.self) { try Predictor(contentsOf: url) }
    #expect(error?.description == "tiny.etude contains a custom model; pass an instance of it as `model:`.")
  }

  @Test("an exported model of another architecture, and a file that is none, are refused")
  func wrongExport() throws {
    let learner = try TinyLearner.make()
    let url = learner.folder.appending(path: "tiny.etude")
    try learner.export(to: url)
    var generator = MersenneTwister(seed: 1)
    let other = Sequential([Linear(inputs: 4, outputs: 3, using: &generator)])
    let error = #expect(throws: NetworkError.self) { try Predictor(contentsOf: url, model: other) }
    #expect(error?.description.contains("0.weight") == true)

    let weights = learner.folder.appending(path: "weights.etude")
    try WeightFile.write(.init(tensors: learner.model.storedTensors, metadata: [:]), to: weights)
    let reason = #expect(throws: NetworkError.self) { try Predictor(contentsOf: weights) }
    #expect(reason?.description.contains("it is not a model that `export` wrote") == true)
  }

  @Test(
    "a description that does not fit the weights builds nothing",
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
    #expect(error?.description.contains("its description is of another model than its weights") == true)
  }

  @Test("all callbacks see the epoch after which one of them ends the fit")
  func cancellation() throws {
    let learner = try TinyLearner.make()
    var seen: [Int] = []
    let stopper = EventCallback(.afterEpoch) { if $0.epoch == 1 { throw Cancellation.fit } }
    let watcher = EventCallback(.afterEpoch) { seen.append($0.epoch) }
    try learner.fit(epochs: 4, callbacks: [stopper, watcher])
    #expect(seen == [0, 1])
  }

  @Test("a rate stays flat for three quarters of the steps and falls to a hundred-thousandth")
  func flatCosine() throws {
    let learner = try TinyLearner.make()
    let trace = Trace()
    try learner.fitFlatCosine(epochs: 4, learningRate: 0.01, callbacks: [trace])
    let rates = try trace.rates.map { try #require($0.last) }
    for (step, rate) in rates.enumerated() {
      let position = Double(step) / Double(rates.count)
      let fall = 0.5 * (1 + cos(.pi * (position - 0.75) / 0.25))
      let expected = position < 0.75 ? 0.01 : 1e-7 + (0.01 - 1e-7) * fall
      #expect(abs(rate - expected) < 1e-8, "step \(step) of \(rates.count)")
    }
    #expect(learner.recorder.epochs.count == 4)
  }

  @Test("a learning rate that diverges stops with what to try")
  func divergingRate() throws {
    let learner = try TinyLearner.make()
    let error = #expect(throws: LearningError.self) { try learner.fit(epochs: 50, learningRate: 1e30) }
    #expect(
      error?.description.contains("with a learning rate of 1e+30. Try a tenth of that rate, or use lr_find") == true)
  }

  @Test("predictions over a set agree with validation")
  func predictions() throws {
    let learner = try TinyLearner.make()
    let answers = try learner.predictions()
    let validation = try learner.validate()
    let losses = try #require(answers.losses).scalars
    #expect(abs(Double(losses.reduce(0, +)) / Double(losses.count) - validation.loss) < 1e-5)
    guard case .classes(let decided) = answers.decisions, case .classes(let true_) = answers.targets else {
      Issue.record("classes expected")
      return
    }
    let wrong = zip(decided, true_).filter { $0 != $1 }.count
    #expect(abs(Double(wrong) / Double(losses.count) - validation.metrics[0]) < 1e-9)
  }

  @Test("a layer and a loss of one's own train")
  func ownLayerAndLoss() throws {
    struct Parabola: Layer {
      let factor = Parameter(Tensor([0.1]))
      func callAsFunction(_ input: Tensor) -> Tensor { input * input * factor.value }
      var parts: Parts { ["factor": .weight(factor)] }
    }
    struct AbsoluteError: Loss {
      func callAsFunction(_ outputs: Tensor, _ targets: Targets) throws -> Tensor {
        guard case .values(let values) = targets else { throw NetworkError.targetsAreClasses(judge: "AbsoluteError") }
        return (outputs - values).absolute().mean()
      }
    }
    let x = Tensor(shape: [64, 1], scalars: (0..<64).map { Float($0) / 32 - 1 })
    let source = TensorSource(inputs: x, targets: .values(x * x * 3), batchSize: 16, seed: 1)
    let model = Parabola()
    let learner = Learner(
      TensorDataLoaders(train: source, valid: source), model: model, loss: AbsoluteError())
    learner.showsProgress = false
    try learner.fit(epochs: 60, learningRate: 0.05, weightDecay: 0)
    #expect(abs(model.factor.value.scalars[0] - 3) < 0.1)
  }

  @Test("two threads train to the same weights as one")
  func threads() async {
    await #expect(processExitsWith: .success) {
      setenv("ETUDE_THREADS", "2", 1)
      func run(_ limit: Int) throws -> [[UInt8]] {
        ThreadPool.shared.setLimit(limit)
        var generator = MersenneTwister(seed: 5)
        let model = VisionModel(.resnet18, classCount: 3, using: &generator)
        let inputs = Formula.tensor("threads", shape: [8, 3, 64, 64], salt: 1)
        let source = TensorSource(inputs: inputs, targets: .classes([0, 1, 2, 0, 1, 2, 0, 1]), batchSize: 4, seed: 1)
        let learner = Learner(TensorDataLoaders(train: source, valid: source), model: model, loss: CrossEntropy())
        learner.showsProgress = false
        try learner.fit(epochs: 1)
        return learner.model.storedTensors.map(\.bytes)
      }
      let one = try run(1)
      #expect(try run(2) == one)
    }
  }
}
