/// The numbers that steer one optimiser step for a group of parameters, with fastai's defaults for Adam.
///
/// ```swift
/// let gentle = HyperParameters(learningRate: 1e-4, weightDecay: 0.1)
/// ```
public struct HyperParameters: Sendable, Equatable, Codable {
  /// Length of a step.
  public var learningRate: Double

  /// Fraction of the earlier steps' average that is kept (the mean of the gradient).
  public var momentum: Double

  /// The exponential moving average of the squared gradient.
  public var squareMomentum: Double

  /// Keeps the division by the root of the mean square finite.
  public var epsilon: Double

  /// Part of each weight that a step of learning rate 1 would remove.
  public var weightDecay: Double

  /// Starts from fastai's defaults.
  public init(
    learningRate: Double = 1e-3, momentum: Double = 0.9, squareMomentum: Double = 0.99, epsilon: Double = 1e-5,
    weightDecay: Double = 0.01
  ) {
    self.learningRate = learningRate
    self.momentum = momentum
    self.squareMomentum = squareMomentum
    self.epsilon = epsilon
    self.weightDecay = weightDecay
  }
}
