import Tensors

/// 1 / (1 + exp(−x)), between 0 and 1.
///
/// ```swift
/// Sigmoid()(Tensor([0])).scalars  // [0.5]
/// ```
public struct Sigmoid: ShapeKeepingLayer {
  /// Makes a layer without settings.
  public init() {}

  /// Applies it to every number.
  public func callAsFunction(_ input: Tensor) -> Tensor { input.sigmoid() }
}

/// The hyperbolic tangent, between −1 and 1.
///
/// ```swift
/// Tanh()(Tensor([0])).scalars  // [0]
/// ```
public struct Tanh: ShapeKeepingLayer {
  /// Makes a layer without settings.
  public init() {}

  /// Applies it to every number.
  public func callAsFunction(_ input: Tensor) -> Tensor { input.tanh() }
}
