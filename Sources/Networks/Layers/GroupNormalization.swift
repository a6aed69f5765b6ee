import Tensors

/// Brings groups of an item's channels to mean 0 and variance 1, then scales and shifts every channel by trained numbers.
///
/// It does not look at the batch, and so serves batches of few items where batch normalisation fails. One group of all
/// channels is layer normalisation of an image, a group for each channel instance normalisation. Agrees with PyTorch's
/// `GroupNorm`. Source: Wu and He, 2018, arXiv:1803.08494.
///
/// ```swift
/// let normalized = GroupNormalization(groups: 8, channels: 64)
/// ```
public struct GroupNormalization: Layer {
  /// `[channels]`.
  public let weight: Parameter

  /// `[channels]`.
  public let bias: Parameter

  /// Number of groups.
  public let groups: Int

  /// Added to the variance.
  public let epsilon: Float

  /// Starts from weight 1 and bias 0.
  ///
  /// - Precondition: the groups divide the channels evenly.
  public init(groups: Int, channels: Int, epsilon: Float = 1e-5) {
    require(
      groups > 0 && channels > 0 && channels % groups == 0,
      "\(groups) groups do not divide \(channels) channels evenly; give a divisor of \(channels)")
    weight = Parameter(Tensor(ones: [channels]))
    bias = Parameter(Tensor(zeros: [channels]))
    self.groups = groups
    self.epsilon = epsilon
  }

  /// Normalises `[count, channels, …]`.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    require(
      input.rank >= 2 && input.shape[1] == weight.count,
      "\(title) cannot follow a layer whose output has shape \(input.shape)")
    let grouped = input.reshaped(to: [input.shape[0], groups, -1])
    let centred = grouped - grouped.mean(axis: 2, keepingAxes: true)
    let variance = centred.squared().mean(axis: 2, keepingAxes: true)
    let normalized = (centred / (variance + epsilon).squareRoot()).reshaped(to: input.shape)
    let perChannel = [1, weight.count] + [Int](repeating: 1, count: input.rank - 2)
    return normalized * weight.value.reshaped(to: perChannel) + bias.value.reshaped(to: perChannel)
  }

  /// PyTorch's names.
  public var parts: Parts { ["weight": .normalization(weight), "bias": .normalization(bias)] }

  /// `GroupNormalization 64, 8 groups`
  public var title: String { "GroupNormalization \(weight.count), \(groups) groups" }

  /// Unchanged.
  public func outputShape(for inputShape: [Int]) -> [Int] { inputShape }
}
