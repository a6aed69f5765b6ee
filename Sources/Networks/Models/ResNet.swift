import Tensors

/// A residual network with torchvision's layers, initialisation and names.
///
/// Input `[count, 3, height, width]`, or with another number of channels; output `[count, classes]`.
///
/// ```swift
/// var generator = MersenneTwister(seed: 1)
/// let model = ResNet(.resnet34, classCount: 7, using: &generator)
/// ```
public struct ResNet: Layer {
  /// Which of the family it is.
  public let architecture: ResNetArchitecture

  /// `conv1`, `bn1`, the ReLU, the max pool and `layer1` to `layer4`.
  public let body: Sequential

  /// From the last stage's channels to the classes.
  public let classifier: Linear

  /// Draws the weights: Kaiming normal by fan-out in the convolutions, PyTorch's default in the classifier.
  ///
  /// - Parameter inputChannels: 3 for RGB, 1 for grey images.
  public init(
    _ architecture: ResNetArchitecture, classCount: Int = 1000, inputChannels: Int = 3,
    using generator: inout MersenneTwister
  ) {
    self.architecture = architecture
    body = Self.makeBody(architecture, inputChannels: inputChannels, using: &generator)
    classifier = Linear(inputs: architecture.featureCount, outputs: classCount, using: &generator)
  }

  /// Stem and stages.
  public static func makeBody(
    _ architecture: ResNetArchitecture, inputChannels: Int = 3, using generator: inout MersenneTwister
  ) -> Sequential {
    var channels = 64
    var layers: [any Layer] = [
      Convolution2D(
        inputs: inputChannels, outputs: channels, kernelSize: 7, stride: 2, padding: 3, hasBias: false,
        initialization: .kaimingFanOut, using: &generator),
      BatchNormalization(channels: channels), ReLU(), MaxPool2D(kernelSize: 3, stride: 2, padding: 1),
    ]
    for (stage, (width, count)) in zip(ResNetArchitecture.stageWidths, architecture.blockCounts).enumerated() {
      var blocks: [ResidualBlock] = []
      for index in 0..<count {
        let stride = index == 0 && stage > 0 ? 2 : 1
        blocks.append(
          ResidualBlock(architecture.block, inputs: channels, width: width, stride: stride, using: &generator))
        channels = width * architecture.block.expansion
      }
      layers.append(Sequential(blocks))
    }
    return Sequential(layers)
  }

  /// Names of the body's layers in torchvision.
  private static let bodyNames = ["conv1", "bn1", "relu", "maxpool", "layer1", "layer2", "layer3", "layer4"]

  /// The body's layers under torchvision's names.
  static func torchvisionParts(of body: Sequential) -> Parts {
    Parts(zip(bodyNames, body.layers).map { (name: $0, part: .layer($1)) })
  }

  /// Body, mean over the image, classifier.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    classifier(body(input).adaptiveAvgPool2d().flattened(from: 1))
  }

  /// torchvision's names.
  public var parts: Parts { Self.torchvisionParts(of: body) + ["fc": .layer(classifier)] }

  /// `resnet34`
  public var title: String { architecture.rawValue }

  /// The stem up to `layer2`, the last two stages, the classifier.
  public var parameterGroups: [any Layer] {
    [Sequential(Array(body.layers[..<6])), Sequential(Array(body.layers[6...])), classifier]
  }

  /// One row per layer.
  public func summaryRows(name: String, inputShape: [Int]) -> [SummaryRow] {
    let end: [(name: String, layer: any Layer)] = [
      ("avgpool", AdaptiveAveragePool2D()), ("flatten", Flatten()), ("fc", classifier),
    ]
    return Sequential.summaryRows(of: Array(zip(Self.bodyNames, body.layers)) + end, name: name, inputShape: inputShape)
  }
}
