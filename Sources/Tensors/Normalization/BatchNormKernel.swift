/// The passes over memory of batch normalisation, forward and backward, on `[rows, channels]` in channels-last order.
///
/// Rows are cut into chunks of a fixed size. Sums within a chunk are in single precision, sums over chunks in double and in
/// order, so that nothing depends on the number of threads.
struct BatchNormKernel {
  let input: Tensor
  let weight: Tensor
  let bias: Tensor
  let activation: FusedActivation
  /// How many values each channel has.
  let rows: Int
  let channels: Int

  /// What a batch says about each channel: mean, 1 / √(variance + ε), and the variance itself, without correction.
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
    // Deviations from the first row, which is near enough to the mean to keep the squares from cancelling.
    let sums = ChannelSums(rows: rows, channels: channels) { row, channel, _ in
      let deviation = Lanes(at: x + (row &* channels &+ channel)) - Lanes(at: x + channel)
      return (deviation, deviation * deviation)
    }
    return moments(from: sums.first, sums.second, around: x, epsilon: epsilon)
  }

  /// Whether sums of deviations and of their squares are finite and their centre within two standard deviations of the
  /// mean, so that the squares lose no more than two bits to cancellation.
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

  /// The gradients of input, weight and bias, and the gradient behind the activation, which is the residual's. Where nobody
  /// else holds the gradient it is given, one of the results takes its memory.
  ///
  /// With x̂ = (x - mean) · scale and g the gradient behind the activation: dbias = Σg, dweight = Σ g·x̂, and in training
  /// dx = weight · scale · (g - mean(g) - x̂ · mean(g·x̂)).
  func pullback(
    _ gradient: inout Tensor, result: Tensor, mean: Tensor, scale: Tensor, isTraining: Bool, hasResidual: Bool
  ) -> [Tensor?] {
    if gradient.layout != input.layout { gradient = gradient.converted(to: input.layout) }
    let isOurs = gradient.isUnshared
    let keepsMasked = hasResidual && activation == .relu
    let behind = keepsMasked && !isOurs ? Tensor(uninitialized: input.shape, layout: input.layout) : gradient
    let (x, y, g, masked) = (
      input.storage.base, result.storage.base, gradient.storage.base, behind.storage.base
    )
    let (m, s, w, b) = (mean.storage.base, scale.storage.base, weight.storage.base, bias.storage.base)
    let isRectified = activation == .relu
    // Where the result was rectified. Without a residual it is computed again, which costs less than reading the result.
    @inline(__always) func isOff(_ index: Int, _ channel: Int, _ deviation: Lanes) -> SIMDMask<Lanes.MaskStorage> {
      if keepsMasked { return Lanes(at: y + index) .<= 0 }
      let factor = Lanes(at: s + channel) * Lanes(at: w + channel)
      return Lanes(at: b + channel).addingProduct(deviation, factor) .<= 0
    }
    let sums = ChannelSums(rows: rows, channels: channels, order: .descending) { row, channel, count in
      let index = row &* channels &+ channel
      let deviation = Lanes(at: x + index) - Lanes(at: m + channel)
      var upstream = Lanes(at: g + index, count: count)
      if isRectified { upstream.replace(with: 0, where: isOff(index, channel, deviation)) }
      if keepsMasked { upstream.store(to: masked + index, count: count) }
      return (upstream, upstream * deviation)
    }
    let (weightGradient, biasGradient) = (Tensor(uninitialized: [channels]), Tensor(uninitialized: [channels]))
    let (meanGradient, slope) = (Tensor(uninitialized: [channels]), Tensor(uninitialized: [channels]))
    for channel in 0..<channels {
      biasGradient.storage.base[channel] = Float(sums.first[channel])
      weightGradient.storage.base[channel] = Float(sums.second[channel] * Double(s[channel]))
      let factor = isTraining ? 1 / Double(rows) : 0
      meanGradient.storage.base[channel] = Float(sums.first[channel] * factor)
      slope.storage.base[channel] = Float(sums.second[channel] * Double(s[channel]) * Double(s[channel]) * factor)
    }
    var inputGradient: Tensor?
    if input.isTracked {
      let dx = isOurs && !hasResidual ? gradient : Tensor(uninitialized: input.shape, layout: input.layout)
      let (out, centre, tilt) = (dx.storage.base, meanGradient.storage.base, slope.storage.base)
      forEachLane { index, channel, count in
        var upstream = Lanes(at: masked + index, count: count)
        let deviation = Lanes(at: x + index) - Lanes(at: m + channel)
        if isRectified, !keepsMasked { upstream.replace(with: 0, where: isOff(index, channel, deviation)) }
        let centred = upstream - Lanes(at: centre + channel) - deviation * Lanes(at: tilt + channel)
        (centred * Lanes(at: w + channel) * Lanes(at: s + channel)).store(to: out + index, count: count)
      }
      inputGradient = dx
    }
    return [inputGradient, weightGradient, biasGradient] + (hasResidual ? [behind] : [])
  }

  /// Calls `body(index, channel, count)` for as many channels as a vector holds of every row, rows in parallel.
  @inline(__always)
  private func forEachLane(order: LoopOrder = .ascending, _ body: (Int, Int, Int) -> Void) {
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
  /// Channels last for images; rows of features lie so already.
  var inKernelLayout: Tensor { rank == 4 ? converted(to: .channelsLast) : converted(to: .rowMajor) }
}
