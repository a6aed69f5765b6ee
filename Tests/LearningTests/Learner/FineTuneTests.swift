import Datasets
import Learning
import Networks
import TestSupport
import Testing

@Suite("Fine tuning")
struct FineTuneTests {
  @Test("No frozen epochs leave out that part and nothing frozen")
  func noFrozenEpochs() throws {
    let learner = try TinyLearner.make()
    let trace = Trace()
    try learner.fineTune(epochs: 1, frozenEpochs: 0, callbacks: [trace])
    #expect(learner.optimizer.frozenCount == 0 && trace.stepCounts.count == 1)
  }

  @Test("Impossible numbers of epochs are refused before anything is trained", arguments: [(0, 1), (1, -1), (-2, 0)])
  func impossibleEpochs(epochs: Int, frozenEpochs: Int) throws {
    let learner = try TinyLearner.make()
    let before = learner.model.storedTensors.map(\.bytes)
    #expect(throws: LearningError.noEpochs(min(epochs, frozenEpochs))) {
      try learner.fineTune(epochs: epochs, frozenEpochs: frozenEpochs)
    }
    #expect(learner.model.storedTensors.map(\.bytes) == before && learner.passCount == 0)
  }
}
