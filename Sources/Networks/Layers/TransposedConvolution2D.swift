import Tensors

/// Every input pixel spreads over the output pixels around it: the way back from a small image to a large one.
///
/// It is the derivative of a convolution by its input. Input `[count, inputs, height, width]`, output
/// `[count, outputs, height′, width′]` with height′ = (height − 1) · stride − 2 · padding + kernel + outputPadding;
/// weights `[inputs, outputs, kernel, kernel]`. Agrees with PyTorch's `ConvTranspose2d`.
///
/// ```swift
/// var generator = MersenneTwister(seed: 1)
/// let doubled = TransposedConvolution2D(inputs: 64, outputs: 32, kernelSize: 2, stride: 2, using: &generator)
/// ```
public struct TransposedConvolution2D: Layer {
  /// `[inputs, outputs, kernel, kernel]`.
  public let weight: Parameter

  /// `[outputs]`; nil when nothing is added.
  public let bias: Parameter?

  /// Output pixels from one input pixel to the next.
  public let stride: Int

  /// Output pixels that are cut off on each side.
  public let padding: Int

  /// Output pixels that are added below and at the right.
  public let outputPadding: Int

  /// Creates the layer from existing weights.
  public init(weight: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Int = 0, outputPadding: Int = 0) {
    require(
      weight.rank == 4 && !weight.shape.contains(0),
      "a transposed convolution's weights need the shape [inputs, outputs, height, width], without 0, not \(weight.shape)"
    )
    require(
      stride > 0 && padding >= 0 && padding < weight.shape[2] && padding < weight.shape[3],
      "stride \(stride) and padding \(padding) do not fit a kernel of \(weight.shape[2])×\(weight.shape[3]); "
        + "the padding must be less than the kernel")
    require(
      outputPadding >= 0 && outputPadding < max(stride, 2),
      "an output padding of \(outputPadding) does not fit a stride of \(stride); it must be less than the stride")
    self.weight = Parameter(weight)
    self.bias = bias.map { Parameter($0) }
    self.stride = stride
    self.padding = padding
    self.outputPadding = outputPadding
  }

  /// Draws weights, and a bias as PyTorch does.
  public init(
    inputs: Int, outputs: Int, kernelSize: Int, stride: Int = 1, padding: Int = 0, outputPadding: Int = 0,
    hasBias: Bool = true, initialization: Initialization = .torchDefault, using generator: inout MersenneTwister
  ) {
    require(
      inputs > 0 && outputs > 0 && kernelSize > 0,
      "channels and kernel must be positive: \(inputs) → \(outputs) channels, kernel \(kernelSize)")
    let shape = [inputs, outputs, kernelSize, kernelSize]
    let weight = initialization.weights(shape, using: &generator)
    let fanIn = shape.dropFirst().reduce(1, *)
    self.init(
      weight: weight, bias: hasBias ? Initialization.bias(count: outputs, fanIn: fanIn, using: &generator) : nil,
      stride: stride, padding: padding, outputPadding: outputPadding)
  }

  /// Spreads a batch: zeros between its pixels, then a convolution with the weights turned by half a turn.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    let (rows, columns) = (weight.shape[2], weight.shape[3])
    let turned = weight.value.gathered((0..<rows).reversed(), axis: 2).gathered((0..<columns).reversed(), axis: 3)
      .permuted([1, 0, 2, 3])
    let (above, left) = (rows - 1 - padding, columns - 1 - padding)
    let padded = spread(input).padded([
      (0, 0), (0, 0), (above, above + outputPadding), (left, left + outputPadding),
    ])
    return padded.conv2d(weight: turned, bias: bias?.value)
  }

  /// The input with `stride − 1` zeros between its pixels.
  private func spread(_ input: Tensor) -> Tensor {
    guard stride > 1 else { return input }
    let (count, channels, height, width) = (input.shape[0], input.shape[1], input.shape[2], input.shape[3])
    let gap = (before: 0, after: stride - 1)
    return input.reshaped(to: [count * channels, height, 1, width, 1])
      .padded([(0, 0), (0, 0), gap, (0, 0), gap])
      .reshaped(to: [count, channels, height * stride, width * stride])
      .slice(0..<((height - 1) * stride + 1), axis: 2).slice(0..<((width - 1) * stride + 1), axis: 3)
  }

  /// `weight`, and `bias` if there is one.
  public var parts: Parts {
    let weight: Parts = ["weight": .weight(weight)]
    return bias.map { weight + ["bias": .bias($0)] } ?? weight
  }

  /// `TransposedConvolution2D 64 → 32, 2×2, stride 2`
  public var title: String {
    let shape = weight.shape
    return
      "TransposedConvolution2D \(shape[0]) → \(shape[1]), \(shape[2])×\(shape[3])\(stride == 1 ? "" : ", stride \(stride)")"
  }

  /// By the formula above.
  public func outputShape(for inputShape: [Int]) -> [Int] {
    require(
      inputShape.count == 4 && inputShape[1] == weight.shape[0],
      "\(title) cannot follow a layer whose output has shape \(inputShape)")
    let sides = zip(inputShape.suffix(2), weight.shape.suffix(2)).map {
      ($0 - 1) * stride - 2 * padding + $1 + outputPadding
    }
    return [inputShape[0], weight.shape[1]] + sides
  }
}
