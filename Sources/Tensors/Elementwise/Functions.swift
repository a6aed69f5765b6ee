import Foundation

extension Tensor {
  /// Applies a function to every scalar; `slope(x, y)` is its derivative at `x`, where it has the value `y`.
  ///
  /// Use it for a custom activation:
  ///
  /// ```swift
  /// let softsign = x.mapped({ $0 / (1 + abs($0)) }, slope: { x, _ in 1 / ((1 + abs(x)) * (1 + abs(x))) })
  /// ```
  @inline(__always)
  public func mapped(_ function: (Float) -> Float, slope: @escaping (_ x: Float, _ y: Float) -> Float) -> Tensor {
    let result = Tensor(uninitialized: shape, layout: layout)
    let (source, target) = (storage.base, result.storage.base)
    parallelFor(count, grain: elementwiseGrain) { range in
      for index in range { target[index] = function(source[index]) }
    }
    guard isTracked else { return result }
    let input = detached
    return Tensor.recorded(result, from: [self]) { gradient in
      let gradient = gradient.converted(to: input.layout)
      let product = Tensor(uninitialized: input.shape, layout: input.layout)
      let (x, y) = (input.storage.base, result.storage.base)
      let (upstream, out) = (gradient.storage.base, product.storage.base)
      parallelFor(input.count, grain: elementwiseGrain) { range in
        for index in range { out[index] = upstream[index] * slope(x[index], y[index]) }
      }
      return [product]
    }
  }

  /// e to the power of every scalar.
  public func exp() -> Tensor { mapped({ Foundation.exp($0) }, slope: { _, y in y }) }

  /// The natural logarithm; -infinity at 0, NaN below.
  public func log() -> Tensor { mapped({ Foundation.log($0) }, slope: { x, _ in 1 / x }) }

  /// The square root; NaN below 0.
  public func squareRoot() -> Tensor { mapped({ $0.squareRoot() }, slope: { _, y in 0.5 / y }) }

  /// Every scalar times itself.
  public func squared() -> Tensor { mapped({ $0 * $0 }, slope: { x, _ in 2 * x }) }

  /// Every scalar to the power `exponent`.
  public func power(_ exponent: Float) -> Tensor {
    mapped({ pow($0, exponent) }, slope: { x, _ in exponent == 0 ? 0 : exponent * pow(x, exponent - 1) })
  }

  /// The distance from 0; the gradient at 0 is 0.
  public func absolute() -> Tensor {
    mapped({ $0.magnitude }, slope: { x, _ in x > 0 ? 1 : (x < 0 ? -1 : 0) })
  }

  /// The sine, of radians.
  public func sine() -> Tensor { mapped({ Foundation.sin($0) }, slope: { x, _ in Foundation.cos(x) }) }

  /// The cosine, of radians.
  public func cosine() -> Tensor { mapped({ Foundation.cos($0) }, slope: { x, _ in -Foundation.sin(x) }) }

  /// Clamps every scalar to `bounds`; the gradient of clamped scalars is 0.
  public func clamped(to bounds: ClosedRange<Float>) -> Tensor {
    mapped(
      { Swift.min(Swift.max($0, bounds.lowerBound), bounds.upperBound) },
      slope: { x, _ in bounds.contains(x) ? 1 : 0 })
  }

  /// Raises every scalar to at least the bound; the gradient of raised scalars is 0.
  public func clamped(to bounds: PartialRangeFrom<Float>) -> Tensor {
    clamped(to: bounds.lowerBound...(.infinity))
  }

  /// Lowers every scalar to at most the bound; the gradient of lowered scalars is 0.
  public func clamped(to bounds: PartialRangeThrough<Float>) -> Tensor {
    clamped(to: -.infinity...bounds.upperBound)
  }
}
