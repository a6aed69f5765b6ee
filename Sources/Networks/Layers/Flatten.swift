import Tensors

/// Joins all axes but the first: `[count, a, b, …]` to `[count, a · b · …]`.
///
/// ```swift
/// Flatten()(Tensor(zeros: [8, 64, 2, 2])).shape  // [8, 256]
/// ```
public struct Flatten: Layer {
  /// Makes a layer without settings.
  public init() {}

  /// Keeps the scalars in row-major order.
  public func callAsFunction(_ input: Tensor) -> Tensor { input.flattened(from: 1) }

  /// `[count, rest]`
  public func outputShape(for inputShape: [Int]) -> [Int] {
    [inputShape[0], inputShape.dropFirst().reduce(1, *)]
  }
}
