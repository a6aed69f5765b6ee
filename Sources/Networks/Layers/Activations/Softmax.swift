import Tensors

/// eˣ over the sum of eˣ along an axis. Cross entropy needs the numbers before it.
///
/// ```swift
/// let probabilities = Softmax()(outputs)  // each row adds up to 1
/// ```
public struct Softmax: ShapeKeepingLayer {
  /// The axis along which the numbers add up to 1; negative axes count from the end.
  public let axis: Int

  /// The last axis unless told otherwise.
  public init(axis: Int = -1) { self.axis = axis }

  /// Applies it along the axis.
  public func callAsFunction(_ input: Tensor) -> Tensor { input.softmax(axis: axis) }
}

/// The logarithm of the softmax along an axis.
///
/// ```swift
/// let logarithms = LogSoftmax()(outputs)
/// ```
public struct LogSoftmax: ShapeKeepingLayer {
  /// The axis; negative ones count from the end.
  public let axis: Int

  /// The last axis unless told otherwise.
  public init(axis: Int = -1) { self.axis = axis }

  /// Applies it along the axis.
  public func callAsFunction(_ input: Tensor) -> Tensor { input.logSoftmax(axis: axis) }
}
