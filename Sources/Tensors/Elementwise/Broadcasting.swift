/// The alignment of two shapes in an elementwise operation, by NumPy's rule: aligned at the last axis, and a length of
/// 1 repeats.
package struct Broadcast {
  /// The shape of the result.
  package let shape: [Int]
  /// The memory layout of the result: channels last if either operand of its full rank has it.
  package let layout: Layout
  /// Loop lengths in the result's memory order, neighbours merged where both operands allow it.
  private(set) var lengths: [Int] = []
  private(set) var leftStrides: [Int] = []
  private(set) var rightStrides: [Int] = []

  /// - Precondition: each pair of axes is equal or contains a 1.
  init(_ left: Tensor, _ right: Tensor) {
    shape = Self.shape(left.shape, right.shape)
    let imageLike = [left, right].contains { $0.layout == .channelsLast && $0.rank == max(left.rank, right.rank) }
    layout = imageLike ? .channelsLast : .rowMajor
    let order = layout == .channelsLast ? [0, 2, 3, 1] : Array(shape.indices)
    let (a, b) = (Self.strides(of: left, in: shape), Self.strides(of: right, in: shape))
    for axis in order where shape[axis] != 1 {
      let (length, l, r) = (shape[axis], a[axis], b[axis])
      if let last = lengths.indices.last, leftStrides[last] == l * length, rightStrides[last] == r * length {
        lengths[last] *= length
        leftStrides[last] = l
        rightStrides[last] = r
      } else {
        lengths.append(length)
        leftStrides.append(l)
        rightStrides.append(r)
      }
    }
    if lengths.isEmpty { (lengths, leftStrides, rightStrides) = ([1], [0], [0]) }
  }

  /// The shape that two shapes broadcast to.
  package static func shape(_ left: [Int], _ right: [Int]) -> [Int] {
    let rank = max(left.count, right.count)
    let a = Array(repeating: 1, count: rank - left.count) + left
    let b = Array(repeating: 1, count: rank - right.count) + right
    return (0..<rank).map { axis in
      require(
        a[axis] == b[axis] || a[axis] == 1 || b[axis] == 1, "shapes \(left) and \(right) do not broadcast")
      return a[axis] == 1 ? b[axis] : a[axis]
    }
  }

  /// Steps through an operand for each axis of the result; 0 where the operand repeats.
  private static func strides(of tensor: Tensor, in shape: [Int]) -> [Int] {
    let own = tensor.strides
    let missing = shape.count - tensor.rank
    return shape.indices.map { axis in
      axis < missing || tensor.shape[axis - missing] == 1 ? 0 : own[axis - missing]
    }
  }

  /// Calls `body(resultOffset, leftOffset, rightOffset)` for each innermost run.
  func forEachRun(_ body: (Int, Int, Int) -> Void) {
    let inner = lengths[lengths.count - 1]
    let outer = lengths.dropLast().reduce(1, *)
    guard inner > 0 else { return }
    let grain = max(1, elementwiseGrain / inner)
    parallelFor(outer, grain: grain) { runs in
      for run in runs {
        var rest = run
        var (left, right) = (0, 0)
        for axis in stride(from: lengths.count - 2, through: 0, by: -1) {
          let index = rest % lengths[axis]
          rest /= lengths[axis]
          left += index * leftStrides[axis]
          right += index * rightStrides[axis]
        }
        body(run * inner, left, right)
      }
    }
  }
}

/// The fewest scalars worth handing to another thread.
let elementwiseGrain = 16_384

extension Tensor {
  /// Combines two tensors scalar by scalar, repeating axes of length 1.
  @inline(__always)
  static func combined(_ left: Tensor, _ right: Tensor, _ combine: (Float, Float) -> Float) -> Tensor {
    if left.shape == right.shape, left.layout == right.layout {
      let result = Tensor(uninitialized: left.shape, layout: left.layout)
      let (a, b, out) = (left.storage.base, right.storage.base, result.storage.base)
      parallelFor(result.count, grain: elementwiseGrain) { range in
        for index in range { out[index] = combine(a[index], b[index]) }
      }
      return result
    }
    let plan = Broadcast(left, right)
    let result = Tensor(uninitialized: plan.shape, layout: plan.layout)
    let length = plan.lengths[plan.lengths.count - 1]
    let leftStep = plan.leftStrides[plan.lengths.count - 1]
    let rightStep = plan.rightStrides[plan.lengths.count - 1]
    plan.forEachRun { offset, leftOffset, rightOffset in
      let (a, b) = (left.storage.base + leftOffset, right.storage.base + rightOffset)
      let out = result.storage.base + offset
      switch (leftStep, rightStep) {
      case (1, 1): for index in 0..<length { out[index] = combine(a[index], b[index]) }
      case (1, 0): for index in 0..<length { out[index] = combine(a[index], b[0]) }
      case (0, 1): for index in 0..<length { out[index] = combine(a[0], b[index]) }
      default: for index in 0..<length { out[index] = combine(a[index * leftStep], b[index * rightStep]) }
      }
    }
    return result
  }

  /// The gradient of an operand that was repeated to `self`'s shape: the sum over its repeats.
  func summed(toShape target: [Int]) -> Tensor {
    guard shape != target else { return self }
    let missing = rank - target.count
    let axes = shape.indices.filter { $0 < missing || (target[$0 - missing] == 1 && shape[$0] != 1) }
    return sum(axes: axes, keepingAxes: true).reshaped(to: target)
  }

  /// A broadcast copy: the numbers repeated to a larger shape.
  ///
  /// - Precondition: `shape` broadcasts to it.
  public func broadcast(to target: [Int]) -> Tensor {
    require(Broadcast.shape(shape, target) == target, "shape \(shape) does not broadcast to \(target)")
    let result = Tensor.combined(detached, Tensor(zeros: Array(repeating: 1, count: target.count))) { a, _ in a }
    let full = result.shape == target ? result : Tensor.combined(detached, Tensor(zeros: target)) { a, _ in a }
    return Tensor.recorded(full, from: [self]) { [shape] in [$0.summed(toShape: shape)] }
  }
}
