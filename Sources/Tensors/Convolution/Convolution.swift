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
    let product = conv2d(weight: weight, stride: stride, padding: padding, groups: groups, gathering: nil)
    guard let bias else { return product }
    require(
      bias.shape == [product.shape[1]], "a bias of shape \(bias.shape) for a weight of \(weight.shape)")
    return product + bias.reshaped(to: [1, product.shape[1], 1, 1])
  }

  /// Variant without a bias that also sums the outputs for the following batch norm.
  package func conv2d(
    weight: Tensor, stride: Int, padding: Int, groups: Int, gathering sums: OutputSums?
  ) -> Tensor {
    let sizes = ConvolutionShape(
      input: shape, weight: weight.shape, stride: stride, padding: padding, groups: groups)
    if let sums {
      require(
        sums.centre.shape == [sizes.outputChannels],
        "batch norm of \(sums.centre.count) channels after a convolution weight of \(weight.shape)")
    }
    let input = converted(to: .channelsLast)
    let kernel = weight.converted(to: .rowMajor)
    let algorithm = ConvolutionAlgorithm(sizes)
    let result = algorithm.forward(
      input: input.detached, weight: kernel.detached, epilogue: ConvolutionEpilogue(sums: sums))
    return Tensor.recorded(result, from: [input, kernel]) { gradient, gathered in
      let gradient = gradient.converted(to: .channelsLast)
      let weightGradient = kernel.isTracked ? algorithm.weightGradient(gradient, input: input.detached) : nil
      guard input.isTracked else { return [nil, weightGradient] }
      var sum = gathered.take(0)
      sum?.makeWritable(in: .channelsLast)
      return [algorithm.inputGradient(gradient, weight: kernel.detached, addedTo: sum), weightGradient]
    }
  }
}

extension Tensor {
  /// A convolution without bias, then batch normalisation with statistics gathered before.
  ///
  /// If nothing is tracked, the normalisation, the residual and the activation are applied while the convolution writes
  /// its outputs, which saves their passes over memory.
  /// - Parameters:
  ///   - normalization: weight and bias of the batch norm, each `[outputChannels]`.
  ///   - statistics: the averages that it uses.
  ///   - residual: added before the activation, of the output's shape.
  public func conv2d(
    weight: Tensor, stride: Int = 1, padding: Int = 0, groups: Int = 1,
    normalization: (weight: Tensor, bias: Tensor), statistics: RunningStatistics, epsilon: Float = 1e-5,
    residual: Tensor? = nil, activation: FusedActivation = .identity
  ) -> Tensor {
    let tracked = [self, weight, normalization.weight, normalization.bias] + (residual.map { [$0] } ?? [])
    guard !tracked.contains(where: \.isTracked) else {
      return conv2d(weight: weight, stride: stride, padding: padding, groups: groups).batchNorm(
        weight: normalization.weight, bias: normalization.bias, statistics: statistics, epsilon: epsilon,
        residual: residual, activation: activation)
    }
    let sizes = ConvolutionShape(
      input: shape, weight: weight.shape, stride: stride, padding: padding, groups: groups)
    let channels = [normalization.weight, normalization.bias, statistics.mean, statistics.variance]
    for values in channels {
      require(
        values.shape == [sizes.outputChannels],
        "batch norm values of shape \(values.shape) for a convolution weight of \(weight.shape)")
    }
    if let residual {
      require(
        residual.shape == sizes.outputShape,
        "a residual of shape \(residual.shape) for an output of \(sizes.outputShape)")
    }
    let scale = normalization.weight / (statistics.variance + epsilon).squareRoot()
    let shift = normalization.bias - statistics.mean * scale
    let addend = residual?.converted(to: .channelsLast)
    let epilogue = ConvolutionEpilogue(
      scale: UnsafePointer(scale.storage.base), bias: UnsafePointer(shift.storage.base),
      residual: addend.map { UnsafePointer($0.storage.base) }, isRectified: activation == .relu)
    let result = ConvolutionAlgorithm(sizes).forward(
      input: converted(to: .channelsLast), weight: weight.converted(to: .rowMajor), epilogue: epilogue)
    withExtendedLifetime((scale, shift, addend)) {}
    return result
  }
}
