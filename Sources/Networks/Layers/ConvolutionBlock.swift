import Tensors

/// Convolution, batch normalisation and an optional ReLU, computed in one pass over memory.
///
/// y = relu(normalization(convolution(x)) + residual); the residual is optional, too. During inference outputs are
/// normalised as they are written; during training their sums are gathered as they are written. Parts are named as in
/// fastai's `ConvLayer`: `0` and `1`.
///
/// ```swift
/// var generator = MersenneTwister(seed: 1)
/// let block = ConvolutionBlock(inputs: 3, outputs: 64, kernelSize: 3, using: &generator)
/// let features = block(Tensor(zeros: [1, 3, 32, 32]))  // [1, 64, 32, 32]
/// ```
public struct ConvolutionBlock: Layer {
  /// Computes the weighted sums.
  public let convolution: Convolution2D

  /// Normalises their channels.
  public let normalization: BatchNormalization

  /// True if a ReLU follows.
  public let activates: Bool

  /// Combines existing layers.
  public init(_ convolution: Convolution2D, _ normalization: BatchNormalization, activates: Bool = true) {
    self.convolution = convolution
    self.normalization = normalization
    self.activates = activates
  }

  /// Draws the weights of a convolution without a bias as torchvision does for a ResNet: Kaiming normal by fan-out.
  ///
  /// The padding is half the kernel, so an odd kernel at stride 1 keeps the image's size.
  public init(
    inputs: Int, outputs: Int, kernelSize: Int, stride: Int = 1, activates: Bool = true,
    using generator: inout MersenneTwister
  ) {
    self.init(
      Convolution2D(
        inputs: inputs, outputs: outputs, kernelSize: kernelSize, stride: stride, padding: kernelSize / 2,
        hasBias: false, initialization: .kaimingFanOut, using: &generator),
      BatchNormalization(channels: outputs), activates: activates)
  }

  /// `[count, inputs, height, width]` to `[count, outputs, height′, width′]`.
  public func callAsFunction(_ input: Tensor) -> Tensor { forward(input) }

  /// Adds a residual before the ReLU.
  ///
  /// - Parameter residual: Of the output's shape; nil to add nothing.
  public func forward(_ input: Tensor, adding residual: Tensor? = nil) -> Tensor {
    guard convolution.bias == nil else {
      return normalization(convolution(input), residual: residual, activates: activates)
    }
    let weight = convolution.weight.value
    let (stride, padding, groups) = (convolution.stride, convolution.padding, convolution.groups)
    guard TrainingContext.current != nil else {
      return input.conv2d(
        weight: weight, stride: stride, padding: padding, groups: groups,
        normalization: (normalization.weight.value, normalization.bias.value),
        statistics: normalization.runningStatistics, epsilon: normalization.epsilon, residual: residual,
        activation: activates ? .relu : .identity)
    }
    let sums = OutputSums(around: normalization.runningMean.value)
    let output = input.conv2d(weight: weight, stride: stride, padding: padding, groups: groups, gathering: sums)
    return normalization.forward(output, adding: residual, activates: activates, sums: sums)
  }

  /// The block with a fused ReLU, if a ReLU follows.
  public func fused(with next: any Layer) -> (any Layer)? {
    next is ReLU && !activates ? ConvolutionBlock(convolution, normalization, activates: true) : nil
  }

  /// fastai's names.
  public var parts: Parts { ["0": .layer(convolution), "1": .layer(normalization)] }

  /// One row for each of the two.
  public func summaryRows(name: String, inputShape: [Int]) -> [SummaryRow] {
    Sequential.summaryRows(of: [("0", convolution), ("1", normalization)], name: name, inputShape: inputShape)
  }

  /// Shape of the convolution's output.
  public func outputShape(for inputShape: [Int]) -> [Int] { convolution.outputShape(for: inputShape) }
}

extension Convolution2D {
  /// A block, if a batch normalisation follows.
  public func fused(with next: any Layer) -> (any Layer)? {
    (next as? BatchNormalization).map { ConvolutionBlock(self, $0, activates: false) }
  }
}
