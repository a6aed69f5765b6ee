import Tensors

/// A layer whose output has the shape of its input, such as an activation.
///
/// ```swift
/// struct Softsign: ShapeKeepingLayer {
///   func callAsFunction(_ input: Tensor) -> Tensor { input / (input.absolute() + 1) }
/// }
/// ```
public protocol ShapeKeepingLayer: Layer {}

extension ShapeKeepingLayer {
  /// Unchanged.
  public func outputShape(for inputShape: [Int]) -> [Int] { inputShape }
}

/// Returns its input; a placeholder for a layer that is left out.
///
/// ```swift
/// let model = Sequential([Flatten(), Identity()])
/// ```
public struct Identity: ShapeKeepingLayer {
  /// Makes a layer without settings.
  public init() {}

  /// The input.
  public func callAsFunction(_ input: Tensor) -> Tensor { input }
}
