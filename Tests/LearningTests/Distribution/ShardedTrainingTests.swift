import Cluster
import Datasets
import Foundation
import Learning
import Networks
import Tensors
import TestSupport
import Testing

@Suite("Training in shards")
struct ShardedTrainingTests {
  /// A learner of 36 items in batches of 12, without randomness in its steps.
  private static func learner(normalized: Bool = false, batchSize: Int = 12, metrics: [Metric] = [])
    -> Learner
  {
    var generator = MersenneTwister(seed: 5)
    let inputs = Tensor(normal: [36, 6], using: &generator)
    let targets = Targets.classes((0..<36).map { $0 * 5 % 3 })
    let model = Sequential {
      Linear(inputs: 6, outputs: 8, using: &generator)
      if normalized { BatchNormalization(channels: 8) }
      ReLU()
      Linear(inputs: 8, outputs: 3, using: &generator)
    }
    let loaders = TensorDataLoaders(
      train: TensorSource(inputs: inputs, targets: targets, batchSize: batchSize, seed: 1),
      valid: TensorSource(inputs: inputs, targets: targets, batchSize: 10))
    let learner = Learner(
      loaders, model: model, loss: CrossEntropy(), metrics: metrics, rule: SGD())
    learner.showsProgress = false
    return learner
  }

  @Test("One shard trains as ordinary training does, bit for bit")
  func oneShard() throws {
    let (ordinary, sharded) = (Self.learner(normalized: true), Self.learner(normalized: true))
    try ordinary.fit(epochs: 2, learningRate: 0.1)
    try sharded.distributed(shards: 1) { try sharded.fit(epochs: 2, learningRate: 0.1) }
    #expect(sharded.model.weightHash == ordinary.model.weightHash)
    #expect(sharded.recorder.losses == ordinary.recorder.losses)
  }

  @Test(
    "Without normalisation shards train as whole batches do, up to rounding",
    arguments: [2, 4, 8, 16])
  func gradients(shards: Int) throws {
    let (ordinary, sharded) = (
      Self.learner(metrics: [.accuracy]), Self.learner(metrics: [.accuracy])
    )
    try ordinary.fit(epochs: 2, learningRate: 0.1)
    try sharded.distributed(shards: shards) { try sharded.fit(epochs: 2, learningRate: 0.1) }
    for (first, second) in zip(ordinary.model.parameters, sharded.model.parameters) {
      let differences = zip(first.parameter.value.scalars, second.parameter.value.scalars).map {
        abs($0 - $1)
      }
      // Twelve sums of single precision in another order.
      #expect(differences.max() ?? 1 < 1e-6)
    }
    let (loss, other) = (
      try ordinary.validate().loss, try sharded.distributed { try sharded.validate().loss }
    )
    #expect(abs(loss - other) < 1e-6)
  }

  @Test("Running statistics move by the mean of the shards' statistics, and count a batch once")
  func statistics() throws {
    let learner = Self.learner(normalized: true, batchSize: 36)
    learner.model.parameters.forEach { $0.parameter.requiresGradient = true }
    try learner.distributed(shards: 2) { try learner.fit(epochs: 1, learningRate: 0) }
    let whole = Self.learner(normalized: true, batchSize: 36)
    try whole.fit(epochs: 1, learningRate: 0)
    let (mean, wholeMean) = (
      learner.model.statistics[0].statistic.value, whole.model.statistics[0].statistic.value
    )
    // The mean of the halves' means is the whole's; the mean of their variances is not.
    for (first, second) in zip(mean.scalars, wholeMean.scalars) {
      #expect(abs(first - second) < 1e-6)
    }
    #expect(
      learner.model.statistics[1].statistic.value.scalars
        != whole.model.statistics[1].statistic.value.scalars)
    #expect(learner.model.statistics[2].statistic.value.scalar == 1)
  }

  @Test("Nothing is left behind, also after an error")
  func scope() throws {
    let (learner, other) = (Self.learner(), Self.learner())
    #expect(throws: Stop.self) { try learner.distributed { throw Stop() } }
    try learner.fit(epochs: 1, learningRate: 0.1)
    try other.fit(epochs: 1, learningRate: 0.1)
    #expect(learner.model.weightHash == other.model.weightHash)
  }

  @Test("A number of shards without a binary tree is refused with valid numbers")
  func unevenShards() {
    let learner = Self.learner()
    let error = #expect(throws: ClusterError.self) { try learner.distributed(shards: 6) {} }
    #expect(
      error?.description
        == "6 shards cannot be distributed over 1 ranks. Use a power of two for both, with no more ranks than shards."
    )
  }

  private func fit(_ learner: Learner, in file: URL?, _ callbacks: [any Callback] = []) throws {
    try learner.distributed {
      try learner.fit(epochs: 3, learningRate: 0.1, callbacks: callbacks, checkpoint: file)
    }
  }

  @Test("A checkpoint of a fit in shards does not continue another fit")
  func checkpoints() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "fit.checkpoint")
      let (learner, whole) = (
        Self.learner(normalized: true, batchSize: 18), Self.learner(normalized: true, batchSize: 18)
      )
      #expect(throws: Stop.self) { try fit(learner, in: file, [Stopper()]) }
      let error = #expect(throws: LearningError.self) {
        try Self.learner(normalized: true, batchSize: 18).fit(
          epochs: 3, learningRate: 0.1, checkpoint: file)
      }
      #expect(error?.description.contains("shards") == true)
      let resumed = Self.learner(normalized: true, batchSize: 18)
      try fit(resumed, in: file)
      try fit(whole, in: nil)
      #expect(resumed.model.weightHash == whole.model.weightHash)
    }
  }
}

private struct Stop: Error {}

/// Ends a fit before its second epoch, as a kill would.
private final class Stopper: Callback {
  func respond(to event: Event, of learner: Learner) throws {
    if event == .beforeEpoch, learner.epoch == 1 { throw Stop() }
  }
}
