/// The passes over memory of batch normalisation, on `[rows, channels]` in channels-last order.
///
/// Rows are cut into chunks of a fixed size. Sums within a chunk are in single precision, sums over chunks in double
/// and in order, so results do not depend on the number of threads.
struct BatchNormKernel {
  let input: Tensor
  let weight: Tensor
  let bias: Tensor
  let activation: FusedActivation
  /// The number of values per channel.
  let rows: Int
  let channels: Int

  /// The batch statistics of each channel: mean, 1 / √(variance + ε), and the variance itself, without correction.
  struct Moments {
    var mean: Tensor
    var scale: Tensor
    var variance: [Double]
  }

  init(input: Tensor, weight: Tensor, bias: Tensor, activation: FusedActivation) {
    require(input.rank == 2 || input.rank == 4, "batch norm needs [N, C] or [N, C, H, W], not \(input.shape)")
    channels = input.shape[1]
    require(
      weight.shape == [channels] && bias.shape == [channels],
      "batch norm weights of shapes \(weight.shape) and \(bias.shape) for an input of \(input.shape)")
    rows = channels == 0 ? 0 : input.count / channels
    self.input = input.inKernelLayout
    self.weight = weight
    self.bias = bias
    self.activation = activation
  }

  /// The batch's moments for each channel, from sums that were gathered before if those are accurate.
  func batchMoments(epsilon: Float, gathered: OutputSums?) -> Moments {
    if let gathered {
      let (first, second) = gathered.totals()
      if areAccurate(first, second, epsilon: epsilon) {
        return moments(from: first, second, around: gathered.centre.storage.base, epsilon: epsilon)
      }
    }
    let x = input.storage.base
    // Deviations from the first row, which is close enough to the mean that the squares do not cancel.
    let sums = ChannelSums(rows: rows, channels: channels) { row, channel, _ in
      let deviation = Lanes(at: x + (row &* channels &+ channel)) - Lanes(at: x + channel)
      return (deviation, deviation * deviation)
    }
    return moments(from: sums.first, sums.second, around: x, epsilon: epsilon)
  }

  /// True if sums of deviations and of their squares are finite and their centre within two standard deviations of the
  /// mean, so cancellation costs at most two bits of the squares.
  private func areAccurate(_ first: [Double], _ second: [Double], epsilon: Float) -> Bool {
    (0..<channels).allSatisfy { channel in
      let shift = first[channel] / Double(rows)
      let variance = second[channel] / Double(rows) - shift * shift
      return variance.isFinite && shift * shift <= 4 * (max(0, variance) + Double(epsilon))
    }
  }

  /// Moments from sums of deviations from a centre and of their squares.
  private func moments(
    from first: [Double], _ second: [Double], around centre: UnsafePointer<Float>, epsilon: Float
  ) -> Moments {
    let count = Double(rows)
    var moments = Moments(
      mean: Tensor(uninitialized: [channels]), scale: Tensor(uninitialized: [channels]),
      variance: [Double](repeating: 0, count: channels))
    for channel in 0..<channels {
      let shift = first[channel] / count
      let variance = max(0, second[channel] / count - shift * shift)
      moments.mean.storage.base[channel] = Float(Double(centre[channel]) + shift)
      moments.scale.storage.base[channel] = Float(1 / (variance + Double(epsilon)).squareRoot())
      moments.variance[channel] = variance
    }
    return moments
  }

  /// Moves the running statistics by `momentum` towards the batch's.
  func update(_ statistics: inout RunningStatistics, with moments: Moments, momentum: Float) {
    require(
      statistics.mean.shape == [channels] && statistics.variance.shape == [channels],
      "statistics of shapes \(statistics.mean.shape) and \(statistics.variance.shape) for an input of \(input.shape)")
    let correction = Double(rows) / Double(rows - 1)
    statistics.mean.withUnsafeMutableScalars { running in
      for channel in 0..<channels {
        running[channel] += momentum * (moments.mean.storage.base[channel] - running[channel])
      }
    }
    statistics.variance.withUnsafeMutableScalars { running in
      for channel in 0..<channels {
        running[channel] += momentum * (Float(moments.variance[channel] * correction) - running[channel])
      }
    }
  }

  /// (x - mean) · scale · weight + bias, plus the residual, through the activation.
  func normalize(mean: Tensor, scale: Tensor, residual: Tensor?) -> Tensor {
    let result = Tensor(uninitialized: input.shape, layout: input.layout)
    let (x, y, r) = (input.storage.base, result.storage.base, residual?.storage.base)
    let (m, s, w, b) = (mean.storage.base, scale.storage.base, weight.storage.base, bias.storage.base)
    let isRectified = activation == .relu
    // A convolution wrote its outputs from the first to the last, and the next one starts at the first.
    forEachLane(order: .descending) { index, channel, count in
      let factor = Lanes(at: s + channel) * Lanes(at: w + channel)
      var value = Lanes(at: b + channel).addingProduct(Lanes(at: x + index) - Lanes(at: m + channel), factor)
      if let r { value += Lanes(at: r + index) }
      if isRectified { value = value.rectified }
      value.store(to: y + index, count: count)
    }
    return result
  }

  /// Calls `body(index, channel, count)` for one vector of channels of every row at a time, rows in parallel.
  @inline(__always)
  func forEachLane(order: LoopOrder = .ascending, _ body: (Int, Int, Int) -> Void) {
    parallelFor(rows, grain: max(1, elementwiseGrain / max(1, channels)), order: order) { range in
      for row in range {
        for channel in stride(from: 0, to: channels, by: Lanes.width) {
          body(row &* channels &+ channel, channel, min(Lanes.width, channels &- channel))
        }
      }
    }
  }
}

extension Tensor {
  /// Channels last for images; rows of features already are.
  var inKernelLayout: Tensor { rank == 4 ? converted(to: .channelsLast) : converted(to: .rowMajor) }
}
