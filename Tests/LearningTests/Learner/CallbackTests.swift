import Foundation
import Learning
import Networks
import TestSupport
import Testing

/// The view of callbacks on a fit, and their ways to end it.
@Suite("Callbacks of a fit", .serialized)
struct CallbackTests {
  @Test("Events come in order")
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

  @Test("All callbacks see the epoch after which one of them ends the fit")
  func cancellation() throws {
    let learner = try TinyLearner.make()
    var seen: [Int] = []
    let stopper = EventCallback(.afterEpoch) { if $0.epoch == 1 { throw Cancellation.fit } }
    let watcher = EventCallback(.afterEpoch) { seen.append($0.epoch) }
    try learner.fit(epochs: 4, callbacks: [stopper, watcher])
    #expect(seen == [0, 1])
  }

  @Test("Early stopping ends a fit that no longer gets better")
  func earlyStopping() throws {
    let learner = try TinyLearner.make()
    try learner.fit(epochs: 20, learningRate: 0.0, callbacks: [EarlyStopping(.metric("error_rate"), patience: 2)])
    #expect(learner.recorder.epochs.count == 3)
  }

  @Test("A metric that early stopping does not find is reported with the existing ones")
  func unknownMetric() throws {
    let learner = try TinyLearner.make()
    let error = #expect(throws: LearningError.self) {
      try learner.fit(epochs: 1, callbacks: [EarlyStopping(.metric("acuracy"))])
    }
    #expect(error?.description == "No metric is called “acuracy”; there are: error_rate.")
  }

  @Test("The best model is saved, and taken up at the end")
  func bestModel() throws {
    let learner = try TinyLearner.make()
    var best: [[UInt8]] = []
    let watcher = EventCallback(.afterEpoch) { learner in
      let losses = learner.recorder.epochs.map(\.validLoss)
      if losses.last == losses.min() { best = learner.storedBytes }
    }
    try learner.fit(epochs: 6, learningRate: 0.3, callbacks: [watcher, SaveBestModel(name: "best")])
    #expect(learner.storedBytes == best)
  }
}
