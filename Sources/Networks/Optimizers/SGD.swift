import Tensors

/// Stochastic gradient descent, with momentum unless it is 0.
///
/// m ← μ m + g, p ← p − rate · m, after the weight decay. It agrees with fastai's `SGD`, whose average is not damped,
/// and which has no momentum and no weight decay by default.
///
/// ```swift
/// let optimizer = Optimizer(SGD(momentum: 0.9), groups: [model])
/// ```
public struct SGD: UpdateRule {
  /// The default momentum.
  public let momentum: Double

  /// The kind of weight decay.
  public let decay: WeightDecayKind

  /// Its name in a printed optimiser.
  public var name: String { "SGD" }

  /// No momentum, no weight decay.
  public var defaults: HyperParameters { HyperParameters(momentum: momentum, weightDecay: 0) }

  /// Decouples weight decay by default, as fastai does.
  public init(momentum: Double = 0, decay: WeightDecayKind = .decoupled) {
    self.momentum = momentum
    self.decay = decay
  }

  /// One step, in one pass over value, gradient and mean.
  public func update(
    _ value: inout Tensor, gradient: Tensor, state: inout ParameterState, settings: HyperParameters
  ) {
    state.requireShapes(value, gradient)
    state.step += 1
    var means = state.average ?? Tensor(zeros: value.shape)
    state.average = nil  // so it can be written in place
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
