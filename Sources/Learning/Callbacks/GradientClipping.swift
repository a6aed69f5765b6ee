import Tensors

/// Clips the gradient of a step to a maximum norm, so one unusual batch cannot move the weights far; fastai's
/// `GradientClip`.
///
/// The norm is the Euclidean norm over all parameters together. All gradients are multiplied by limit / (norm + 1e-6)
/// if that is below 1, as in `torch.nn.utils.clip_grad_norm_`.
///
/// ```swift
/// try learner.fit(epochs: 3, callbacks: [GradientClipping(maximumNorm: 1)])
/// ```
public final class GradientClipping: Callback {
  /// The largest norm that stays unchanged.
  public let maximumNorm: Double

  /// The norm of the last step before it was shortened; NaN before the first.
  public private(set) var lastNorm = Double.nan

  /// Clips to a norm.
  ///
  /// - Precondition: the norm is above 0.
  public init(maximumNorm: Double = 1) {
    require(
      maximumNorm > 0, "gradients cannot be clipped to a norm of \(maximumNorm); give a number above 0, such as 1")
    self.maximumNorm = maximumNorm
  }

  /// Acts when the gradients are known.
  public func respond(to event: Event, of learner: Learner) {
    guard event == .afterBackward else { return }
    let parameters = learner.trainedParameters.filter { $0.gradient != nil }
    let squares = parameters.reduce(0.0) { sum, parameter in
      sum + (parameter.gradient?.withUnsafeScalars { $0.reduce(0.0) { $0 + Double($1) * Double($1) } } ?? 0)
    }
    lastNorm = squares.squareRoot()
    let scale = maximumNorm / (lastNorm + 1e-6)
    guard scale < 1 else { return }
    for parameter in parameters { parameter.gradient = parameter.gradient.map { $0 * Float(scale) } }
  }
}
