import Datasets
import Foundation
import Networks
import Tensors

extension Learner {
  /// A learner of images: a ResNet's body with a new head for the data's classes; fastai's `vision_learner`.
  ///
  /// With pretrained weights, RGB inputs are normalised by ImageNet's statistics and the body is frozen; without, nothing
  /// is. The network has as many input channels as the pictures.
  ///
  /// ```swift
  /// let learner = try Learner(loaders, .resnet34, metrics: [.errorRate])
  /// ```
  ///
  /// - Parameters:
  ///   - pretrained: A torchvision file of the same architecture, `.pth` or `.safetensors`; nil for random weights.
  ///   - loss: Cross entropy for one class per item, binary cross entropy for several, the mean squared error for
  ///     numbers, if nil.
  ///   - seed: Seed of the weights and of dropout.
  /// - Throws: Errors of reading the weights.
  public convenience init(
    _ loaders: ImageDataLoaders, _ architecture: ResNetArchitecture, metrics: [Metric] = [], pretrained: URL? = nil,
    loss: (any Loss)? = nil, rule: any UpdateRule = Adam(), dropout: Float = 0.5, callbacks: [any Callback] = [],
    folder: URL = URL(filePath: "."), seed: UInt64 = defaultSeed
  ) throws {
    var generator = MersenneTwister(seed: seed)
    let model = VisionModel(
      architecture, classCount: loaders.outputCount, dropout: dropout, inputChannels: loaders.inputShape[0],
      using: &generator)
    var loaders = loaders
    if let pretrained {
      try model.loadBody(from: pretrained)
      let statistics = VisionModel.imageNetStatistics
      loaders = loaders.normalized(mean: statistics.mean, standardDeviation: statistics.standardDeviation)
    }
    self.init(
      loaders, model: model, loss: loss ?? loaders.defaultLoss, metrics: metrics, rule: rule, callbacks: callbacks,
      folder: folder, seed: seed)
    if pretrained != nil { freeze() }
  }
}

extension ImageDataLoaders {
  /// The loss that fits the kind of targets.
  fileprivate var defaultLoss: any Loss {
    switch train.target.targets(for: [[]], classCount: classNames.count) {
    case .classes: CrossEntropy()
    case .values: classNames.isEmpty ? MeanSquaredError() : BinaryCrossEntropy()
    }
  }
}
