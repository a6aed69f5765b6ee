import Tensors

/// max(x, 0).
///
/// ```swift
/// ReLU()(Tensor([-1, 2])).scalars  // [0, 2]
/// ```
public struct ReLU: ShapeKeepingLayer {
  /// Makes a layer without settings.
  public init() {}

  /// Takes the positive part.
  public func callAsFunction(_ input: Tensor) -> Tensor { input.relu() }
}

/// x if it is positive, else slope · x.
///
/// ```swift
/// LeakyReLU(slope: 0.1)(Tensor([-1, 2])).scalars  // [-0.1, 2]
/// ```
public struct LeakyReLU: ShapeKeepingLayer {
  /// The factor of negative numbers.
  public let slope: Float

  /// PyTorch's default slope.
  public init(slope: Float = 0.01) { self.slope = slope }

  /// Applies it to every number.
  public func callAsFunction(_ input: Tensor) -> Tensor { input.leakyReLU(slope: slope) }
}

/// x if it is positive, else scale · (eˣ − 1). Source: Clevert et al., 2015, arXiv:1511.07289.
///
/// ```swift
/// let outputs = ELU(scale: 1)(x)
/// ```
public struct ELU: ShapeKeepingLayer {
  /// Negative of the limit for x → −∞.
  public let scale: Float

  /// PyTorch's default scale.
  public init(scale: Float = 1) { self.scale = scale }

  /// Applies it to every number.
  public func callAsFunction(_ input: Tensor) -> Tensor { input.elu(scale: scale) }
}

/// log(1 + eˣ), a rectifier without a corner.
///
/// ```swift
/// let outputs = Softplus()(x)
/// ```
public struct Softplus: ShapeKeepingLayer {
  /// Makes a layer without settings.
  public init() {}

  /// Applies it to every number.
  public func callAsFunction(_ input: Tensor) -> Tensor { input.softplus() }
}
