import Cluster
import Datasets
import Foundation
import Networks

/// The settings that two fits must share so one can resume the other.
struct CheckpointPlan: Codable, Equatable {
  let epochs: Int
  let rates: [Double]
  let schedule: String
  let weightDecays: [Double]
  let metricNames: [String]
  let batchCount: Int
  let itemCount: Int
  let seed: UInt64
  /// Number of parts of a batch; nil for a fit that is not in parts.
  let shards: Int?

  /// The setting in which another plan differs, in words; nil if they are equal.
  func difference(from other: CheckpointPlan) -> String? {
    let comparisons: [(name: String, isSame: Bool)] = [
      ("epochs", epochs == other.epochs), ("learning rates", rates == other.rates),
      ("schedule", schedule == other.schedule), ("weight decay", weightDecays == other.weightDecays),
      ("metrics", metricNames == other.metricNames), ("seed", seed == other.seed), ("shards", shards == other.shards),
      ("data", batchCount == other.batchCount && itemCount == other.itemCount),
    ]
    let names = comparisons.filter { !$0.isSame }.map(\.name)
    return names.isEmpty ? nil : names.joined(separator: ", ")
  }

  init(epochs: Int, rates: [Double], schedule: String, learner: Learner) {
    self.epochs = epochs
    self.rates = rates
    self.schedule = schedule
    weightDecays = learner.optimizer.groups.map(\.hyperParameters.weightDecay)
    metricNames = learner.metrics.map(\.name)
    batchCount = learner.loaders.train.batchCount
    itemCount = learner.loaders.train.itemCount
    seed = learner.seed
    shards = learner.distribution?.shards
  }
}

/// The progress of a fit.
private struct CheckpointProgress: Codable {
  let plan: CheckpointPlan
  let epochsDone: Int
  let step: Int
  let recorder: Recorder

  static let key = "etude.checkpoint"
}

/// Writes everything that a fit needs to continue, after each epoch.
final class CheckpointWriter: Callback {
  private let url: URL
  private let plan: CheckpointPlan

  init(url: URL, plan: CheckpointPlan) {
    self.url = url
    self.plan = plan
  }

  func respond(to event: Event, of learner: Learner) throws {
    guard event == .afterEpoch, learner.distribution?.ranks.isFirst ?? true else { return }
    var file = try LearnerFile(of: learner, withOptimizer: true)
    file.metadata[CheckpointProgress.key] = try LearnerFile.json(
      CheckpointProgress(
        plan: plan, epochsDone: learner.epoch + 1, step: learner.step, recorder: learner.recorder))
    try file.write(to: url)
  }
}

extension Learner {
  /// Takes up the state of a checkpoint of the same plan.
  ///
  /// - Returns: The epoch to resume with; 0 if there is no file.
  /// - Throws: `LearningError.otherCheckpoint` when the file belongs to another plan, and errors of reading it.
  func resume(from url: URL, plan: CheckpointPlan) throws -> Int {
    guard FileManager.default.fileExists(atPath: url.path) else { return 0 }
    let name = url.lastPathComponent
    let file = try LearnerFile(contentsOf: url)
    guard let text = file.metadata[CheckpointProgress.key],
      let progress = try? JSONDecoder.exact.decode(CheckpointProgress.self, from: Data(text.utf8))
    else {
      throw LearningError.invalidCheckpoint(file: name)
    }
    if let difference = progress.plan.difference(from: plan) {
      throw LearningError.otherCheckpoint(file: name, difference: difference)
    }
    guard (0...plan.epochs).contains(progress.epochsDone) else {
      throw NetworkError.corruptWeights(
        file: name, reason: "it says that \(progress.epochsDone) of \(plan.epochs) epochs are done")
    }
    try file.restore(self, file: name, withOptimizer: true)
    recorder = progress.recorder
    step = progress.step
    return progress.epochsDone
  }
}
