/// A learning rate that a fit takes: a number for the whole model, or a `LearningRate` over its parameter groups.
///
/// ```swift
/// try learner.fit(epochs: 1, learningRate: 1e-3)
/// try learner.fit(epochs: 1, learningRate: .spread(from: 1e-5, to: 1e-3))
/// ```
public protocol LearningRateConvertible {
  /// The rate over the parameter groups; nil for the learner's own.
  var learningRate: LearningRate? { get }
}

extension Double: LearningRateConvertible {
  /// One rate for the whole model.
  public var learningRate: LearningRate? { .uniform(self) }
}

extension LearningRate: LearningRateConvertible {
  /// The rate itself.
  public var learningRate: LearningRate? { self }
}

extension Optional: LearningRateConvertible where Wrapped: LearningRateConvertible {
  /// The rate inside; nil for the learner's own.
  public var learningRate: LearningRate? { self?.learningRate }
}
