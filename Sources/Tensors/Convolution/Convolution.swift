extension Tensor {
  /// A two-dimensional convolution, in fact a cross-correlation (`torch.nn.functional.conv2d`):
  /// y[n, o, i, j] = bias[o] + Σ weight[o, c, u, v] · x[n, c, i·stride + u - padding, j·stride + v - padding].
  ///
  /// - Parameters:
  ///   - weight: `[outputChannels, inputChannels / groups, kernelHeight, kernelWidth]`.
  ///   - bias: `[outputChannels]`.
  /// - Returns: `[N, outputChannels, (H + 2·padding - kernelHeight) / stride + 1, …]` for `[N, inputChannels, H, W]`.
  public func conv2d(
    weight: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Int = 0, groups: Int = 1
  ) -> Tensor {
    let sizes = ConvolutionShape(
      input: shape, weight: weight.shape, stride: stride, padding: padding, groups: groups)
    let input = converted(to: .channelsLast)
    let kernel = weight.converted(to: .rowMajor)
    let algorithm = ConvolutionAlgorithm(sizes)
    let result = algorithm.forward(input: input.detached, weight: kernel.detached, epilogue: .none)
    let product = Tensor.recorded(result, from: [input, kernel]) { gradient in
      let gradient = gradient.converted(to: .channelsLast)
      return [
        input.isTracked ? algorithm.inputGradient(gradient, weight: kernel.detached) : nil,
        kernel.isTracked ? algorithm.weightGradient(gradient, input: input.detached) : nil,
      ]
    }
    guard let bias else { return product }
    require(bias.shape == [sizes.outputChannels], "a bias of shape \(bias.shape) for a weight of \(weight.shape)")
    return product + bias.reshaped(to: [1, sizes.outputChannels, 1, 1])
  }
}
