import Tensors

/// The mean of (output − target)² over a batch; agrees with fastai's `MSELossFlat`.
///
/// ```swift
/// let loss = try MeanSquaredError()(outputs, .values(Tensor([1, 2, 3])))
/// ```
public struct MeanSquaredError: Loss {
  /// Compares without settings.
  public init() {}

  /// The mean over all numbers of the batch.
  ///
  /// - Parameters:
  ///   - outputs: Any shape; `[count, 1]` is compared with targets of `[count]`.
  ///   - targets: Values with the same count.
  public func callAsFunction(_ outputs: Tensor, _ targets: Targets) throws -> Tensor {
    var outputs = outputs
    if case .values(let values) = targets, values.count == outputs.count, values.shape != outputs.shape {
      outputs = outputs.reshaped(to: values.shape)
    }
    return (outputs - (try targets.values(outputs: outputs, for: "MeanSquaredError"))).squared().mean()
  }
}
