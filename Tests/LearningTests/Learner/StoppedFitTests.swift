import Datasets
import Display
import Foundation
import Learning
import Networks
import Tensors
import TestSupport
import Testing

/// Fits that end before their last epoch, by their data, their losses or the reader's wish.
@Suite("Fits that stop", .serialized)
struct StoppedFitTests {
  @Test("A batch without items is named")
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
    #expect(error?.description == "Batch 0 of the fit has no items. Check the loaders.")
  }

  @Test("A training set smaller than a batch is refused")
  func badData() throws {
    let learner = try TinyLearner.make(trainCount: 4)
    #expect(throws: DatasetError.noBatches(itemCount: 4)) { try learner.fit(epochs: 1) }
  }

  @Test("A batch that gives a normalisation only one value is refused")
  func singleValue() throws {
    #expect(throws: NetworkError.singleValueBatch(shape: [1, 6])) {
      try learner(of: .classes([0])).fit(epochs: 1)
    }
  }

  @Test("A target that names no class is refused with the item")
  func targetWithoutClass() throws {
    let error = #expect(throws: NetworkError.self) { try learner(of: .classes([3])).validate() }
    #expect(
      error?.description
        == "The target 3 of item 0 of the batch is not one of the 3 classes, 0 to 2. Look at the labels, or give the model more outputs."
    )
  }

  @Test("Targets that the loss does not accept are refused")
  func otherTargets() throws {
    #expect(throws: NetworkError.self) { try learner(of: .values(Tensor(zeros: [1, 3]))).validate() }
  }

  @Test("A fit of zero epochs is refused")
  func noEpochs() throws {
    #expect(throws: LearningError.self) { try TinyLearner.make().fit(epochs: 0) }
  }

  @Test("Numbers that shape no schedule are refused with their name")
  func impossibleSettings() throws {
    let learner = try TinyLearner.make()
    #expect(
      message { try learner.fitOneCycle(epochs: 1, divisor: 0) } == "divisor is 0.0, but it must be a number above 0.")
    #expect(
      message { try learner.fitOneCycle(epochs: 1, warmUpShare: 2) }
        == "warmUpShare is 2.0, but it must be a fraction of the fit, from 0 to 1.")
    #expect(message { try learner.fitFlatCosine(epochs: 1, flatShare: .nan) }.hasPrefix("flatShare is nan"))
    #expect(message { try learner.fineTune(epochs: 1, spread: -1) }.hasPrefix("spread is -1.0"))
    #expect(learner.passCount == 0)
  }

  @Test("A loss that is not a number stops the fit with the step and what to try")
  func divergence() throws {
    let learner = try TinyLearner.make()
    let spoiler = EventCallback(.afterStep) { learner in
      if learner.step == 1 { learner.model.parameters.forEach { $0.parameter.value = $0.parameter.value * .infinity } }
    }
    let error = #expect(throws: LearningError.self) { try learner.fit(epochs: 1, callbacks: [spoiler]) }
    #expect(
      error?.description
        == "The loss became nan at step 2 of epoch 0, with a learning rate of 0.001. "
        + "Try a tenth of that rate, or use lr_find to choose one, and look for NaN or infinite values in the inputs.")
  }

  @Test("A learning rate that diverges stops with what to try")
  func divergingRate() throws {
    let learner = try TinyLearner.make()
    let error = #expect(throws: LearningError.self) { try learner.fit(epochs: 50, learningRate: 1e30) }
    #expect(
      error?.description.contains("with a learning rate of 1e+30. Try a tenth of that rate, or use lr_find") == true)
  }

  /// In a separate process: an interruption ends every fit of the process.
  @Test("An interruption between steps leaves a model that can be saved")
  func interruption() async {
    await #expect(processExitsWith: .success) {
      let learner = try TinyLearner.make()
      let stopper = EventCallback(.afterBatch) { learner in if learner.step == 2 { Interruption.request(true) } }
      #expect(throws: Interrupted.self) { try learner.fit(epochs: 1, callbacks: [stopper]) }
      Interruption.request(false)
      try learner.save("interrupted")
      let saved = learner.storedBytes
      try learner.fit(epochs: 1)
      try learner.load("interrupted")
      #expect(learner.storedBytes == saved)
    }
  }

  /// A learner whose sets are one item with these targets.
  private func learner(of targets: Targets) throws -> Learner {
    let learner = try TinyLearner.make()
    let source = TensorSource(inputs: Tensor(zeros: [1, 4]), targets: targets, batchSize: 1)
    learner.loaders = TensorDataLoaders(train: source, valid: source)
    return learner
  }
}
