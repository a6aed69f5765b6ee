import Datasets
import Foundation
import Networks
import Tensors

/// Trains a model on data: it combines loaders, model, loss and optimiser, and calls callbacks.
///
/// Its semantics are fastai's: schedules, freezing, parameter groups, smoothed losses and validation agree with
/// `fastai.learner.Learner`.
///
/// ```swift
/// let learner = Learner(loaders, model: model, loss: CrossEntropy(), metrics: [.errorRate])
/// try learner.fitOneCycle(epochs: 5, maxLearningRate: 3e-3)
/// ```
public final class Learner {
  // MARK: Trained objects

  /// The model, whose parameters training changes.
  public let model: any Layer

  /// The training and validation data.
  public var loaders: any DataLoaders

  /// The loss that training minimises.
  public let loss: any Loss

  /// Numbers to show after each epoch.
  public var metrics: [Metric]

  /// Moves the parameters.
  public let optimizer: Optimizer

  // MARK: How

  /// Asked at every event, in order, after the learner's own bookkeeping.
  public var callbacks: [any Callback]

  /// The default learning rate of a fit.
  public var learningRate: LearningRate = 1e-3

  /// Weight decay of every fit; nil keeps the last value, 0.01 at first.
  public var weightDecay: Double?

  /// Momentum at start, middle and end of one cycle.
  public var cycleMomenta = (start: 0.95, middle: 0.85, end: 0.95)

  /// Folder whose subfolder `models` contains saved models.
  public var folder: URL

  /// True if a table of epochs and a progress bar are shown while it trains.
  public var showsProgress = true

  /// Seed of dropout's random numbers.
  public let seed: UInt64

  // MARK: Running work

  /// The record of the last fit.
  public internal(set) var recorder = Recorder()

  /// Epoch that runs, from 0.
  public internal(set) var epoch = 0

  /// Epochs of the running fit.
  public internal(set) var epochCount = 0

  /// Steps done in the running fit.
  public internal(set) var step = 0

  /// Part of the running fit that is done, 0 to 1; schedules are read there.
  public internal(set) var progress = 0.0

  /// True if the running pass trains.
  public internal(set) var isTraining = false

  /// The batch at hand.
  public internal(set) var batch: Batch?

  /// The model's answer to it.
  public internal(set) var outputs: Tensor?

  /// Mean loss over it.
  public internal(set) var lossValue = Float.nan

  /// Passes over the training set since the learner was created; they seed shuffling, augmentation and dropout.
  public package(set) var passCount = 0

  /// Targets that a callback has mixed for the current batch; nil if the batch is unchanged.
  var mixing: TargetMixing?

  /// Parameters that the running fit's loss depends on besides the optimiser's; nil before the first loss.
  var strayParameters: StrayParameters?

  /// The ranks and shards of training inside ``distributed(shards:_:)``; nil elsewhere.
  var distribution: Distribution?

  /// Callbacks of the running fit only.
  var fitCallbacks: [any Callback] = []

  /// Joins the parts; nothing is frozen.
  ///
  /// - Parameters:
  ///   - groups: Groups of layers with a common rate; nil uses the model's own `parameterGroups`.
  ///   - folder: The working folder unless told otherwise.
  public init(
    _ loaders: any DataLoaders, model: any Layer, loss: any Loss, metrics: [Metric] = [],
    rule: any UpdateRule = Adam(), groups: [any Layer]? = nil, callbacks: [any Callback] = [],
    folder: URL = URL(filePath: "."), seed: UInt64 = defaultSeed
  ) {
    self.loaders = loaders
    self.model = model
    self.loss = loss
    self.metrics = metrics
    self.callbacks = callbacks
    self.folder = folder
    self.seed = seed
    optimizer = Optimizer(rule, groups: groups ?? model.parameterGroups)
  }

  /// Trains only the last parameter group and all batch normalisations; resets the optimiser's averages.
  public func freeze() { freeze(upTo: optimizer.groups.count - 1) }

  /// Trains everything; forgets the optimiser's means.
  public func unfreeze() { freeze(upTo: 0) }

  /// Freezes the first `count` parameter groups, except for their batch normalisations.
  public func freeze(upTo count: Int) {
    optimizer.freeze(upTo: count)
    optimizer.clearState()
  }

  /// Freezes all parameter groups before one, except for their batch normalisations; fastai's `freeze_to`.
  ///
  /// ```swift
  /// learner.freeze(to: -2)  // trains the last two groups
  /// ```
  ///
  /// - Parameter group: Index of the first group that is trained; a negative one counts from the end.
  public func freeze(to group: Int) {
    let count = optimizer.groups.count
    require(
      (-count..<count).contains(group),
      "there is no parameter group \(group) among \(count); give one from \(-count) to \(count - 1)")
    freeze(upTo: group < 0 ? count + group : group)
  }

  /// The parameters of the optimiser, in the order of its groups.
  var trainedParameters: [Parameter] { optimizer.groups.flatMap(\.parameters).map(\.parameter) }

  /// Layers, output shapes and parameter counts, for one item of the data.
  public var summary: ModelSummary { ModelSummary(of: model, inputShape: [1] + loaders.inputShape) }
}
