import Tensors

/// Normalises every channel of a batch, then applies a trained scale and offset.
///
/// While training, y = (x − mean) / √(variance + ε) · weight + bias with the batch's own mean and variance, and the
/// running ones move towards them by `momentum`, unless the batch's are not finite; in use, with the running ones. Input
/// `[count, channels]`, `[count, channels, length]` or `[count, channels, height, width]`. Agrees with PyTorch's
/// `BatchNorm1d` and `BatchNorm2d`. Source: Ioffe and Szegedy, 2015, arXiv:1502.03167.
///
/// ```swift
/// let normalized = BatchNormalization(channels: 64)
/// ```
public struct BatchNormalization: Layer {
  /// `[channels]`.
  public let weight: Parameter

  /// `[channels]`.
  public let bias: Parameter

  /// Mean of each channel over past batches, `[channels]`.
  public let runningMean: Statistic

  /// Unbiased variance of each channel over past batches, `[channels]`.
  public let runningVariance: Statistic

  /// Number of batches seen while training, which PyTorch's files carry.
  public let batchesSeen: Statistic

  /// Added to the variance.
  public let epsilon: Float

  /// Part of the way that the running statistics move at each batch.
  public let momentum: Float

  /// Starts from weight 1, the given bias, mean 0 and variance 1.
  public init(channels: Int, bias: Float = 0, epsilon: Float = 1e-5, momentum: Float = 0.1) {
    weight = Parameter(Tensor(ones: [channels]))
    self.bias = Parameter(Tensor(repeating: bias, shape: [channels]))
    runningMean = Statistic(Tensor(zeros: [channels]))
    runningVariance = Statistic(Tensor(ones: [channels]))
    batchesSeen = Statistic(Tensor(0), isInteger: true)
    self.epsilon = epsilon
    self.momentum = momentum
  }

  /// The running mean and variance.
  var runningStatistics: RunningStatistics {
    RunningStatistics(mean: runningMean.value, variance: runningVariance.value)
  }

  /// Normalises a batch.
  public func callAsFunction(_ input: Tensor) -> Tensor { self(input, residual: nil, activates: false) }

  /// Normalises a batch, adds `residual` and takes the positive part, in one pass over memory.
  ///
  /// - Parameters:
  ///   - residual: Of the input's shape; nil to add nothing.
  ///   - activates: True if a ReLU follows.
  public func callAsFunction(_ input: Tensor, residual: Tensor? = nil, activates: Bool) -> Tensor {
    forward(input, adding: residual, activates: activates, sums: nil)
  }

  /// Normalises a batch with the sums that the preceding convolution has computed.
  func forward(_ input: Tensor, adding residual: Tensor?, activates: Bool, sums: OutputSums?) -> Tensor {
    if input.rank == 3 {
      let image = forward(
        input.expandingShape(at: 3), adding: residual?.expandingShape(at: 3), activates: activates, sums: sums)
      return image.reshaped(to: input.shape)
    }
    let activation: FusedActivation = activates ? .relu : .identity
    var statistics = runningStatistics
    guard let context = TrainingContext.current, !context.reportSingleValue(input, channels: weight.count) else {
      return input.batchNorm(
        weight: weight.value, bias: bias.value, statistics: statistics, epsilon: epsilon, residual: residual,
        activation: activation)
    }
    let output = input.batchNorm(
      weight: weight.value, bias: bias.value, updating: &statistics, momentum: momentum, epsilon: epsilon,
      residual: residual, activation: activation, sums: sums)
    // Such a batch ends the fit, and must not spoil the result of earlier batches.
    guard (statistics.mean + statistics.variance).sum().scalar.isFinite else { return output }
    runningMean.value = statistics.mean
    runningVariance.value = statistics.variance
    if case .integer(let count) = batchesSeen.contents { batchesSeen.contents = .integer(count &+ 1) }
    return output
  }

  /// The layer with a fused ReLU, if a ReLU follows.
  public func fused(with next: any Layer) -> (any Layer)? { next is ReLU ? ActivatedNormalization(self) : nil }

  /// PyTorch's names.
  public var parts: Parts {
    [
      "weight": .normalization(weight), "bias": .normalization(bias), "running_mean": .statistic(runningMean),
      "running_var": .statistic(runningVariance), "num_batches_tracked": .statistic(batchesSeen),
    ]
  }

  /// `BatchNormalization 64`
  public var title: String { "BatchNormalization \(weight.count)" }

  /// Unchanged.
  public func outputShape(for inputShape: [Int]) -> [Int] {
    require(
      inputShape.count > 1 && inputShape[1] == weight.count,
      "\(title) cannot follow a layer whose output has shape \(inputShape)")
    return inputShape
  }
}

/// A batch normalisation and the following ReLU, in one pass over memory.
private struct ActivatedNormalization: Layer {
  private let normalization: BatchNormalization

  init(_ normalization: BatchNormalization) { self.normalization = normalization }

  func callAsFunction(_ input: Tensor) -> Tensor { normalization(input, activates: true) }

  var parts: Parts { normalization.parts }
}

extension TrainingContext {
  /// Reports a batch with a single value per channel, whose variance is undefined; returns true if it did.
  fileprivate func reportSingleValue(_ input: Tensor, channels: Int) -> Bool {
    guard input.count <= channels else { return false }
    report(.singleValueBatch(shape: input.shape))
    return true
  }
}
