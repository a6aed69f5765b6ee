/// The epilogue of a fused operation.
public enum FusedActivation: Sendable {
  /// Leaves it as it is.
  case identity
  /// max(x, 0).
  case relu
}

/// The averages over batches that batch normalisation uses when it does not train.
public struct RunningStatistics: Sendable {
  /// For each channel, shape `[C]`; starts at 0.
  public var mean: Tensor
  /// For each channel, with Bessel's correction, shape `[C]`; starts at 1.
  public var variance: Tensor

  /// The start of an untrained layer.
  public init(channels: Int) {
    mean = Tensor(zeros: [channels])
    variance = Tensor(ones: [channels])
  }

  /// Statistics from elsewhere, such as a weights file.
  public init(mean: Tensor, variance: Tensor) {
    self.mean = mean
    self.variance = variance
  }
}

extension Tensor {
  /// Batch normalisation with the batch's own statistics (Ioffe and Szegedy 2015; `torch.nn.functional.batch_norm` with
  /// `training=True`): (x - mean) / √(variance + ε) · weight + bias for each channel, axis 1 of `[N, C]` or `[N, C, H, W]`.
  ///
  /// A residual is added before the activation, all in one pass over memory.
  /// - Parameters:
  ///   - weight: `[C]`.
  ///   - bias: `[C]`.
  ///   - statistics: moved towards this batch's mean and unbiased variance by `momentum`.
  ///   - residual: of this tensor's shape.
  /// - Precondition: more than one value for each channel.
  public func batchNorm(
    weight: Tensor, bias: Tensor, updating statistics: inout RunningStatistics, momentum: Float = 0.1,
    epsilon: Float = 1e-5, residual: Tensor? = nil, activation: FusedActivation = .identity
  ) -> Tensor {
    batchNorm(
      weight: weight, bias: bias, updating: &statistics, momentum: momentum, epsilon: epsilon, residual: residual,
      activation: activation, sums: nil)
  }

  /// Variant with the sums that the convolution before it has gathered.
  package func batchNorm(
    weight: Tensor, bias: Tensor, updating statistics: inout RunningStatistics, momentum: Float, epsilon: Float,
    residual: Tensor?, activation: FusedActivation, sums: OutputSums?
  ) -> Tensor {
    let kernel = BatchNormKernel(input: self, weight: weight, bias: bias, activation: activation)
    require(
      kernel.rows > 1,
      "batch norm cannot train on one value for each channel; the shape is \(shape), use a larger batch")
    let moments = kernel.batchMoments(epsilon: epsilon, gathered: sums)
    kernel.update(&statistics, with: moments, momentum: momentum)
    return kernel.normalized(mean: moments.mean, scale: moments.scale, residual: residual, isTraining: true)
  }

  /// Batch normalisation with statistics gathered before (`torch.nn.functional.batch_norm` with `training=False`).
  public func batchNorm(
    weight: Tensor, bias: Tensor, statistics: RunningStatistics, epsilon: Float = 1e-5, residual: Tensor? = nil,
    activation: FusedActivation = .identity
  ) -> Tensor {
    let kernel = BatchNormKernel(input: self, weight: weight, bias: bias, activation: activation)
    require(
      statistics.mean.shape == [kernel.channels] && statistics.variance.shape == [kernel.channels],
      "statistics of shapes \(statistics.mean.shape) and \(statistics.variance.shape) for an input of \(shape)")
    let scale = Tensor(statistics.variance.scalars.map { 1 / ($0 + epsilon).squareRoot() })
    return kernel.normalized(mean: statistics.mean, scale: scale, residual: residual, isTraining: false)
  }
}

extension BatchNormKernel {
  /// The forward pass, recorded with its backward pass.
  fileprivate func normalized(mean: Tensor, scale: Tensor, residual: Tensor?, isTraining: Bool) -> Tensor {
    if let residual {
      require(
        residual.shape == input.shape, "a residual of shape \(residual.shape) for an input of \(input.shape)")
    }
    let residual = residual?.inKernelLayout
    let result = normalize(mean: mean, scale: scale, residual: residual)
    let pullback = BatchNormPullback(
      kernel: self, result: result, mean: mean, scale: scale, isTraining: isTraining, hasResidual: residual != nil)
    return Tensor.recorded(result, from: [input, weight, bias] + (residual.map { [$0] } ?? [])) { gradient, _ in
      pullback(&gradient)
    }
  }
}
