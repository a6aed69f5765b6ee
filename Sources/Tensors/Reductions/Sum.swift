extension Tensor {
  /// The sum over some axes, or over all of them.
  ///
  /// Partial sums are gathered in double precision and in memory order, so the result is the same on any number of
  /// threads.
  /// - Parameters:
  ///   - axes: those to add up along; negative ones count from the end. Nil adds everything up.
  ///   - keepingAxes: whether summed axes stay, with length 1.
  public func sum(axes: [Int]? = nil, keepingAxes: Bool = false) -> Tensor {
    let plan = Reduction(shape: shape, axes: axes, keepingAxes: keepingAxes)
    let result = plan.sum(self).reshaped(to: plan.shape)
    return Tensor.recorded(result, from: [self]) { [shape] gradient in
      [gradient.reshaped(to: plan.keptShape).broadcast(to: shape)]
    }
  }

  /// The sum along one axis.
  public func sum(axis: Int, keepingAxes: Bool = false) -> Tensor { sum(axes: [axis], keepingAxes: keepingAxes) }

  /// The arithmetic mean over some axes, or over all of them; NaN over nothing.
  public func mean(axes: [Int]? = nil, keepingAxes: Bool = false) -> Tensor {
    let plan = Reduction(shape: shape, axes: axes, keepingAxes: keepingAxes)
    return sum(axes: axes, keepingAxes: keepingAxes) / Float(plan.reducedCount)
  }

  /// The arithmetic mean along one axis.
  public func mean(axis: Int, keepingAxes: Bool = false) -> Tensor { mean(axes: [axis], keepingAxes: keepingAxes) }

  /// The mean squared distance from the mean; with `unbiased`, divided by one less than the number of scalars.
  public func variance(axes: [Int]? = nil, unbiased: Bool = false, keepingAxes: Bool = false) -> Tensor {
    let plan = Reduction(shape: shape, axes: axes, keepingAxes: keepingAxes)
    let centred = self - mean(axes: axes, keepingAxes: true)
    return centred.squared().sum(axes: axes, keepingAxes: keepingAxes) / Float(plan.reducedCount - (unbiased ? 1 : 0))
  }

  /// The square root of the variance, which is NumPy's `std`; `torch.std` is the unbiased one.
  public func standardDeviation(axes: [Int]? = nil, unbiased: Bool = false, keepingAxes: Bool = false) -> Tensor {
    variance(axes: axes, unbiased: unbiased, keepingAxes: keepingAxes).rootOfSquares
  }

  /// The Euclidean norm, the square root of the sum of squares, over some axes or over all of them.
  public func norm(axes: [Int]? = nil, keepingAxes: Bool = false) -> Tensor {
    squared().sum(axes: axes, keepingAxes: keepingAxes).rootOfSquares
  }

  /// The square root of a sum of squares. If the norm is 0, all entries are 0, and the gradient, which does not exist,
  /// is 0.
  private var rootOfSquares: Tensor {
    mapped({ $0.squareRoot() }, slope: { _, root in root == 0 ? 0 : 0.5 / root })
  }
}

/// The reduced axes and the remaining shape.
struct Reduction {
  /// The result's shape.
  let shape: [Int]
  /// The result's shape with reduced axes as 1.
  let keptShape: [Int]
  /// The number of scalars per result.
  let reducedCount: Int
  private let isReduced: [Bool]

  /// - Precondition: axes exist and are different.
  init(shape: [Int], axes: [Int]?, keepingAxes: Bool) {
    var isReduced = [Bool](repeating: axes == nil, count: shape.count)
    for axis in axes ?? [] {
      let index = Tensor.resolve(axis: axis, in: shape)
      require(!isReduced[index], "axis \(axis) is named twice in \(axes ?? [])")
      isReduced[index] = true
    }
    self.isReduced = isReduced
    keptShape = shape.indices.map { isReduced[$0] ? 1 : shape[$0] }
    reducedCount = shape.indices.reduce(1) { isReduced[$1] ? $0 * shape[$1] : $0 }
    self.shape = keepingAxes ? keptShape : shape.indices.filter { !isReduced[$0] }.map { shape[$0] }
  }

  /// Adds up, with the kept axes in row-major order.
  func sum(_ tensor: Tensor) -> Tensor {
    let result = Tensor(uninitialized: keptShape)
    let targetStrides = result.strides
    var loops: [(length: Int, source: Int, target: Int)] = []
    let sourceStrides = tensor.strides
    for axis in tensor.memoryOrder where tensor.shape[axis] != 1 {
      let step = isReduced[axis] ? 0 : targetStrides[axis]
      let length = tensor.shape[axis]
      if let last = loops.last, last.source == sourceStrides[axis] * length, last.target == step * length {
        loops[loops.count - 1] = (last.length * length, sourceStrides[axis], step)
      } else {
        loops.append((length, sourceStrides[axis], step))
      }
    }
    let inner = loops.popLast() ?? (1, 1, 0)
    var sums = [Double](repeating: 0, count: result.count)
    sums.withUnsafeMutableBufferPointer { sums in
      for run in 0..<(tensor.count == 0 ? 0 : loops.reduce(1) { $0 * $1.length }) {
        var (rest, source, target) = (run, 0, 0)
        for loop in loops.reversed() {
          source += rest % loop.length * loop.source
          target += rest % loop.length * loop.target
          rest /= loop.length
        }
        let scalars = tensor.storage.base + source
        if inner.target == 0 {
          sums[target] += Self.sum(scalars, count: inner.length)
        } else {
          for index in 0..<inner.length { sums[target + index * inner.target] += Double(scalars[index]) }
        }
      }
      for index in sums.indices { result.storage.base[index] = Float(sums[index]) }
    }
    return result
  }

  /// Neighbours in memory, eight running sums at a time.
  private static func sum(_ scalars: UnsafePointer<Float>, count: Int) -> Double {
    var lanes = SIMD8<Double>.zero
    var index = 0
    while index + 8 <= count {
      lanes += SIMD8<Double>(UnsafeRawPointer(scalars + index).loadUnaligned(as: SIMD8<Float>.self))
      index += 8
    }
    var total = lanes.sum()
    while index < count {
      total += Double(scalars[index])
      index += 1
    }
    return total
  }
}

extension Tensor {
  /// Converts an axis counted from either end to an index.
  package static func resolve(axis: Int, in shape: [Int]) -> Int {
    require(axis >= -shape.count && axis < shape.count, "axis \(axis) is not in shape \(shape)")
    return axis < 0 ? axis + shape.count : axis
  }
}
