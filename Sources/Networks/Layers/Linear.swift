import Tensors

/// y = x Wᵀ + b: every output is a weighted sum of all inputs.
///
/// Input `[count, inputs]`, output `[count, outputs]`; weights `[outputs, inputs]`, as in PyTorch.
///
/// ```swift
/// var generator = MersenneTwister(seed: 1)
/// let head = Linear(inputs: 512, outputs: 7, using: &generator)
/// ```
public struct Linear: Layer {
  /// `[outputs, inputs]`.
  public let weight: Parameter

  /// `[outputs]`; nil when nothing is added.
  public let bias: Parameter?

  /// Creates the layer from existing weights.
  public init(weight: Tensor, bias: Tensor? = nil) {
    self.weight = Parameter(weight)
    self.bias = bias.map { Parameter($0) }
  }

  /// Draws weights, and a bias as PyTorch does.
  public init(
    inputs: Int, outputs: Int, hasBias: Bool = true, initialization: Initialization = .torchDefault,
    using generator: inout MersenneTwister
  ) {
    require(inputs > 0 && outputs > 0, "a linear layer needs an input and an output, not \(inputs) and \(outputs)")
    let weight = initialization.weights([outputs, inputs], using: &generator)
    self.init(
      weight: weight,
      bias: hasBias ? Initialization.bias(count: outputs, fanIn: inputs, using: &generator) : nil)
  }

  /// `[…, inputs]` to `[…, outputs]`.
  public func callAsFunction(_ input: Tensor) -> Tensor { input.linear(weight: weight.value, bias: bias?.value) }

  /// `weight`, and `bias` if there is one.
  public var parts: Parts {
    let weight: Parts = ["weight": .weight(weight)]
    return bias.map { weight + ["bias": .bias($0)] } ?? weight
  }

  /// `Linear 512 → 7`
  public var title: String { "Linear \(weight.shape[1]) → \(weight.shape[0])\(bias == nil ? ", no bias" : "")" }

  /// The last axis becomes the number of outputs.
  public func outputShape(for inputShape: [Int]) -> [Int] {
    require(inputShape.last == weight.shape[1], "\(title) cannot follow a layer whose output has shape \(inputShape)")
    return inputShape.dropLast() + [weight.shape[0]]
  }
}
