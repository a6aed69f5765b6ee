import Tensors

/// Convolutions whose result is added to their own input. Source: He et al., 2016, arXiv:1512.03385.
///
/// With two 3×3 convolutions it is the basic block of ResNet-18 and -34; with 1×1, 3×3 and 1×1, the bottleneck of
/// ResNet-50. If size or channels change, a 1×1 convolution converts the input to the result's shape. Parts are named
/// as in torchvision.
///
/// ```swift
/// let block = ResidualBlock(.basic, inputs: 64, width: 64, stride: 1, using: &generator)
/// ```
public struct ResidualBlock: Layer {
  /// The convolutions in order, each with normalisation and ReLU; the last one's ReLU follows the sum.
  public let steps: [ConvolutionBlock]

  /// Brings the input to the result's shape; nil when it is added as it is.
  public let shortcut: ConvolutionBlock?

  /// The convolutions that make up a block.
  public enum Kind: Sendable {
    /// 3×3, 3×3.
    case basic

    /// 1×1 to a quarter of the outputs, 3×3, 1×1.
    case bottleneck

    /// Output channels for each channel of the 3×3 convolution.
    public var expansion: Int { self == .basic ? 1 : 4 }
  }

  /// Draws the weights of a block.
  ///
  /// - Parameters:
  ///   - inputs: Channels of the input.
  ///   - width: Channels of the 3×3 convolution; the block's outputs are `width · kind.expansion`.
  ///   - stride: Of the first 3×3 convolution.
  public init(
    _ kind: Kind, inputs: Int, width: Int, stride: Int, using generator: inout MersenneTwister
  ) {
    let outputs = width * kind.expansion
    let plan: [(outputs: Int, kernelSize: Int, stride: Int)] =
      switch kind {
      case .basic: [(width, 3, stride), (width, 3, 1)]
      case .bottleneck: [(width, 1, 1), (width, 3, stride), (outputs, 1, 1)]
      }
    var channels = inputs
    var steps: [ConvolutionBlock] = []
    for step in plan {
      steps.append(
        ConvolutionBlock(
          inputs: channels, outputs: step.outputs, kernelSize: step.kernelSize, stride: step.stride, using: &generator))
      channels = step.outputs
    }
    self.steps = steps
    let keepsShape = stride == 1 && inputs == outputs
    shortcut =
      keepsShape
      ? nil
      : ConvolutionBlock(
        inputs: inputs, outputs: outputs, kernelSize: 1, stride: stride, activates: false, using: &generator)
  }

  /// relu(F(x) + shortcut(x)), where F is conv → bn → relu → … → conv → bn.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    guard let last = steps.last else { return input }
    var output = input
    for step in steps.dropLast() { output = step(output) }
    let residual = shortcut?(input) ?? input
    return last.forward(output, adding: residual)
  }

  /// `conv1`, `bn1`, `conv2`, … and `downsample`.
  public var parts: Parts {
    let long = steps.enumerated().flatMap { index, step in
      [
        (name: "conv\(index + 1)", part: Part.layer(step.convolution)),
        (name: "bn\(index + 1)", part: Part.layer(step.normalization)),
      ]
    }
    return Parts(long + (shortcut.map { [(name: "downsample", part: .layer($0))] } ?? []))
  }

  /// One row a part.
  public func summaryRows(name: String, inputShape: [Int]) -> [SummaryRow] {
    var shape = inputShape
    var rows: [SummaryRow] = []
    for (index, step) in steps.enumerated() {
      rows += step.convolution.summaryRows(name: "\(name).conv\(index + 1)", inputShape: shape)
      shape = step.convolution.outputShape(for: shape)
      rows += step.normalization.summaryRows(name: "\(name).bn\(index + 1)", inputShape: shape)
    }
    return rows + (shortcut?.summaryRows(name: "\(name).downsample", inputShape: inputShape) ?? [])
  }

  /// The main path of convolutions.
  public func outputShape(for inputShape: [Int]) -> [Int] {
    steps.reduce(inputShape) { $1.convolution.outputShape(for: $0) }
  }
}
