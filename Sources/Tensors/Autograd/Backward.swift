extension Tensor {
  /// Adds the derivative of this number by every parameter that it was computed from to that parameter's `gradient`.
  ///
  /// The tape is consumed: activations are released as soon as the walk has passed them.
  ///
  /// - Precondition: one scalar, computed from at least one parameter whose `requiresGradient` holds.
  public func backward() {
    require(count == 1, "backward() needs a scalar, such as a loss, but the shape is \(shape)")
    backward(seed: Tensor(ones: shape))
  }

  /// Variant for a tensor of any shape, given the derivative of a loss by it.
  public func backward(seed: Tensor) {
    require(seed.shape == shape, "a seed of shape \(seed.shape) for a result of shape \(shape)")
    guard let node else {
      fatalError("backward() found no recorded computation: no parameter with requiresGradient leads to this tensor")
    }
    withoutGradients {
      node.accumulate(seed.detached)
      for node in Self.tape(endingIn: node) { node.propagate() }
    }
  }

  /// Adds the derivatives of this number like ``backward()``, and reports each parameter as soon as its gradient is
  /// complete, while those of earlier layers are still being computed.
  ///
  /// - Parameter whole: Called once for each parameter that the number depends on; never while its gradient changes.
  package func backward(whole: (Parameter) throws -> Void) rethrows {
    require(count == 1, "backward() needs a scalar, such as a loss, but the shape is \(shape)")
    guard let node else {
      fatalError("backward() found no recorded computation: no parameter with requiresGradient leads to this tensor")
    }
    try withoutGradients {
      node.accumulate(Tensor(ones: shape))
      let nodes = Self.tape(endingIn: node)
      var uses: [ObjectIdentifier: Int] = [:]
      for parameter in nodes.lazy.compactMap(\.parameter) { uses[ObjectIdentifier(parameter), default: 0] += 1 }
      for node in nodes {
        node.propagate()
        guard let parameter = node.parameter else { continue }
        uses[ObjectIdentifier(parameter), default: 0] -= 1
        if uses[ObjectIdentifier(parameter)] == 0 { try whole(parameter) }
      }
    }
  }

  /// The parameters whose gradients `backward()` would change, in the order of first use.
  package var trackedParameters: [Parameter] {
    var seen: Set<ObjectIdentifier> = []
    return (node.map(Self.tape(endingIn:)) ?? []).reversed().compactMap(\.parameter).filter {
      seen.insert(ObjectIdentifier($0)).inserted
    }
  }

  /// Every node that `last` depends on, latest first.
  private static func tape(endingIn last: TapeNode) -> [TapeNode] {
    var seen: Set<ObjectIdentifier> = [ObjectIdentifier(last)]
    var nodes = [last]
    var next = 0
    while next < nodes.count {
      for case let input? in nodes[next].inputs where seen.insert(ObjectIdentifier(input)).inserted {
        nodes.append(input)
      }
      next += 1
    }
    return nodes.sorted { $0.order > $1.order }
  }
}

/// The value of `function` at `point`, and its derivative there, also inside `withoutGradients`.
///
/// The function must return one number.
///
/// ```swift
/// let (value, slope) = valueWithGradient(at: Tensor([1, 2])) { ($0 * $0).sum() }  // 5 and [2, 4]
/// ```
public func valueWithGradient(at point: Tensor, of function: (Tensor) -> Tensor) -> (value: Tensor, gradient: Tensor) {
  let parameter = Parameter(point)
  let value = Recording.$isEnabled.withValue(true) { function(parameter.value) }
  if value.isTracked { value.backward() }
  return (value.detached, parameter.gradient ?? Tensor(zeros: point.shape))
}
