import Tensors

/// x if it is positive, else a · x with a slope that is trained.
///
/// One slope for all channels, or one for each. Agrees with PyTorch's `PReLU`. Source: He et al., 2015, arXiv:1502.01852.
///
/// ```swift
/// let activation = PReLU(channels: 64)
/// ```
public struct PReLU: Layer {
  /// `[channels]`, or `[1]` for all channels.
  public let weight: Parameter

  /// Starts from PyTorch's slope, the same for all channels.
  ///
  /// - Parameter channels: Number of slopes; 1 for a common one.
  public init(channels: Int = 1, slope: Float = 0.25) {
    require(channels > 0, "\(channels) channels is not a valid number of slopes; give 1 for a shared slope")
    weight = Parameter(Tensor(repeating: slope, shape: [channels]))
  }

  /// Applies it to `[count, channels, …]`.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    require(
      weight.count == 1 || (input.rank >= 2 && input.shape[1] == weight.count),
      "\(title) cannot follow a layer whose output has shape \(input.shape)")
    let shape = weight.count == 1 ? [1] : [1, weight.count] + [Int](repeating: 1, count: input.rank - 2)
    return input.relu() - weight.value.reshaped(to: shape) * (input * -1).relu()
  }

  /// PyTorch's name; a slope is not shrunk.
  public var parts: Parts { ["weight": .bias(weight)] }

  /// `PReLU 64`
  public var title: String { "PReLU \(weight.count)" }

  /// Unchanged.
  public func outputShape(for inputShape: [Int]) -> [Int] { inputShape }
}
