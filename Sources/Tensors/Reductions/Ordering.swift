extension Tensor {
  /// The `count` largest scalars of each row of the last axis, largest first, with their indices (`torch.topk`); equal
  /// ones keep their order, and NaN comes before all numbers.
  ///
  /// - Returns: values `[…, count]`, through which gradients flow, and whole numbers of the same shape.
  /// - Precondition: the last axis has at least `count` entries.
  public func topK(_ count: Int) -> (values: Tensor, indices: Tensor) {
    guard let length = shape.last else { fatalError("a scalar has no largest entries") }
    require((0...length).contains(count), "the last axis of shape \(shape) has fewer than \(count) entries")
    let rows = Self.count(of: Array(shape.dropLast()))
    let places = withUnsafeScalars { scalars in
      (0..<rows).flatMap { row in
        (0..<length).sorted { left, right in
          let (a, b) = (scalars[row * length + left], scalars[row * length + right])
          if a.isNaN || b.isNaN { return a.isNaN && (!b.isNaN || left < right) }
          return a == b ? left < right : a > b
        }.prefix(count)
      }
    }
    let shape = Array(shape.dropLast()) + [count]
    let flat = places.enumerated().map { place, index in place / Swift.max(1, count) * length + index }
    let values = reshaped(to: [-1]).gathered(flat).reshaped(to: shape)
    return (values, Tensor(shape: shape, scalars: places.map(Float.init)))
  }

  /// The scalars of each row of the last axis in order, smallest first or, descending, largest first; NaN counts as the
  /// largest.
  public func sorted(descending: Bool = false) -> Tensor {
    let ordered = topK(shape.last ?? 0).values
    return descending ? ordered : ordered.gathered(Array((0..<(shape.last ?? 0)).reversed()), axis: -1)
  }

  /// Running sums along an axis, each scalar with all before it (`torch.cumsum`).
  public func cumulativeSum(axis: Int) -> Tensor {
    let axis = Self.resolve(axis: axis, in: shape)
    let result = Tensor.summedUp(detached, axis: axis, isReversed: false)
    return Tensor.recorded(result, from: [self]) { [Tensor.summedUp($0, axis: axis, isReversed: true)] }
  }

  private static func summedUp(_ tensor: Tensor, axis: Int, isReversed: Bool) -> Tensor {
    var result = tensor
    let (length, inner) = (tensor.shape[axis], count(of: Array(tensor.shape[(axis + 1)...])))
    result.withUnsafeMutableScalars { scalars in
      for line in 0..<(length == 0 ? 0 : scalars.count / length) {
        let start = line / inner * length * inner + line % inner
        var sum = 0.0
        for step in 0..<length {
          let place = start + (isReversed ? length - 1 - step : step) * inner
          sum += Double(scalars[place])
          scalars[place] = Float(sum)
        }
      }
    }
    return result
  }
}
