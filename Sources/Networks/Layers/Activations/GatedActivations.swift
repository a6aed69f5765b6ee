import Tensors

/// x times the probability that a normal variable is below it. Source: Hendrycks and Gimpel, 2016, arXiv:1606.08415.
///
/// ```swift
/// let outputs = GELU()(x)
/// ```
public struct GELU: ShapeKeepingLayer {
  /// Makes a layer without settings.
  public init() {}

  /// Applies it to every number.
  public func callAsFunction(_ input: Tensor) -> Tensor { input.gelu() }
}

/// x · sigmoid(x), also known as swish.
///
/// ```swift
/// let outputs = SiLU()(x)
/// ```
public struct SiLU: ShapeKeepingLayer {
  /// Makes a layer without settings.
  public init() {}

  /// Applies it to every number.
  public func callAsFunction(_ input: Tensor) -> Tensor { input.silu() }
}

/// x · tanh(log(1 + eˣ)). Source: Misra, 2019, arXiv:1908.08681.
///
/// ```swift
/// let outputs = Mish()(x)
/// ```
public struct Mish: ShapeKeepingLayer {
  /// Makes a layer without settings.
  public init() {}

  /// Applies it to every number.
  public func callAsFunction(_ input: Tensor) -> Tensor { input.mish() }
}

/// x · min(max(x + 3, 0), 6) / 6, a swish of lines and a parabola. Source: Howard et al., 2019, arXiv:1905.02244.
///
/// ```swift
/// let outputs = Hardswish()(x)
/// ```
public struct Hardswish: ShapeKeepingLayer {
  /// Makes a layer without settings.
  public init() {}

  /// Applies it to every number.
  public func callAsFunction(_ input: Tensor) -> Tensor { input.hardswish() }
}
