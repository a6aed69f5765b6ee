extension Tensor {
  /// The matrix product of the last two axes: `[…, m, k]` by `[…, k, n]` gives `[…, m, n]` (`numpy.matmul`).
  ///
  /// Leading axes broadcast: `[5, 1, m, k]` by `[3, k, n]` gives `[5, 3, m, n]`.
  ///
  /// - Precondition: inner lengths agree, and leading axes broadcast.
  public func matmul(_ other: Tensor) -> Tensor {
    require(
      rank >= 2 && other.rank >= 2 && shape[rank - 1] == other.shape[other.rank - 2],
      "shapes \(shape) and \(other.shape) cannot be multiplied as matrices")
    if other.rank == 2 {
      let rows = reshaped(to: [Self.count(of: Array(shape.dropLast())), shape[rank - 1]])
      return rows.product(other).reshaped(to: Array(shape.dropLast()) + [other.shape[1]])
    }
    let (leading, otherLeading) = (Array(shape.dropLast(2)), Array(other.shape.dropLast(2)))
    let batch = Broadcast.shape(leading, otherLeading)
    let left = reshaped(to: [Self.count(of: leading)] + shape.suffix(2))
    let right = other.reshaped(to: [Self.count(of: otherLeading)] + other.shape.suffix(2))
    let (lefts, rights) = (Self.places(of: leading, in: batch), Self.places(of: otherLeading, in: batch))
    let products = zip(lefts, rights).map { left.selecting($0).product(right.selecting($1)) }
    let resultShape = batch + [shape[rank - 2], other.shape[other.rank - 1]]
    return products.isEmpty ? Tensor(zeros: resultShape) : Tensor.stacked(products).reshaped(to: resultShape)
  }

  /// For each entry of a broadcast shape, row-major, the index of the source entry.
  private static func places(of shape: [Int], in broadcast: [Int]) -> [Int] {
    let padded = [Int](repeating: 1, count: broadcast.count - shape.count) + shape
    var places = [0]
    for (length, wide) in zip(padded, broadcast) {
      places = places.flatMap { place in (0..<wide).map { place * length + (length == 1 ? 0 : $0) } }
    }
    return places
  }

  /// A linear layer, `x · weightᵀ + bias` (`torch.nn.functional.linear`).
  ///
  /// - Parameters:
  ///   - weight: `[outputFeatures, inputFeatures]`.
  ///   - bias: `[outputFeatures]`.
  /// - Returns: `[…, outputFeatures]` for an input of `[…, inputFeatures]`.
  public func linear(weight: Tensor, bias: Tensor? = nil) -> Tensor {
    require(
      weight.rank == 2 && shape.last == weight.shape[1],
      "an input of shape \(shape) does not fit a linear weight of \(weight.shape)")
    let rows = reshaped(to: [Self.count(of: Array(shape.dropLast())), weight.shape[1]])
    let product = rows.product(weight, transposingRight: true)
    let result = product.reshaped(to: Array(shape.dropLast()) + [weight.shape[0]])
    guard let bias else { return result }
    require(bias.shape == [weight.shape[0]], "a bias of shape \(bias.shape) for a linear weight of \(weight.shape)")
    return result + bias
  }

  /// The product of two matrices, either of them optionally transposed.
  private func product(_ right: Tensor, transposingLeft: Bool = false, transposingRight: Bool = false) -> Tensor {
    let left = self
    let rows = left.shape[transposingLeft ? 1 : 0]
    let inner = left.shape[transposingLeft ? 0 : 1]
    let columns = right.shape[transposingRight ? 0 : 1]
    let result = inner == 0 ? Tensor(zeros: [rows, columns]) : Tensor(uninitialized: [rows, columns])
    if inner > 0 {
      BLAS.multiplyInParallel(
        BLAS.Matrix(base: left.storage.base, stride: left.shape[1], isTransposed: transposingLeft),
        BLAS.Matrix(base: right.storage.base, stride: right.shape[1], isTransposed: transposingRight),
        rows: rows, columns: columns, inner: inner, into: result.storage.base, stride: columns)
    }
    return Tensor.recorded(result, from: [left, right]) { gradient in
      let (a, b) = (left.detached, right.detached)
      return [
        left.isTracked ? gradient.product(b, transposingRight: !transposingRight) : nil,
        right.isTracked
          ? (transposingRight
            ? gradient.product(a, transposingLeft: true) : a.product(gradient, transposingLeft: true)) : nil,
      ]
    }
  }
}
