import Tensors

/// Stochastic gradient descent, with momentum unless it is 0.
///
/// m ← μ m + g, p ← p − rate · m, after the weight decay. It agrees with fastai's `SGD`, whose mean is not damped.
///
/// ```swift
/// let optimizer = Optimizer(SGD(), groups: [model])
/// ```
public struct SGD: UpdateRule {
  /// Where weight decay enters.
  public let decay: WeightDecayKind

  /// What a printed optimiser calls it.
  public var name: String { "SGD" }

  /// Decouples weight decay unless told otherwise, as fastai does.
  public init(decay: WeightDecayKind = .decoupled) { self.decay = decay }

  /// One step, in one pass over value, gradient and mean.
  public func update(
    _ value: inout Tensor, gradient: Tensor, state: inout ParameterState, settings: HyperParameters
  ) {
    state.step += 1
    var means = state.average ?? Tensor(zeros: value.shape)
    state.average = nil  // so that it can be written in place
    let keep = decay == .decoupled ? Float(1 - settings.learningRate * settings.weightDecay) : 1
    let penalty = decay == .decoupled ? 0 : Float(settings.weightDecay)
    let (momentum, rate) = (Float(settings.momentum), Float(settings.learningRate))
    value.withUnsafeMutableScalars { value in
      means.withUnsafeMutableScalars { mean in
        gradient.withUnsafeScalars { gradient in
          guard let values = value.baseAddress, let means = mean.baseAddress, let gradients = gradient.baseAddress
          else { return }
          parallelFor(value.count, grain: updateGrain) { range in
            for index in range {
              let old = values[index] * keep
              let mean = momentum * means[index] + (gradients[index] + penalty * old)
              means[index] = mean
              values[index] = old - rate * mean
            }
          }
        }
      }
    }
    state.average = means
  }
}
