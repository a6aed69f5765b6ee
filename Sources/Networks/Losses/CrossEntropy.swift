import Tensors

/// −log of the probability that a softmax of the outputs gives to the right class.
///
/// With a smoothing ε, (1 − ε) of that plus ε times the mean over all classes. Agrees with fastai's
/// `CrossEntropyLossFlat` and `LabelSmoothingCrossEntropy`.
///
/// ```swift
/// let loss = try CrossEntropy()(model(batch.inputs), batch.targets)
/// ```
public struct CrossEntropy: Loss {
  /// Probability that is spread evenly over all classes, 0 to less than 1.
  public let smoothing: Double

  /// Compares with the class alone, or with a smoothed target.
  public init(smoothing: Double = 0) {
    require((0..<1).contains(smoothing), "label smoothing must be at least 0 and less than 1, not \(smoothing)")
    self.smoothing = smoothing
  }

  /// The mean over the batch.
  ///
  /// - Parameters:
  ///   - outputs: `[count, classes]`, any real numbers.
  ///   - targets: Classes.
  public func callAsFunction(_ outputs: Tensor, _ targets: Targets) throws -> Tensor {
    try reduce(outputs, targets, .mean)
  }

  /// One loss an item.
  public func itemLosses(_ outputs: Tensor, _ targets: Targets) throws -> Tensor {
    try reduce(outputs, targets, .none)
  }

  /// Softmax over the classes.
  public func activation(_ outputs: Tensor) -> Tensor { outputs.softmax(axis: -1) }

  /// The class with the largest output; the first of several.
  public func decision(_ outputs: Tensor) -> Targets {
    .classes(outputs.detached.argmax(axis: 1).scalars.map { Int($0) })
  }

  private func reduce(_ outputs: Tensor, _ targets: Targets, _ reduction: LossReduction) throws -> Tensor {
    let classes = try targets.classes(outputs: outputs, for: "CrossEntropy")
    return outputs.crossEntropy(labels: classes, labelSmoothing: Float(smoothing), reduction: reduction)
  }
}
