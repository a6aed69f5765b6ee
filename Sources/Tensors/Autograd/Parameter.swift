/// A tensor that training changes, and the gradient that the last `backward()` calls gathered for it.
///
/// ```swift
/// let weight = Parameter(Tensor(zeros: [1, 3]))
/// let loss = (x.linear(weight: weight.value) - y).squared().mean()
/// loss.backward()
/// weight.update { value, gradient in value = value - 0.1 * gradient }
/// ```
///
/// `@unchecked Sendable`: like a model, a parameter belongs to one thread at a time; it may be passed on.
public final class Parameter: @unchecked Sendable {
  private var stored: Tensor
  /// The sum of the gradients since the last `clearGradient()`, of the value's shape; nil before the first.
  public var gradient: Tensor? {
    didSet {
      guard let gradient else { return }
      require(gradient.shape == shape, "a gradient of shape \(gradient.shape) for a parameter of \(shape)")
    }
  }
  /// True if operations on `value` are recorded; false freezes the parameter.
  public var requiresGradient: Bool

  /// Starts at `value`.
  public init(_ value: Tensor, requiresGradient: Bool = true) {
    stored = value.detached
    self.requiresGradient = requiresGradient
  }

  /// The current numbers; computations with them are recorded for `backward()`, unless frozen or in `withoutGradients`.
  ///
  /// Setting it replaces the numbers, under the same shape.
  public var value: Tensor {
    get {
      guard requiresGradient, Recording.isEnabled else { return stored }
      var tracked = stored
      tracked.node = TapeNode(parameter: self, shape: stored.shape)
      return tracked
    }
    set {
      require(newValue.shape == stored.shape, "a value of shape \(newValue.shape) for a parameter of \(stored.shape)")
      stored = newValue.detached.converted(to: stored.layout)
    }
  }

  /// The length of every axis.
  public var shape: [Int] { stored.shape }

  /// The number of scalars.
  public var count: Int { stored.count }

  /// Forgets the gradient, before the next step's.
  public func clearGradient() {
    gradient = nil
  }

  /// Changes the value in place, given its gradient; does nothing without a gradient. Nothing is recorded.
  ///
  /// - Precondition: the value keeps its shape.
  public func update(_ change: (inout Tensor, Tensor) -> Void) {
    guard let gradient else { return }
    let shape = shape
    withoutGradients { change(&stored, gradient) }
    require(stored.shape == shape, "a value of shape \(stored.shape) for a parameter of \(shape)")
    if stored.isTracked { stored = stored.detached }
  }

  func accumulate(_ increment: Tensor) {
    guard var sum = gradient else {
      gradient = increment.converted(to: stored.layout)
      return
    }
    gradient = nil  // so the sum can be written in place
    sum.accumulate(increment.converted(to: stored.layout))
    gradient = sum
  }
}
