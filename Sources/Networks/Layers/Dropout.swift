import Tensors

/// Sets numbers to zero at random in training, and scales the others to keep the mean.
///
/// Source: Srivastava et al., Journal of Machine Learning Research 15, 2014.
///
/// ```swift
/// let head = Sequential([Dropout(0.25), Linear(inputs: 512, outputs: 7, using: &generator)])
/// ```
public struct Dropout: ShapeKeepingLayer {
  /// Fraction of the numbers that are set to zero, 0 to 1.
  public let probability: Float

  /// Drops half unless told otherwise.
  public init(_ probability: Float = 0.5) {
    require((0...1).contains(probability), "a dropout probability must be between 0 and 1, not \(probability)")
    self.probability = probability
  }

  /// Drops while training, lets everything pass in use.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    guard let context = TrainingContext.current, probability > 0 else { return input }
    return input.dropout(probability: probability, using: &context.generator)
  }

  /// `Dropout 0.5`
  public var title: String { "Dropout \(probability)" }
}
