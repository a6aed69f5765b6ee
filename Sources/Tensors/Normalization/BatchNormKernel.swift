/// The passes over memory of batch normalisation, forward and backward, on `[rows, channels]` in channels-last order.
struct BatchNormKernel {
  let input: Tensor
  let weight: Tensor
  let bias: Tensor
  let residual: Tensor?
  let activation: FusedActivation
  /// How many values each channel has.
  let rows: Int
  let channels: Int

  init(input: Tensor, weight: Tensor, bias: Tensor, residual: Tensor?, activation: FusedActivation) {
    require(input.rank == 2 || input.rank == 4, "batch norm needs [N, C] or [N, C, H, W], not \(input.shape)")
    channels = input.shape[1]
    require(
      weight.shape == [channels] && bias.shape == [channels],
      "batch norm weights of shapes \(weight.shape) and \(bias.shape) for an input of \(input.shape)")
    if let residual {
      require(
        residual.shape == input.shape, "a residual of shape \(residual.shape) for an input of \(input.shape)")
    }
    rows = channels == 0 ? 0 : input.count / channels
    self.input = input.inKernelLayout
    self.weight = weight
    self.bias = bias
    self.residual = residual?.inKernelLayout
    self.activation = activation
  }

  /// Mean and 1 / √(variance + ε) for each channel, and the biased variance itself.
  func batchMoments(epsilon: Float) -> (mean: [Float], scale: [Float], variance: [Double]) {
    let x = input.storage.base
    var mean = [Double](repeating: 0, count: channels)
    var variance = mean
    for row in 0..<rows {
      for channel in 0..<channels { mean[channel] += Double(x[row * channels + channel]) }
    }
    for channel in 0..<channels { mean[channel] /= Double(rows) }
    for row in 0..<rows {
      for channel in 0..<channels {
        let difference = Double(x[row * channels + channel]) - mean[channel]
        variance[channel] += difference * difference
      }
    }
    for channel in 0..<channels { variance[channel] /= Double(rows) }
    let scale = variance.map { Float(1 / ($0 + Double(epsilon)).squareRoot()) }
    return (mean.map(Float.init), scale, variance)
  }

  /// Moves the running statistics by `momentum` towards the batch's.
  func update(
    _ statistics: inout RunningStatistics, with moments: (mean: [Float], scale: [Float], variance: [Double]),
    momentum: Float
  ) {
    require(
      statistics.mean.shape == [channels] && statistics.variance.shape == [channels],
      "statistics of shapes \(statistics.mean.shape) and \(statistics.variance.shape) for an input of \(input.shape)")
    let correction = Double(rows) / Double(rows - 1)
    statistics.mean.withUnsafeMutableScalars { running in
      for channel in 0..<channels {
        running[channel] += momentum * (moments.mean[channel] - running[channel])
      }
    }
    statistics.variance.withUnsafeMutableScalars { running in
      for channel in 0..<channels {
        running[channel] += momentum * (Float(moments.variance[channel] * correction) - running[channel])
      }
    }
  }

  /// (x - mean) · scale · weight + bias, plus the residual, through the activation.
  func normalize(mean: [Float], scale: [Float]) -> Tensor {
    let result = Tensor(uninitialized: input.shape, layout: input.layout)
    let (w, b) = (weight.scalars, bias.scalars)
    let factor = (0..<channels).map { scale[$0] * w[$0] }
    let (x, y, r) = (input.storage.base, result.storage.base, residual?.storage.base)
    for row in 0..<rows {
      for channel in 0..<channels {
        let index = row * channels + channel
        var value = (x[index] - mean[channel]) * factor[channel] + b[channel]
        if let r { value += r[index] }
        y[index] = activation == .relu && value < 0 ? 0 : value
      }
    }
    return result
  }

  /// The gradients of input, weight, bias and residual.
  ///
  /// With x̂ = (x - mean) · scale and g the gradient behind the activation: dbias = Σg, dweight = Σ g·x̂, and in training
  /// dx = weight · scale · (g - mean(g) - x̂ · mean(g·x̂)).
  func pullback(
    _ gradient: Tensor, result: Tensor, mean: [Float], scale: [Float], isTraining: Bool
  ) -> [Tensor?] {
    var upstream = gradient.inKernelLayout
    if activation == .relu {
      upstream = Tensor.combined(upstream, result) { $1 > 0 ? $0 : 0 }
    }
    let (x, g) = (input.storage.base, upstream.storage.base)
    var sums = [Double](repeating: 0, count: channels)
    var products = sums
    for row in 0..<rows {
      for channel in 0..<channels {
        let index = row * channels + channel
        sums[channel] += Double(g[index])
        products[channel] += Double(g[index]) * Double((x[index] - mean[channel]) * scale[channel])
      }
    }
    let biasGradient = Tensor(shape: [channels], scalars: sums.map(Float.init))
    let weightGradient = Tensor(shape: [channels], scalars: products.map(Float.init))
    var inputGradient: Tensor?
    if input.isTracked {
      let dx = Tensor(uninitialized: input.shape, layout: input.layout)
      let w = weight.scalars
      let count = isTraining ? Double(rows) : .infinity
      for row in 0..<rows {
        for channel in 0..<channels {
          let index = row * channels + channel
          let normalized = (x[index] - mean[channel]) * scale[channel]
          let centred = g[index] - Float(sums[channel] / count) - normalized * Float(products[channel] / count)
          dx.storage.base[index] = w[channel] * scale[channel] * centred
        }
      }
      inputGradient = dx
    }
    return [inputGradient, weightGradient, biasGradient] + (residual == nil ? [] : [upstream])
  }
}

extension Tensor {
  /// Channels last for images; rows of features lie so already.
  var inKernelLayout: Tensor { rank == 4 ? converted(to: .channelsLast) : self }
}
