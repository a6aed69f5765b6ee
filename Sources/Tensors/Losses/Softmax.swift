import Foundation

extension Tensor {
  /// e^x over the sum of e^x along an axis, with the largest x subtracted first to avoid overflow; the same shape
  /// (`torch.softmax`). Negative axes count from the end.
  public func softmax(axis: Int = -1) -> Tensor {
    onLastAxis(axis) { rows in
      let result = rows.detached.normalizedExponentials(logarithmic: false)
      return Tensor.recorded(result, from: [rows]) { gradient in
        let weighted = gradient * result
        return [weighted - result * weighted.sum(axis: -1, keepingAxes: true)]
      }
    }
  }

  /// The logarithm of `softmax`, computed without taking a logarithm of a small number; the same shape
  /// (`torch.log_softmax`).
  public func logSoftmax(axis: Int = -1) -> Tensor {
    onLastAxis(axis) { rows in
      let result = rows.detached.normalizedExponentials(logarithmic: true)
      return Tensor.recorded(result, from: [rows]) { gradient in
        [gradient - result.exp() * gradient.sum(axis: -1, keepingAxes: true)]
      }
    }
  }

  private func onLastAxis(_ axis: Int, _ body: (Tensor) -> Tensor) -> Tensor {
    let axis = Self.resolve(axis: axis, in: shape)
    guard axis != rank - 1 else { return body(reshaped(to: shape)) }
    var order = Array(0..<rank)
    order.swapAt(axis, rank - 1)
    return body(permuted(order)).permuted(order)
  }

  /// Row by row over the last axis, with sums in double precision.
  private func normalizedExponentials(logarithmic: Bool) -> Tensor {
    let result = Tensor(uninitialized: shape)
    let length = shape[rank - 1]
    guard count > 0 else { return result }
    let (source, target) = (storage.base, result.storage.base)
    parallelFor(count / length, grain: Swift.max(1, 4096 / length)) { rows in
      for row in rows {
        let (x, y) = (source + row * length, target + row * length)
        var largest = x[0]
        for index in 0..<length where x[index] > largest || x[index].isNaN { largest = x[index] }
        var total = 0.0
        for index in 0..<length { total += Foundation.exp(Double(x[index] - largest)) }
        for index in 0..<length {
          let shifted = Double(x[index] - largest)
          y[index] = Float(logarithmic ? shifted - Foundation.log(total) : Foundation.exp(shifted) / total)
        }
      }
    }
    return result
  }
}
