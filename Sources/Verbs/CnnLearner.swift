import Datasets
import Foundation
import Learning
import Networks

/// A learner of images: a residual network with a new head for the data's classes.
///
/// ```swift
/// let learn = try cnnLearner(dls, .resnet34, metrics: [.errorRate])
/// ```
/// - Parameters:
///   - loaders: the training and validation data.
///   - architecture: `.resnet18`, `.resnet34` or `.resnet50`.
///   - metrics: numbers to show after each epoch.
///   - pretrained: a torchvision file of the architecture, `.pth` or `.safetensors`; nil for random weights.
///   - loss: the loss function, such as `CrossEntropy(weights: dls.classWeights)`; nil chooses by the labels.
///   - seed: of the weights and of dropout.
/// - Throws: `NetworkError` when the weights cannot be read or are of another model.
public func cnnLearner(
  _ loaders: ImageDataLoaders, _ architecture: ResNetArchitecture, metrics: [Metric] = [], pretrained: URL? = nil,
  loss: (any Loss)? = nil, seed: UInt64 = defaultSeed
) throws -> Learner {
  try Learner(loaders, architecture, metrics: metrics, pretrained: pretrained, loss: loss, seed: seed)
}
