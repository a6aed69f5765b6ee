import Tensors

/// Brings each item's last axes to mean 0 and variance 1, then scales and shifts every number by trained ones.
///
/// y = (x − mean) / √(variance + ε) · weight + bias, mean and variance over the last axes of one item, in training and in
/// use alike. Agrees with PyTorch's `LayerNorm`. Source: Ba et al., 2016, arXiv:1607.06450.
///
/// ```swift
/// let normalized = LayerNormalization(shape: [64])  // […, 64]
/// ```
public struct LayerNormalization: Layer {
  /// The shape of the normalised axes.
  public let weight: Parameter

  /// The shape of the normalised axes.
  public let bias: Parameter

  /// Added to the variance.
  public let epsilon: Float

  /// Starts from weight 1 and bias 0.
  ///
  /// - Parameter shape: Lengths of the last axes, which are normalised together.
  public init(shape: [Int], epsilon: Float = 1e-5) {
    require(!shape.isEmpty && !shape.contains { $0 < 1 }, "a shape \(shape) has nothing to normalise; give [64], say")
    weight = Parameter(Tensor(ones: shape))
    bias = Parameter(Tensor(zeros: shape))
    self.epsilon = epsilon
  }

  /// Normalises a batch.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    require(
      Array(input.shape.suffix(weight.shape.count)) == weight.shape,
      "\(title) cannot follow a layer whose output has shape \(input.shape)")
    let axes = Array((input.rank - weight.shape.count)..<input.rank)
    let centred = input - input.mean(axes: axes, keepingAxes: true)
    let variance = centred.squared().mean(axes: axes, keepingAxes: true)
    return centred / (variance + epsilon).squareRoot() * weight.value + bias.value
  }

  /// PyTorch's names.
  public var parts: Parts { ["weight": .normalization(weight), "bias": .normalization(bias)] }

  /// `LayerNormalization 64`
  public var title: String { "LayerNormalization \(weight.shape.map { "\($0)" }.joined(separator: "×"))" }

  /// Unchanged.
  public func outputShape(for inputShape: [Int]) -> [Int] { inputShape }
}
