import Tensors

/// A rule for updating a parameter with its gradient, such as `Adam` or `SGD`.
///
/// ```swift
/// struct SignDescent: UpdateRule {
///   let name = "sign descent"
///   func update(
///     _ value: inout Tensor, gradient: Tensor, state: inout ParameterState, settings: HyperParameters
///   ) {
///     let rate = Float(settings.learningRate)
///     value.withUnsafeMutableScalars { values in
///       gradient.withUnsafeScalars { for index in values.indices { values[index] -= $0[index] < 0 ? -rate : rate } }
///     }
///   }
/// }
/// ```
public protocol UpdateRule: Sendable {
  /// The name of the rule in a printed optimiser.
  var name: String { get }

  /// The default hyperparameters; fastai's defaults for Adam if the rule has none.
  var defaults: HyperParameters { get }

  /// Makes one step.
  ///
  /// - Parameters:
  ///   - value: The parameter, updated in place.
  ///   - gradient: Of the same shape.
  ///   - state: The state that earlier steps left for this parameter.
  ///   - settings: Weight decay is 0 for parameters that must not decay.
  func update(_ value: inout Tensor, gradient: Tensor, state: inout ParameterState, settings: HyperParameters)
}

extension UpdateRule {
  /// fastai's defaults for Adam.
  public var defaults: HyperParameters { HyperParameters() }
}

/// The state of an optimiser for one parameter.
public struct ParameterState: Sendable {
  /// Steps since the state was last cleared.
  public var step = 0

  /// Running mean of the gradient; nil before the first step.
  public var average: Tensor?

  /// Running mean of the squared gradient; nil before the first step.
  public var squareAverage: Tensor?

  /// Remembers nothing.
  public init() {}

  /// - Precondition: gradient and averages have the value's shape, which is used to read memory.
  func requireShapes(_ value: Tensor, _ gradient: Tensor) {
    let shapes = [gradient.shape] + [average, squareAverage].compactMap { $0?.shape }
    require(
      shapes.allSatisfy { $0 == value.shape }, "gradient and means of shapes \(shapes), value of shape \(value.shape)")
  }
}

/// True if weight decay is a separate step, false if it is part of the gradient.
///
/// ```swift
/// let rule = Adam(decay: .penalty)
/// ```
public enum WeightDecayKind: Sendable {
  /// value · (1 − rate · decay) before the step. Source: Loshchilov and Hutter, 2019, arXiv:1711.05101.
  case decoupled

  /// gradient + decay · value, the gradient of a squared penalty.
  case penalty
}

/// Elements per thread: enough to outweigh the overhead, few enough for an even distribution.
let updateGrain = 1 << 15
