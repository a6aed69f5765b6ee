import Foundation
import Tensors

/// A ResNet without its classifier, and a new head for the classes at hand: fastai's `vision_learner` model.
///
/// The head pools each channel to its maximum and mean, and has two linear layers with batch normalisation and dropout
/// in front. Names are fastai's: `0.4.0.conv1.weight` in the body, `1.8.weight` in the head.
///
/// ```swift
/// var generator = MersenneTwister(seed: 1)
/// let model = VisionModel(.resnet34, classCount: 7, using: &generator)
/// print(ModelSummary(of: model, inputShape: [1, 3, 128, 128]))
/// ```
public struct VisionModel: Layer {
  /// Which ResNet was cut.
  public let architecture: ResNetArchitecture

  /// Images to features, `[count, 3, height, width]` to `[count, features, height / 32, width / 32]`.
  public let body: Sequential

  /// Features to one number per class.
  public let head: Sequential

  /// Number of the head's outputs.
  public let classCount: Int

  /// Outputs of the head's first linear layer.
  public let hiddenUnits: Int

  /// Fraction of the last linear layer's inputs that is dropped while training.
  public let dropout: Float

  /// Channels of an image: 3 for RGB, 1 for grey.
  public let inputChannels: Int

  /// Draws the weights of body and head.
  ///
  /// - Parameters:
  ///   - dropout: For the inputs of the last linear layer; the layer before it drops half as many.
  ///   - inputChannels: 3 for RGB, 1 for grey images, any other number for images with further planes.
  public init(
    _ architecture: ResNetArchitecture, classCount: Int, dropout: Float = 0.5, hiddenUnits: Int = 512,
    inputChannels: Int = 3, using generator: inout MersenneTwister
  ) {
    self.architecture = architecture
    self.classCount = classCount
    self.hiddenUnits = hiddenUnits
    self.dropout = dropout
    self.inputChannels = inputChannels
    body = ResNet.makeBody(architecture, inputChannels: inputChannels, using: &generator)
    head = Self.makeHead(
      features: architecture.featureCount, classCount: classCount, dropout: dropout, hiddenUnits: hiddenUnits,
      using: &generator)
  }

  /// A head for a custom body, `[count, features, height, width]` to `[count, classCount]`; fastai's `create_head`.
  ///
  /// ```swift
  /// let model = Sequential([model.body, VisionModel.makeHead(features: 64, classCount: 7, using: &generator)])
  /// ```
  public static func makeHead(
    features: Int, classCount: Int, dropout: Float = 0.5, hiddenUnits: Int = 512,
    using generator: inout MersenneTwister
  ) -> Sequential {
    Sequential([
      ConcatPool2D(), Flatten(),
      BatchNormalization(channels: 2 * features, bias: 0.001), Dropout(dropout / 2),
      Linear(
        inputs: 2 * features, outputs: hiddenUnits, hasBias: false, initialization: .kaimingFanIn, using: &generator),
      ReLU(),
      BatchNormalization(channels: hiddenUnits, bias: 0.001), Dropout(dropout),
      Linear(
        inputs: hiddenUnits, outputs: classCount, hasBias: false, initialization: .kaimingFanIn, using: &generator),
    ])
  }

  /// Loads the body's weights from a torchvision file of the same architecture, `.pth` or `.safetensors`.
  ///
  /// The file's first convolution is for RGB. A model of grey images takes the sum of its three planes; one of two planes
  /// the first two, times 1.5; one of more all three, and zeros for the others. Agrees with fastai's `vision_learner`.
  ///
  /// - Throws: `NetworkError` when the file is not a weight file, or of another model.
  public func loadBody(from url: URL) throws {
    func load(_ body: Sequential) throws {
      try NamedBody(parts: ResNet.torchvisionParts(of: body)).loadWeights(from: url, ignoring: ["fc."])
    }
    guard inputChannels != 3 else { return try load(body) }
    var generator = MersenneTwister(seed: 0)
    let rgb = ResNet.makeBody(architecture, using: &generator)
    try load(rgb)
    for (own, given) in zip(body.namedStates, rgb.namedStates) {
      switch (own, given) {
      case (.parameter(let own), .parameter(let given)):
        let value = given.parameter.value.detached
        own.parameter.value = own.parameter.shape == value.shape ? value : planes(of: value)
      case (.statistic(let own), .statistic(let given)): own.statistic.contents = given.statistic.contents
      default: break
      }
    }
  }

  /// The weights of the first convolution for this model's channels, from those for three.
  private func planes(of weight: Tensor) -> Tensor {
    switch inputChannels {
    case 1: return weight.sum(axis: 1, keepingAxes: true)
    case 2: return weight[0..., 0..<2] * 1.5
    default: return weight.padded([(0, 0), (0, inputChannels - 3), (0, 0), (0, 0)])
    }
  }

  /// Statistics of the images that torchvision's weights were trained on, a channel: red, green, blue.
  public static let imageNetStatistics: (mean: [Float], standardDeviation: [Float]) =
    ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])

  /// Images to one number per class.
  public func callAsFunction(_ input: Tensor) -> Tensor { head(body(input)) }

  /// fastai's names.
  public var parts: Parts { ["0": .layer(body), "1": .layer(head)] }

  /// `resnet34, 7 classes`
  public var title: String {
    "\(architecture.rawValue), \(classCount) classes" + (inputChannels == 3 ? "" : ", \(inputChannels) channels")
  }

  /// The stem up to `layer2`, the last two stages, the head.
  public var parameterGroups: [any Layer] {
    [Sequential(Array(body.layers[..<6])), Sequential(Array(body.layers[6...])), head]
  }

  /// One row per layer.
  public func summaryRows(name: String, inputShape: [Int]) -> [SummaryRow] {
    Sequential([body, head]).summaryRows(name: name, inputShape: inputShape)
  }

  /// The body under torchvision's names, for loading.
  private struct NamedBody: Layer {
    let parts: Parts
    func callAsFunction(_ input: Tensor) -> Tensor { input }
  }
}
