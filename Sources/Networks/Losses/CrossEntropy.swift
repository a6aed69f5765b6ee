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

  /// The weight of an item of each class; nil for equal weights.
  public let weights: [Float]?

  /// Compares with the class, or with a smoothed target.
  public init(smoothing: Double = 0) {
    require((0..<1).contains(smoothing), "label smoothing must be at least 0 and less than 1, not \(smoothing)")
    self.smoothing = smoothing
    weights = nil
  }

  /// Counts items by the weight of their class, Σ w loss / Σ w over the batch; PyTorch's `weight`.
  ///
  /// ```swift
  /// let loss = CrossEntropy(weights: loaders.classWeights)
  /// ```
  ///
  /// - Precondition: no weight is negative.
  public init(weights: [Float]) {
    require(weights.allSatisfy { $0 >= 0 }, "class weights \(weights) must not be negative; give numbers of 0 or more")
    smoothing = 0
    self.weights = weights
  }

  /// The mean over the batch.
  ///
  /// - Parameters:
  ///   - outputs: `[count, classes]`, any real numbers.
  ///   - targets: Classes.
  public func callAsFunction(_ outputs: Tensor, _ targets: Targets) throws -> Tensor {
    guard let items = try itemWeights(outputs, targets) else { return try reduce(outputs, targets, .mean) }
    return (try reduce(outputs, targets, .none) * items).sum() / items.sum()
  }

  /// One loss per item, multiplied by the weight of its class if there are weights.
  public func itemLosses(_ outputs: Tensor, _ targets: Targets) throws -> Tensor {
    let losses = try reduce(outputs, targets, .none)
    return try itemWeights(outputs, targets).map { losses * $0 } ?? losses
  }

  /// The weight of each item's class; nil without weights.
  ///
  /// - Throws: `NetworkError.unfitClassWeights` where there is not one for each output.
  public func itemWeights(_ outputs: Tensor, _ targets: Targets) throws -> Tensor? {
    guard let weights else { return nil }
    let classes = try targets.classes(outputs: outputs, for: "CrossEntropy")
    guard weights.count == outputs.shape[1] else {
      throw NetworkError.unfitClassWeights(count: weights.count, classCount: outputs.shape[1])
    }
    return Tensor(classes.map { weights[$0] })
  }

  /// Softmax over the classes.
  public func activation(_ outputs: Tensor) -> Tensor { outputs.softmax(axis: -1) }

  /// The logarithms of the probabilities, clamped to that of 1e-7.
  public func outputs(giving activation: Tensor) -> Tensor {
    activation.clamped(to: 1e-7...1).log()
  }

  /// The class with the largest output; the first of several.
  public func decision(_ outputs: Tensor) -> Targets {
    .classes(outputs.detached.argmax(axis: 1).scalars.map { Int($0) })
  }

  private func reduce(_ outputs: Tensor, _ targets: Targets, _ reduction: LossReduction) throws -> Tensor {
    let classes = try targets.classes(outputs: outputs, for: "CrossEntropy")
    return outputs.crossEntropy(labels: classes, labelSmoothing: Float(smoothing), reduction: reduction)
  }
}
