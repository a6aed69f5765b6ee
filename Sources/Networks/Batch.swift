import Tensors

/// One training batch: the inputs of several items, stacked, and their targets.
///
/// ```swift
/// let batch = Batch(inputs: Tensor(shape: [2, 3], scalars: [1, 2, 3, 4, 5, 6]), targets: .classes([0, 1]))
/// ```
public struct Batch: Sendable {
  /// Inputs with the item as first axis, `[count, …]`; images are `[count, channels, height, width]`.
  public var inputs: Tensor

  /// One answer per item, in the order of `inputs`.
  public var targets: Targets

  /// Joins inputs and targets of the same number of items.
  public init(inputs: Tensor, targets: Targets) {
    require(
      inputs.shape.first == targets.count,
      "a batch needs one target per item: inputs \(inputs.shape), \(targets.count) targets")
    self.inputs = inputs
    self.targets = targets
  }

  /// Number of items.
  public var count: Int { targets.count }
}
