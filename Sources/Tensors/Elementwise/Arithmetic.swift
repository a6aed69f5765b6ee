extension Tensor {
  /// The sum, scalar by scalar; axes of length 1 repeat, as in NumPy.
  public static func + (left: Tensor, right: Tensor) -> Tensor {
    let result = combined(left, right) { $0 + $1 }
    return recorded(result, from: [left, right]) {
      [left = OperandTraits(left), right = OperandTraits(right)] gradient in
      [
        left.isTracked ? gradient.summed(toShape: left.shape) : nil,
        right.isTracked ? gradient.summed(toShape: right.shape) : nil,
      ]
    }
  }

  /// The difference, scalar by scalar; axes of length 1 repeat, as in NumPy.
  public static func - (left: Tensor, right: Tensor) -> Tensor {
    let result = combined(left, right) { $0 - $1 }
    return recorded(result, from: [left, right]) {
      [left = OperandTraits(left), right = OperandTraits(right)] gradient in
      [
        left.isTracked ? gradient.summed(toShape: left.shape) : nil,
        right.isTracked ? (-gradient).summed(toShape: right.shape) : nil,
      ]
    }
  }

  /// The product, scalar by scalar (`matmul` is the matrix product); axes of length 1 repeat, as in NumPy.
  public static func * (left: Tensor, right: Tensor) -> Tensor {
    let result = combined(left, right) { $0 * $1 }
    return recorded(result, from: [left, right]) { gradient in
      [
        left.isTracked ? (gradient * right.detached).summed(toShape: left.shape) : nil,
        right.isTracked ? (gradient * left.detached).summed(toShape: right.shape) : nil,
      ]
    }
  }

  /// The quotient, scalar by scalar; axes of length 1 repeat, as in NumPy.
  public static func / (left: Tensor, right: Tensor) -> Tensor {
    let result = combined(left, right) { $0 / $1 }
    return recorded(result, from: [left, right]) { gradient in
      let byRight = gradient / right.detached
      return [
        left.isTracked ? byRight.summed(toShape: left.shape) : nil,
        right.isTracked ? (-byRight * result).summed(toShape: right.shape) : nil,
      ]
    }
  }

  /// Every scalar with its sign changed.
  public static prefix func - (operand: Tensor) -> Tensor {
    operand.mapped({ -$0 }, slope: { _, _ in -1 })
  }

  /// Adds one number to every scalar.
  public static func + (left: Tensor, right: Float) -> Tensor {
    left.mapped({ $0 + right }, slope: { _, _ in 1 })
  }

  /// Adds one number to every scalar.
  public static func + (left: Float, right: Tensor) -> Tensor { right + left }

  /// Takes one number from every scalar.
  public static func - (left: Tensor, right: Float) -> Tensor { left + -right }

  /// Takes every scalar from one number.
  public static func - (left: Float, right: Tensor) -> Tensor {
    right.mapped({ left - $0 }, slope: { _, _ in -1 })
  }

  /// Multiplies every scalar by one number.
  public static func * (left: Tensor, right: Float) -> Tensor {
    left.mapped({ $0 * right }, slope: { _, _ in right })
  }

  /// Multiplies every scalar by one number.
  public static func * (left: Float, right: Tensor) -> Tensor { right * left }

  /// Divides every scalar by one number.
  public static func / (left: Tensor, right: Float) -> Tensor {
    left.mapped({ $0 / right }, slope: { _, _ in 1 / right })
  }

  /// Divides one number by every scalar.
  public static func / (left: Float, right: Tensor) -> Tensor {
    right.mapped({ left / $0 }, slope: { x, y in -y / x })
  }

  /// Adds one number to every scalar of `left`.
  public static func += (left: inout Tensor, right: Float) { left = left + right }

  /// Takes one number from every scalar of `left`.
  public static func -= (left: inout Tensor, right: Float) { left = left - right }

  /// Multiplies every scalar of `left` by one number.
  public static func *= (left: inout Tensor, right: Float) { left = left * right }

  /// Divides every scalar of `left` by one number.
  public static func /= (left: inout Tensor, right: Float) { left = left / right }

  /// Adds `right` to `left`, as `left = left + right`.
  public static func += (left: inout Tensor, right: Tensor) { left = left + right }

  /// Takes `right` from `left`, as `left = left - right`.
  public static func -= (left: inout Tensor, right: Tensor) { left = left - right }

  /// Multiplies `left` by `right`, as `left = left * right`.
  public static func *= (left: inout Tensor, right: Tensor) { left = left * right }

  /// Divides `left` by `right`, as `left = left / right`.
  public static func /= (left: inout Tensor, right: Tensor) { left = left / right }

  /// The larger of the two, scalar by scalar. For equal values the left one takes the gradient.
  public static func maximum(_ left: Tensor, _ right: Tensor) -> Tensor {
    selected(left, right, combined(left, right) { $0 >= $1 || $0.isNaN ? 1 : 0 })
  }

  /// The smaller of the two, scalar by scalar. For equal values the left one takes the gradient.
  public static func minimum(_ left: Tensor, _ right: Tensor) -> Tensor {
    selected(left, right, combined(left, right) { $0 <= $1 || $0.isNaN ? 1 : 0 })
  }

  /// 1 where the scalar is larger than `threshold`, else 0. No gradient passes.
  public func isGreater(than threshold: Float) -> Tensor {
    detached.mapped({ $0 > threshold ? 1 : 0 }, slope: { _, _ in 0 })
  }

  /// 1 where the scalar is smaller than `threshold`, else 0. No gradient passes.
  public func isLess(than threshold: Float) -> Tensor {
    detached.mapped({ $0 < threshold ? 1 : 0 }, slope: { _, _ in 0 })
  }

  /// 1 where the scalar is larger than the other tensor's, else 0; axes of length 1 repeat. No gradient passes.
  public func isGreater(than other: Tensor) -> Tensor {
    Tensor.combined(self, other) { $0 > $1 ? 1 : 0 }
  }

  /// 1 where the scalar is smaller than the other tensor's, else 0; axes of length 1 repeat. No gradient passes.
  public func isLess(than other: Tensor) -> Tensor { other.isGreater(than: self) }

  /// 1 where two tensors hold the same number, else 0. No gradient passes.
  public func isEqual(to other: Tensor) -> Tensor {
    Tensor.combined(self, other) { $0 == $1 ? 1 : 0 }
  }

  /// `left` where `mask` is 1, `right` where it is 0; all three broadcast.
  public static func selected(_ left: Tensor, _ right: Tensor, _ mask: Tensor) -> Tensor {
    let mask = mask.detached
    let first = combined(mask, left) { $0 != 0 ? $1 : 0 }
    let second = combined(mask, right) { $0 != 0 ? 0 : $1 }
    return recorded(combined(first, second) { $0 + $1 }, from: [left, right]) { gradient in
      [
        left.isTracked ? combined(mask, gradient) { $0 != 0 ? $1 : 0 }.summed(toShape: left.shape) : nil,
        right.isTracked ? combined(mask, gradient) { $0 != 0 ? 0 : $1 }.summed(toShape: right.shape) : nil,
      ]
    }
  }

  /// Adds `increment`, of the same shape, in place if the storage is uniquely referenced. Not recorded.
  mutating func accumulate(_ increment: Tensor) {
    guard layout == increment.layout, isUnshared else {
      self = Tensor.combined(detached, increment.detached) { $0 + $1 }
      return
    }
    let (sum, addend) = (storage.base, increment.storage.base)
    parallelFor(count, grain: elementwiseGrain) { range in
      for index in range { sum[index] += addend[index] }
    }
  }
}

/// The part of an operand that a gradient needs, so the tape does not keep the operand itself.
private struct OperandTraits {
  let shape: [Int]
  let isTracked: Bool

  init(_ tensor: Tensor) {
    shape = tensor.shape
    isTracked = tensor.isTracked
  }
}
