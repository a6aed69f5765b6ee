import Tensors

/// How far a model's outputs are from the targets, as the one number that training makes small.
///
/// A loss of one's own is a few lines; gradients come from the operations in it:
///
/// ```swift
/// struct AbsoluteError: Loss {
///   func callAsFunction(_ outputs: Tensor, _ targets: Targets) throws -> Tensor {
///     guard case .values(let values) = targets else { throw LearningError.invalidArgument("needs numbers") }
///     return (outputs - values).absolute().mean()
///   }
/// }
/// ```
public protocol Loss {
  /// The mean over a batch, as a single number.
  ///
  /// - Throws: `LearningError.targetOutOfRange` or `.invalidArgument` when the targets do not fit the outputs.
  func callAsFunction(_ outputs: Tensor, _ targets: Targets) throws -> Tensor

  /// One loss an item, `[count]`; asks for the loss of each item alone, by default.
  func itemLosses(_ outputs: Tensor, _ targets: Targets) throws -> Tensor

  /// Outputs as what a reader expects: probabilities for a classification. Unchanged by default.
  func activation(_ outputs: Tensor) -> Tensor

  /// What the outputs say in the form of targets; the outputs themselves by default.
  func decision(_ outputs: Tensor) -> Targets
}

extension Loss {
  /// The loss of each item alone.
  public func itemLosses(_ outputs: Tensor, _ targets: Targets) throws -> Tensor {
    let losses = try (0..<targets.count).map { index in
      try self(outputs.slice(index..<(index + 1), axis: 0), targets.item(index)).scalar
    }
    return Tensor(losses)
  }

  /// The outputs.
  public func activation(_ outputs: Tensor) -> Tensor { outputs }

  /// The outputs.
  public func decision(_ outputs: Tensor) -> Targets { .values(outputs.detached) }
}

extension Targets {
  /// The answer of one item, as a batch of one.
  public func item(_ index: Int) -> Targets {
    switch self {
    case .classes(let classes): .classes([classes[index]])
    case .values(let values): .values(values.slice(index..<(index + 1), axis: 0))
    }
  }

  /// The classes, checked against the number of outputs.
  ///
  /// - Throws: `LearningError.targetOutOfRange`, or `.invalidArgument` when the targets are no classes.
  func classes(outputs: Tensor, loss: String) throws -> [Int] {
    guard case .classes(let classes) = self else {
      throw LearningError.invalidArgument(
        "\(loss) compares with one class an item; these targets are numbers. For several labels an item "
          + "there are BinaryCrossEntropy, .multiLabelAccuracy() and .multiLabelF1().")
    }
    guard outputs.rank == 2, outputs.shape[0] == classes.count else {
      throw LearningError.invalidArgument(
        "\(loss) needs outputs of shape [\(classes.count), classes], one row an item, not \(outputs.shape).")
    }
    if let item = classes.firstIndex(where: { $0 < 0 || $0 >= outputs.shape[1] }) {
      throw LearningError.targetOutOfRange(target: classes[item], item: item, classCount: outputs.shape[1])
    }
    return classes
  }

  /// The numbers, checked against the outputs' shape.
  ///
  /// - Throws: `LearningError.invalidArgument` when the targets are classes or of another shape.
  func values(outputs: Tensor, loss: String) throws -> Tensor {
    guard case .values(let values) = self else {
      throw LearningError.invalidArgument(
        "\(loss) compares with numbers; these targets are classes. For one class an item there are "
          + "CrossEntropy, .accuracy, .errorRate and .f1().")
    }
    guard values.shape == outputs.shape else {
      throw LearningError.invalidArgument(
        "\(loss) needs targets of the outputs' shape \(outputs.shape), not \(values.shape).")
    }
    return values
  }
}
