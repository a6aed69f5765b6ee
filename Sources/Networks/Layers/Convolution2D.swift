import Tensors

/// Every output pixel is a weighted sum of the input pixels around it.
///
/// Input `[count, inputs, height, width]`, output `[count, outputs, height′, width′]` with
/// height′ = (height + 2 padding − kernel) / stride + 1; weights `[outputs, inputs / groups, kernel, kernel]`.
///
/// ```swift
/// var generator = MersenneTwister(seed: 1)
/// let stem = Convolution2D(inputs: 3, outputs: 64, kernelSize: 7, stride: 2, padding: 3, using: &generator)
/// ```
public struct Convolution2D: Layer {
  /// `[outputs, inputs / groups, kernel, kernel]`.
  public let weight: Parameter

  /// `[outputs]`; nil when nothing is added.
  public let bias: Parameter?

  /// Pixels from one output to the next.
  public let stride: Int

  /// Zeros added on each side.
  public let padding: Int

  /// Number of groups of inputs and outputs; each output sees only the inputs of its own group.
  public let groups: Int

  /// Creates the layer from existing weights.
  public init(weight: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Int = 0, groups: Int = 1) {
    require(
      weight.rank == 4 && !weight.shape.contains(0),
      "a convolution's weights need the shape [outputs, inputs / groups, height, width], without 0, not \(weight.shape)"
    )
    require(
      stride > 0 && padding >= 0 && groups > 0,
      "stride \(stride), padding \(padding) and \(groups) groups are not valid for a convolution")
    self.weight = Parameter(weight)
    self.bias = bias.map { Parameter($0) }
    self.stride = stride
    self.padding = padding
    self.groups = groups
  }

  /// Draws weights, and a bias as PyTorch does.
  public init(
    inputs: Int, outputs: Int, kernelSize: Int, stride: Int = 1, padding: Int = 0, groups: Int = 1,
    hasBias: Bool = true, initialization: Initialization = .torchDefault, using generator: inout MersenneTwister
  ) {
    let sizes = "\(inputs) → \(outputs) channels, kernel \(kernelSize)"
    require(inputs > 0 && outputs > 0 && kernelSize > 0, "channels and kernel must be positive: \(sizes)")
    require(groups > 0, "groups must be positive, not \(groups) (\(sizes))")
    require(
      inputs % groups == 0 && outputs % groups == 0,
      "\(groups) groups do not divide \(inputs) inputs and \(outputs) outputs evenly")
    let shape = [outputs, inputs / groups, kernelSize, kernelSize]
    let weight = initialization.weights(shape, using: &generator)
    let fanIn = shape.dropFirst().reduce(1, *)
    self.init(
      weight: weight, bias: hasBias ? Initialization.bias(count: outputs, fanIn: fanIn, using: &generator) : nil,
      stride: stride, padding: padding, groups: groups)
  }

  /// Convolves a batch.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    input.conv2d(weight: weight.value, bias: bias?.value, stride: stride, padding: padding, groups: groups)
  }

  /// `weight`, and `bias` if there is one.
  public var parts: Parts {
    let weight: Parts = ["weight": .weight(weight)]
    return bias.map { weight + ["bias": .bias($0)] } ?? weight
  }

  /// `Convolution2D 3 → 64, 7×7, stride 2`
  public var title: String {
    let shape = weight.shape
    let step = stride == 1 ? "" : ", stride \(stride)"
    let parts = groups == 1 ? "" : ", \(groups) groups"
    return "Convolution2D \(shape[1] * groups) → \(shape[0]), \(shape[2])×\(shape[3])\(step)\(parts)"
  }

  /// By the formula above.
  public func outputShape(for inputShape: [Int]) -> [Int] {
    require(
      inputShape.count == 4 && inputShape[1] == weight.shape[1] * groups,
      "\(title) cannot follow a layer whose output has shape \(inputShape)")
    let sides = zip(inputShape.suffix(2), weight.shape.suffix(2)).map { ($0 + 2 * padding - $1) / stride + 1 }
    return [inputShape[0], weight.shape[0]] + sides
  }
}
