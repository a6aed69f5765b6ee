public import Foundation
public import Learning
public import Networks

/// A learner of pictures: a residual network with a new head for the data's classes.
///
/// ```swift
/// let learn = try cnnLearner(dls, .resnet34, metrics: [.errorRate])
/// ```
/// - Parameters:
///   - loaders: what it is trained and validated on.
///   - architecture: `.resnet18`, `.resnet34` or `.resnet50`.
///   - metrics: numbers to show after each epoch.
///   - pretrained: a torchvision file of the architecture, `.pth` or `.safetensors`; nil for random weights.
///   - seed: of the weights and of dropout.
/// - Throws: `LearningError` when the weights cannot be read or are of another model.
public func cnnLearner(
  _ loaders: ImageDataLoaders, _ architecture: ResNetArchitecture, metrics: [Metric] = [], pretrained: URL? = nil,
  seed: UInt64 = defaultSeed
) throws -> Learner {
  try Learner(loaders, architecture, metrics: metrics, pretrained: pretrained, seed: seed)
}

/// Trains for some steps at rising rates and suggests rates to train with; the learner stays as it was.
///
/// ```swift
/// let lr = try lr_find(learn)
/// print(lr.minimum, lr.steep)
/// ```
/// - Throws: `LearningError` when there are too few steps to see anything.
@discardableResult
public func lr_find(
  _ learner: Learner, from start: Double = 1e-7, to end: Double = 10, steps: Int = 100
) throws -> LearningRateSuggestions {
  try learner.findLearningRate(from: start, to: end, steps: steps)
}

/// Trains with a rate that rises to `maxLearningRate` and falls to almost nothing.
///
/// ```swift
/// try fit_one_cycle(learn, epochs: 5, maxLearningRate: 3e-3)
/// ```
/// - Parameters:
///   - learner: what is trained.
///   - epochs: passes over the training set.
///   - maxLearningRate: one rate, or `.spread(from:to:)` over the parameter groups; the learner's own by default.
///   - checkpoint: a file from which a killed run goes on; see `Learner.fit`.
/// - Throws: `LearningError` when the loss is no longer a number, among others.
public func fit_one_cycle(
  _ learner: Learner, epochs: Int, maxLearningRate: some LearningRateConvertible = LearningRate?.none,
  checkpoint: URL? = nil
) throws {
  try learner.fitOneCycle(epochs: epochs, maxLearningRate: maxLearningRate, checkpoint: checkpoint)
}

/// Trains the head alone for an epoch, then the whole model with smaller rates for its early layers.
///
/// ```swift
/// try fineTune(learn, epochs: 1)
/// ```
/// - Parameter checkpoint: a file that each finished epoch is kept in, so that a run that was cut off goes on from there;
///   the frozen epochs keep theirs beside it, with `.frozen` added to the name.
/// - Throws: `LearningError` when the loss is no longer a number, among others.
public func fineTune(
  _ learner: Learner, epochs: Int, baseLearningRate: Double = 2e-3, frozenEpochs: Int = 1, checkpoint: URL? = nil
) throws {
  try learner.fineTune(
    epochs: epochs, baseLearningRate: baseLearningRate, frozenEpochs: frozenEpochs, checkpoint: checkpoint)
}
