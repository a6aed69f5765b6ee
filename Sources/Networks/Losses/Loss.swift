import Tensors

/// The distance of a model's outputs from the targets, as one number that training minimises.
///
/// A custom loss takes a few lines; gradients come from its operations:
///
/// ```swift
/// struct AbsoluteError: Loss {
///   func callAsFunction(_ outputs: Tensor, _ targets: Targets) throws -> Tensor {
///     guard case .values(let values) = targets else { throw NetworkError.targetsAreClasses(judge: "AbsoluteError") }
///     return (outputs - values).absolute().mean()
///   }
/// }
/// ```
public protocol Loss {
  /// The mean over a batch, as a single number.
  ///
  /// - Throws: `NetworkError` when the targets do not fit the outputs.
  func callAsFunction(_ outputs: Tensor, _ targets: Targets) throws -> Tensor

  /// One loss per item, `[count]`; by default computes the loss of each item separately.
  func itemLosses(_ outputs: Tensor, _ targets: Targets) throws -> Tensor

  /// The weight of each item in the mean, `[count]`, by which its loss is multiplied already; nil, by default, where all
  /// count the same.
  func itemWeights(_ outputs: Tensor, _ targets: Targets) throws -> Tensor?

  /// Outputs in readable form: probabilities for a classification. Unchanged by default.
  func activation(_ outputs: Tensor) -> Tensor

  /// The inverse of the activation, so averaged probabilities can be evaluated like a model's outputs. Unchanged by
  /// default; a loss with an activation returns its inverse.
  func outputs(giving activation: Tensor) -> Tensor

  /// The outputs in the form of targets; by default the outputs themselves.
  func decision(_ outputs: Tensor) -> Targets
}

extension Loss {
  /// The separate loss of each item.
  public func itemLosses(_ outputs: Tensor, _ targets: Targets) throws -> Tensor {
    let losses = try (0..<targets.count).map { index in
      try self(outputs.slice(index..<(index + 1), axis: 0), targets.item(index)).scalar
    }
    return Tensor(losses)
  }

  /// Nil: all items count the same.
  public func itemWeights(_ outputs: Tensor, _ targets: Targets) throws -> Tensor? { nil }

  /// The outputs.
  public func activation(_ outputs: Tensor) -> Tensor { outputs }

  /// The activation.
  public func outputs(giving activation: Tensor) -> Tensor { activation }

  /// The outputs.
  public func decision(_ outputs: Tensor) -> Targets { .values(outputs.detached) }
}

extension Targets {
  /// The classes, checked against the number of outputs.
  ///
  /// - Parameter judge: The loss or the metric that needs them, for the error.
  /// - Throws: `NetworkError.targetsAreNumbers`, `.misshapenOutputs` or `.targetOutOfRange`.
  package func classes(outputs: Tensor, for judge: String) throws -> [Int] {
    guard case .classes(let classes) = self else {
      throw NetworkError.targetsAreNumbers(judge: judge)
    }
    guard outputs.rank == 2, outputs.shape[0] == classes.count else {
      throw NetworkError.misshapenOutputs(judge: judge, shape: outputs.shape, itemCount: classes.count)
    }
    if let item = classes.firstIndex(where: { $0 < 0 || $0 >= outputs.shape[1] }) {
      throw NetworkError.targetOutOfRange(target: classes[item], item: item, classCount: outputs.shape[1])
    }
    return classes
  }

  /// The numbers, checked against the outputs' shape.
  ///
  /// - Parameter judge: The loss or the metric that needs them, for the error.
  /// - Throws: `NetworkError.targetsAreClasses` or `.misshapenTargets`.
  package func values(outputs: Tensor, for judge: String) throws -> Tensor {
    guard case .values(let values) = self else {
      throw NetworkError.targetsAreClasses(judge: judge)
    }
    guard values.shape == outputs.shape else {
      throw NetworkError.misshapenTargets(judge: judge, shape: values.shape, expected: outputs.shape)
    }
    return values
  }
}
