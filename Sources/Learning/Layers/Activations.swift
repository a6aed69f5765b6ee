import Tensors

/// max(x, 0).
public struct ReLU: Layer {
  /// Needs nothing.
  public init() {}

  /// Takes the positive part.
  public func callAsFunction(_ input: Tensor) -> Tensor { input.relu() }

  /// Unchanged.
  public func outputShape(for inputShape: [Int]) -> [Int] { inputShape }
}

/// x where it is positive, a small part of it elsewhere.
public struct LeakyReLU: Layer {
  /// The part.
  public let slope: Float

  /// PyTorch's default slope.
  public init(slope: Float = 0.01) { self.slope = slope }

  /// Applies it to every number.
  public func callAsFunction(_ input: Tensor) -> Tensor { input.leakyReLU(slope: slope) }

  /// Unchanged.
  public func outputShape(for inputShape: [Int]) -> [Int] { inputShape }
}

/// x times the probability that a normal variable is below it. Source: Hendrycks and Gimpel, 2016, arXiv:1606.08415.
public struct GELU: Layer {
  /// Needs nothing.
  public init() {}

  /// Applies it to every number.
  public func callAsFunction(_ input: Tensor) -> Tensor { input.gelu() }

  /// Unchanged.
  public func outputShape(for inputShape: [Int]) -> [Int] { inputShape }
}

/// x · sigmoid(x), also known as swish.
public struct SiLU: Layer {
  /// Needs nothing.
  public init() {}

  /// Applies it to every number.
  public func callAsFunction(_ input: Tensor) -> Tensor { input.silu() }

  /// Unchanged.
  public func outputShape(for inputShape: [Int]) -> [Int] { inputShape }
}

/// 1 / (1 + exp(−x)), which lies between 0 and 1.
public struct Sigmoid: Layer {
  /// Needs nothing.
  public init() {}

  /// Applies it to every number.
  public func callAsFunction(_ input: Tensor) -> Tensor { input.sigmoid() }

  /// Unchanged.
  public func outputShape(for inputShape: [Int]) -> [Int] { inputShape }
}

/// The hyperbolic tangent, which lies between −1 and 1.
public struct Tanh: Layer {
  /// Needs nothing.
  public init() {}

  /// Applies it to every number.
  public func callAsFunction(_ input: Tensor) -> Tensor { input.tanh() }

  /// Unchanged.
  public func outputShape(for inputShape: [Int]) -> [Int] { inputShape }
}
