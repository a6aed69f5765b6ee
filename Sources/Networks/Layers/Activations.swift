import Tensors

/// A layer whose output has the shape of its input, as activations have.
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

/// max(x, 0).
public struct ReLU: ShapeKeepingLayer {
  /// Needs nothing.
  public init() {}

  /// Takes the positive part.
  public func callAsFunction(_ input: Tensor) -> Tensor { input.relu() }
}

/// x where it is positive, a small part of it elsewhere.
public struct LeakyReLU: ShapeKeepingLayer {
  /// The part.
  public let slope: Float

  /// PyTorch's default slope.
  public init(slope: Float = 0.01) { self.slope = slope }

  /// Applies it to every number.
  public func callAsFunction(_ input: Tensor) -> Tensor { input.leakyReLU(slope: slope) }
}

/// x times the probability that a normal variable is below it. Source: Hendrycks and Gimpel, 2016, arXiv:1606.08415.
public struct GELU: ShapeKeepingLayer {
  /// Needs nothing.
  public init() {}

  /// Applies it to every number.
  public func callAsFunction(_ input: Tensor) -> Tensor { input.gelu() }
}

/// x · sigmoid(x), also known as swish.
public struct SiLU: ShapeKeepingLayer {
  /// Needs nothing.
  public init() {}

  /// Applies it to every number.
  public func callAsFunction(_ input: Tensor) -> Tensor { input.silu() }
}

/// 1 / (1 + exp(−x)), which lies between 0 and 1.
public struct Sigmoid: ShapeKeepingLayer {
  /// Needs nothing.
  public init() {}

  /// Applies it to every number.
  public func callAsFunction(_ input: Tensor) -> Tensor { input.sigmoid() }
}

/// The hyperbolic tangent, which lies between −1 and 1.
public struct Tanh: ShapeKeepingLayer {
  /// Needs nothing.
  public init() {}

  /// Applies it to every number.
  public func callAsFunction(_ input: Tensor) -> Tensor { input.tanh() }
}

/// x where it is positive, scale · (eˣ − 1) elsewhere. Source: Clevert et al., 2015, arXiv:1511.07289.
public struct ELU: ShapeKeepingLayer {
  /// What the negative part tends to, with its sign changed.
  public let scale: Float

  /// PyTorch's default scale.
  public init(scale: Float = 1) { self.scale = scale }

  /// Applies it to every number.
  public func callAsFunction(_ input: Tensor) -> Tensor { input.elu(scale: scale) }
}

/// log(1 + eˣ), a rectifier without a corner.
public struct Softplus: ShapeKeepingLayer {
  /// Needs nothing.
  public init() {}

  /// Applies it to every number.
  public func callAsFunction(_ input: Tensor) -> Tensor { input.softplus() }
}

/// x · tanh(log(1 + eˣ)). Source: Misra, 2019, arXiv:1908.08681.
public struct Mish: ShapeKeepingLayer {
  /// Needs nothing.
  public init() {}

  /// Applies it to every number.
  public func callAsFunction(_ input: Tensor) -> Tensor { input.mish() }
}

/// A swish of straight lines and a parabola. Source: Howard et al., 2019, arXiv:1905.02244.
public struct Hardswish: ShapeKeepingLayer {
  /// Needs nothing.
  public init() {}

  /// Applies it to every number.
  public func callAsFunction(_ input: Tensor) -> Tensor { input.hardswish() }
}

/// eˣ over the sum of eˣ along an axis. Cross entropy wants numbers before it.
public struct Softmax: ShapeKeepingLayer {
  /// The axis whose numbers add up to 1; negative ones count from the end.
  public let axis: Int

  /// The last axis unless told otherwise.
  public init(axis: Int = -1) { self.axis = axis }

  /// Applies it along the axis.
  public func callAsFunction(_ input: Tensor) -> Tensor { input.softmax(axis: axis) }
}

/// The logarithm of the softmax along an axis.
public struct LogSoftmax: ShapeKeepingLayer {
  /// The axis; negative ones count from the end.
  public let axis: Int

  /// The last axis unless told otherwise.
  public init(axis: Int = -1) { self.axis = axis }

  /// Applies it along the axis.
  public func callAsFunction(_ input: Tensor) -> Tensor { input.logSoftmax(axis: axis) }
}

/// Its input, where a layer is to be left out.
public struct Identity: ShapeKeepingLayer {
  /// Needs nothing.
  public init() {}

  /// The input.
  public func callAsFunction(_ input: Tensor) -> Tensor { input }
}
