/// True if operations on parameters are recorded.
enum Recording {
  @TaskLocal static var isEnabled = true
}

/// Runs `body` without recording: no tape grows, and nothing that `body` computes keeps its inputs alive.
///
/// ```swift
/// let accuracy = withoutGradients { model(images).argmax(axis: 1) }
/// ```
public func withoutGradients<Result, Failure: Error>(
  _ body: () throws(Failure) -> Result
) throws(Failure) -> Result {
  var outcome: Swift.Result<Result, Failure>?
  Recording.$isEnabled.withValue(false) {
    do throws(Failure) {
      outcome = .success(try body())
    } catch {
      outcome = .failure(error)
    }
  }
  guard let outcome else { fatalError("withValue returns after it has run its operation") }
  return try outcome.get()
}

extension Tensor {
  /// True if a gradient can flow through this tensor to a parameter.
  public var isTracked: Bool { node != nil }

  /// A copy without history: gradients stop here.
  public var detached: Tensor {
    Tensor(shape: shape, storage: storage, layout: layout)
  }

  /// Gives `result`, computed by hand, a gradient written by hand.
  ///
  /// Only needed if existing operations are not enough; any composition of them already has a gradient.
  ///
  /// ```swift
  /// let cube = Tensor.recorded(x.detached * x.detached * x.detached, from: [x]) { [$0 * 3 * x.detached * x.detached] }
  /// ```
  /// - Parameters:
  ///   - result: the value, which must not itself be tracked.
  ///   - inputs: the tensors that it was computed from.
  ///   - pullback: takes the gradient of the result (its shape) and returns one gradient for each input (its shape), or
  ///     nil. It runs at most once, and never if no input is tracked.
  public static func recorded(
    _ result: Tensor, from inputs: [Tensor], pullback: @escaping (Tensor) -> [Tensor?]
  ) -> Tensor {
    recorded(result, from: inputs) { gradient, _ in pullback(gradient) }
  }

  /// Variant whose pullback may reuse the incoming gradient's storage if it is uniquely referenced, and may accumulate
  /// into gradients already gathered for the inputs.
  static func recorded(
    _ result: Tensor, from inputs: [Tensor], pullback: @escaping (inout Tensor, GatheredGradients) -> [Tensor?]
  ) -> Tensor {
    guard inputs.contains(where: \.isTracked), Recording.isEnabled else { return result }
    var tracked = result
    tracked.node = TapeNode(shape: result.shape, inputs: inputs.map(\.node), pullback: pullback)
    return tracked
  }
}
