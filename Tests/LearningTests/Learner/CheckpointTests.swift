import Foundation
import Learning
import Networks
import TestSupport
import Testing

/// Runs that are killed between two steps and continue from their checkpoints.
@Suite("Checkpoints of a fit", .serialized)
struct CheckpointTests {
  private struct Killed: Error {}

  @Test("A killed run continues from its checkpoint and ends as one that was not killed", arguments: [1, 3])
  func resume(killedIn epoch: Int) throws {
    let whole = try started()
    try whole.fitOneCycle(epochs: 5, maxLearningRate: 1e-2)
    let checkpoint = try killedRun(in: epoch)
    let second = try started()
    try second.fitOneCycle(epochs: 5, maxLearningRate: 1e-2, checkpoint: checkpoint)
    #expect(second.storedBytes == whole.storedBytes)
    #expect(second.recorder == whole.recorder)
    #expect(second.passCount == whole.passCount)
  }

  @Test("A run that ends removes its checkpoint", arguments: [1, 3])
  func removal(killedIn epoch: Int) throws {
    let checkpoint = try killedRun(in: epoch)
    #expect(FileManager.default.fileExists(atPath: checkpoint.path))
    try started().fitOneCycle(epochs: 5, maxLearningRate: 1e-2, checkpoint: checkpoint)
    #expect(!FileManager.default.fileExists(atPath: checkpoint.path))
  }

  @Test("A checkpoint of a run with other epochs is refused", arguments: [1, 3])
  func otherEpochs(killedIn epoch: Int) throws {
    let checkpoint = try killedRun(in: epoch)
    let error = #expect(throws: LearningError.self) {
      try started().fitOneCycle(epochs: 4, maxLearningRate: 1e-2, checkpoint: checkpoint)
    }
    #expect(
      error?.description
        == "The checkpoint run.checkpoint belongs to a run that differs in epochs. Remove it to start again.")
  }

  @Test("A checkpoint of a run with another schedule or weight decay is refused", arguments: [1, 3])
  func otherSettings(killedIn epoch: Int) throws {
    let checkpoint = try killedRun(in: epoch)
    for (share, decay, difference) in [(0.3, 0.01, "schedule"), (0.25, 0.1, "weight decay")] {
      let text = message {
        try started().fitOneCycle(
          epochs: 5, maxLearningRate: 1e-2, warmUpShare: share, weightDecay: decay, checkpoint: checkpoint)
      }
      #expect(text.contains("belongs to a run that differs in \(difference). Remove"))
    }
  }

  @Test("A file that is not a checkpoint is refused", arguments: [1, 3])
  func noCheckpoint(killedIn epoch: Int) throws {
    let checkpoint = try killedRun(in: epoch)
    try started().model.saveWeights(to: checkpoint)
    #expect(
      message { try started().fit(epochs: 1, checkpoint: checkpoint) }
        == "run.checkpoint is not a checkpoint that this version wrote. Remove it to start again, or choose another name."
    )
  }

  @Test("A killed fine-tuning continues from its checkpoint and leaves no file", arguments: [(0, 1), (1, 0), (1, 2)])
  func resumeFineTuning(phase: Int, epoch: Int) throws {
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
    #expect(second.storedBytes == whole.storedBytes)
    #expect(second.recorder == whole.recorder)
    #expect(try FileManager.default.contentsOfDirectory(atPath: first.folder.path).isEmpty)
  }

  /// A learner that was trained for an epoch.
  private func started() throws -> Learner {
    let learner = try TinyLearner.make()
    try learner.fit(epochs: 1)
    return learner
  }

  /// The checkpoint of a fit of five epochs that was killed in one of them.
  private func killedRun(in epoch: Int) throws -> URL {
    let learner = try started()
    let checkpoint = learner.folder.appending(path: "run.checkpoint")
    let killer = EventCallback(.afterBatch) { learner in
      if learner.epoch == epoch, learner.isTraining { throw Killed() }
    }
    #expect(throws: Killed.self) {
      try learner.fitOneCycle(epochs: 5, maxLearningRate: 1e-2, callbacks: [killer], checkpoint: checkpoint)
    }
    return checkpoint
  }
}
