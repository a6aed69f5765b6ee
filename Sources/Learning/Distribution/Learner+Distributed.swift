import Cluster
import Datasets
import Display
import Networks
import Tensors

extension Learner {
  /// Trains, validates and predicts on all ranks together while `body` runs; afterwards the learner works as before.
  ///
  /// Each batch is split into shards, which the ranks share. The result is the same for 1, 2, 4 or 8 ranks, bit for bit, on
  /// processors of one kind. Batch normalisation takes the mean and the variance of a shard, as if each shard were a
  /// separate batch, so the result differs from training without shards.
  ///
  /// ```swift
  /// try learner.distributed { try learner.fitOneCycle(epochs: 5) }
  /// ```
  ///
  /// All ranks get the same gradients, losses, metrics and predictions. During training, a callback finds the outputs
  /// of this rank's shards in `outputs`. Every rank loads all batches. Checkpoints are written by the first rank, and
  /// read by all.
  ///
  /// - Parameters:
  ///   - shards: Parts of a batch, a power of two; no less than there are ranks.
  ///   - body: The work to do on all ranks.
  /// - Throws: `ClusterError`, and the error that `body` throws.
  public func distributed<Result>(shards: Int = 8, _ body: () throws -> Result) throws -> Result {
    if distribution != nil { return try body() }
    let distribution = try Distribution(Ranks.all, shards: shards)
    defer {
      self.distribution = nil
      distribution.sums.end()
    }
    try distribution.compare(model.weightHash, as: "weights")
    self.distribution = distribution
    let result = try body()
    try distribution.compare(model.weightHash, as: "weights")
    return result
  }

  /// A training step whose shards the ranks share.
  func trainStep(_ batch: Batch, index: Int, passSeed: UInt64, _ distribution: Distribution) throws {
    guard batch.count > 0 else { throw LearningError.emptyBatch(step: step) }
    var step = ShardedStep(of: self, distribution)
    try step.run(batch, index: index, passSeed: passSeed)
    // Finished before a callback can leave the batch, whose sums would otherwise be added to the next one.
    let loss = try step.finish()
    do {
      try followed(by: .afterPrediction) { outputs = step.outputs }
      try followed(by: .afterLoss) { lossValue = loss }
    } catch {
      // Without ranks, gradients do not exist yet at these events.
      optimizer.clearGradients()
      throw error
    }
    try requireFinite(lossValue)
    try followed(by: .afterBackward) {}
    try followed(by: .afterStep) { optimizer.step() }
    optimizer.clearGradients()
  }

  /// Iterates over the batches of a source, distributed over the ranks; all ranks get all outputs, in order.
  func eachBatch(of stream: BatchStream, _ ranks: Ranks, _ body: (Batch, Tensor) throws -> Void) throws {
    while true {
      var batches: [Batch] = []
      while batches.count < ranks.count, let batch = try stream.next() { batches.append(batch) }
      if batches.isEmpty { return }
      try Interruption.check()
      try withoutGradients {
        let own = ranks.rank < batches.count ? model(batches[ranks.rank].inputs) : Tensor(zeros: [0])
        let answers = try ranks.gather(own)
        for (batch, answer) in zip(batches, answers) { try body(batch, answer) }
      }
    }
  }
}
