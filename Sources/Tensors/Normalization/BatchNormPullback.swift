/// The backward pass of batch normalisation.
///
/// With x̂ = (x - mean) · scale and g the gradient before the activation: dbias = Σg, dweight = Σ g·x̂, and in training
/// dx = weight · scale · (g - mean(g) - x̂ · mean(g·x̂)).
struct BatchNormPullback {
  let kernel: BatchNormKernel
  /// The results of the forward pass.
  let result: Tensor
  /// The statistics used in the forward pass, `[C]`.
  let mean: Tensor
  let scale: Tensor
  let isTraining: Bool
  let hasResidual: Bool

  /// The source of the gradient before the activation.
  private enum Masking {
    /// It is the incoming gradient.
    case none
    /// It is 0 where the result was rectified. The result is computed again, which costs less than reading it.
    case computed
    /// Like the previous case, but the first pass stores it, because it is also the residual's gradient.
    case stored
  }

  private var masking: Masking {
    switch kernel.activation {
    case .identity: .none
    case .relu: hasResidual ? .stored : .computed
    }
  }

  /// The gradients of input, weight and bias, and of the residual if there is one. If the incoming gradient is uniquely
  /// referenced, one of the results reuses its memory.
  func callAsFunction(_ gradient: inout Tensor) -> [Tensor?] {
    let input = kernel.input
    if gradient.layout != input.layout { gradient = gradient.converted(to: input.layout) }
    let isOurs = gradient.isUnshared
    let behind = masking == .stored && !isOurs ? Tensor(uninitialized: input.shape, layout: input.layout) : gradient
    let channels = channelGradients(sums(of: gradient, storingIn: behind))
    var inputGradient: Tensor?
    if input.isTracked {
      let target = isOurs && !hasResidual ? gradient : Tensor(uninitialized: input.shape, layout: input.layout)
      writeInputGradient(from: behind, channels, to: target)
      inputGradient = target
    }
    return [inputGradient, channels.weight, channels.bias] + (hasResidual ? [behind] : [])
  }

  /// Σg and Σ g · (x - mean) of each channel. Stores the gradient before the activation in `behind`, if requested.
  private func sums(of gradient: Tensor, storingIn behind: Tensor) -> ChannelSums {
    let (g, stored, y) = (gradient.storage.base, behind.storage.base, result.storage.base)
    let (x, m) = (kernel.input.storage.base, mean.storage.base)
    let (masking, channels, isRectified) = (masking, kernel.channels, rectification)
    return ChannelSums(rows: kernel.rows, channels: channels, order: .descending) { row, channel, count in
      let index = row &* channels &+ channel
      let deviation = Lanes(at: x + index) - Lanes(at: m + channel)
      var upstream = Lanes(at: g + index, count: count)
      switch masking {
      case .none: break
      case .computed: upstream.replace(with: 0, where: isRectified(deviation, channel))
      case .stored:
        upstream.replace(with: 0, where: Lanes(at: y + index) .<= 0)
        upstream.store(to: stored + index, count: count)
      }
      return (upstream, upstream * deviation)
    }
  }

  /// The rectified positions, recomputed from the inputs.
  private struct Rectification {
    let scale, weight, bias: UnsafeMutablePointer<Float>

    /// True if weight · scale · deviation + bias is not positive.
    @inline(__always)
    func callAsFunction(_ deviation: Lanes, _ channel: Int) -> SIMDMask<Lanes.MaskStorage> {
      let factor = Lanes(at: scale + channel) * Lanes(at: weight + channel)
      return Lanes(at: bias + channel).addingProduct(deviation, factor) .<= 0
    }
  }

  private var rectification: Rectification {
    Rectification(
      scale: scale.storage.base, weight: kernel.weight.storage.base, bias: kernel.bias.storage.base)
  }

  /// The statistics of each channel from its sums, `[C]`.
  private struct ChannelGradients {
    let weight: Tensor
    let bias: Tensor
    /// Mean of g; 0 where the statistics are not the batch's.
    let centre: Tensor
    /// Mean of g·x̂ times scale; 0 where the statistics are not the batch's.
    let tilt: Tensor

    init(channels: Int) {
      weight = Tensor(uninitialized: [channels])
      bias = Tensor(uninitialized: [channels])
      centre = Tensor(uninitialized: [channels])
      tilt = Tensor(uninitialized: [channels])
    }
  }

  private func channelGradients(_ sums: ChannelSums) -> ChannelGradients {
    let gradients = ChannelGradients(channels: kernel.channels)
    let share = isTraining ? 1 / Double(kernel.rows) : 0
    for channel in 0..<kernel.channels {
      let scale = Double(scale.storage.base[channel])
      gradients.bias.storage.base[channel] = Float(sums.first[channel])
      gradients.weight.storage.base[channel] = Float(sums.second[channel] * scale)
      gradients.centre.storage.base[channel] = Float(sums.first[channel] * share)
      gradients.tilt.storage.base[channel] = Float(sums.second[channel] * scale * scale * share)
    }
    return gradients
  }

  /// Reads the gradient before the activation, or, if it is recomputed, the incoming one.
  private func writeInputGradient(from behind: Tensor, _ channels: ChannelGradients, to target: Tensor) {
    let (g, out, x) = (behind.storage.base, target.storage.base, kernel.input.storage.base)
    let (m, s, w) = (mean.storage.base, scale.storage.base, kernel.weight.storage.base)
    let (centre, tilt) = (channels.centre.storage.base, channels.tilt.storage.base)
    let (isComputed, isRectified) = (masking == .computed, rectification)
    kernel.forEachLane { index, channel, count in
      var upstream = Lanes(at: g + index, count: count)
      let deviation = Lanes(at: x + index) - Lanes(at: m + channel)
      if isComputed { upstream.replace(with: 0, where: isRectified(deviation, channel)) }
      let centred = upstream - Lanes(at: centre + channel) - deviation * Lanes(at: tilt + channel)
      (centred * Lanes(at: w + channel) * Lanes(at: s + channel)).store(to: out + index, count: count)
    }
  }
}
