extension Tensor {
  /// A copy with another shape and the scalars in the same row-major order. One axis may be -1: its length is inferred.
  ///
  /// - Precondition: the new shape has the same number of scalars.
  public func reshaped(to newShape: [Int]) -> Tensor {
    let resolved = Self.resolve(newShape, count: count)
    require(Self.count(of: resolved) == count, "shape \(shape) holds \(count) scalars and cannot become \(newShape)")
    let source = detached.converted(to: .rowMajor)
    let result = Tensor(shape: resolved, storage: source.storage)
    return Tensor.recorded(result, from: [self]) { [shape] in [$0.reshaped(to: shape)] }
  }

  /// Merges all axes from `axis` on into one, for example before a linear layer (`torch.flatten`).
  public func flattened(from axis: Int = 0) -> Tensor {
    let axis = rank == 0 ? 0 : Self.resolve(axis: axis, in: shape)
    return reshaped(to: Array(shape[..<axis]) + [Self.count(of: Array(shape[axis...]))])
  }

  /// A new axis of length 1 in front of `axis`.
  public func expandingShape(at axis: Int) -> Tensor {
    let place = axis < 0 ? axis + rank + 1 : axis
    require((0...rank).contains(place), "a new axis \(axis) is out of range for shape \(shape)")
    var shape = shape
    shape.insert(1, at: place)
    return reshaped(to: shape)
  }

  /// The tensor without an axis of length 1 (`torch.squeeze`).
  ///
  /// - Precondition: the axis has length 1.
  public func removingAxis(_ axis: Int) -> Tensor {
    let axis = Self.resolve(axis: axis, in: shape)
    require(shape[axis] == 1, "axis \(axis) of shape \(shape) has more than one entry, so it cannot be removed")
    var shape = shape
    shape.remove(at: axis)
    return reshaped(to: shape)
  }

  /// The axes in another order: axis `i` of the result is axis `order[i]` of this tensor (`numpy.transpose`).
  ///
  /// - Precondition: `order` names every axis once.
  public func permuted(_ order: [Int]) -> Tensor {
    let order = order.map { Self.resolve(axis: $0, in: shape) }
    require(order.sorted() == Array(0..<rank), "\(order) is not a permutation of the axes of shape \(shape)")
    if order == Array(0..<rank) { return self }
    let strides = strides
    let result = Tensor.copied(from: self, shape: order.map { shape[$0] }, strides: order.map { strides[$0] })
    var inverse = order
    for (index, axis) in order.enumerated() { inverse[axis] = index }
    return Tensor.recorded(result, from: [self]) { [inverse] in [$0.permuted(inverse)] }
  }

  /// The last two axes exchanged: the transpose of a matrix, or of each matrix in a stack.
  public func transposed() -> Tensor {
    require(rank >= 2, "a transpose needs two axes, but the shape is \(shape)")
    return permuted(Array(0..<(rank - 2)) + [rank - 1, rank - 2])
  }

  /// Copies a strided view into row-major order.
  static func copied(from source: Tensor, offset: Int = 0, shape: [Int], strides: [Int]) -> Tensor {
    let result = Tensor(uninitialized: shape)
    guard result.count > 0 else { return result }
    let base = source.storage.base + offset
    guard let length = shape.last, let step = strides.last else {
      result.storage.base[0] = base[0]
      return result
    }
    let rows = result.count / length
    parallelFor(rows, grain: Swift.max(1, elementwiseGrain / length)) { range in
      for row in range {
        var (rest, offset) = (row, 0)
        for axis in stride(from: shape.count - 2, through: 0, by: -1) {
          offset += rest % shape[axis] * strides[axis]
          rest /= shape[axis]
        }
        let (from, to) = (base + offset, result.storage.base + row * length)
        if step == 1 {
          to.update(from: from, count: length)
        } else {
          for index in 0..<length { to[index] = from[index * step] }
        }
      }
    }
    withExtendedLifetime(source.storage) {}
    return result
  }

  private static func resolve(_ shape: [Int], count: Int) -> [Int] {
    guard let unknown = shape.firstIndex(of: -1) else { return shape }
    require(shape.count { $0 == -1 } == 1, "shape \(shape) has more than one axis that is inferred (-1)")
    var resolved = shape
    resolved[unknown] = 1
    let known = Self.count(of: resolved)
    require(known > 0 && count % known == 0, "\(count) scalars cannot take shape \(shape)")
    resolved[unknown] = count / known
    return resolved
  }
}
