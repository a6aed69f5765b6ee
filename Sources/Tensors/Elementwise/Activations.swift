import Foundation

extension Tensor {
  /// The rectifier max(x, 0) (`torch.relu`); its gradient at 0 is 0.
  public func relu() -> Tensor { mapped({ $0 > 0 ? $0 : ($0.isNaN ? $0 : 0) }, slope: { _, y in y > 0 ? 1 : 0 }) }

  /// x where it is positive, else `slope` times x (`torch.nn.functional.leaky_relu`).
  public func leakyReLU(slope: Float = 0.01) -> Tensor {
    mapped({ $0 > 0 ? $0 : $0 * slope }, slope: { x, _ in x > 0 ? 1 : slope })
  }

  /// The logistic function 1 / (1 + e^-x).
  public func sigmoid() -> Tensor { mapped({ logistic($0) }, slope: { _, y in y * (1 - y) }) }

  /// The hyperbolic tangent.
  public func tanh() -> Tensor { mapped({ Foundation.tanh($0) }, slope: { _, y in 1 - y * y }) }

  /// x Φ(x) with the normal distribution's Φ, by the error function (`torch.nn.functional.gelu`).
  public func gelu() -> Tensor {
    mapped(
      { 0.5 * $0 * (1 + erf($0 * 0.707_106_78)) },
      slope: { x, _ in 0.5 * (1 + erf(x * 0.707_106_78)) + x * 0.398_942_28 * Foundation.exp(-0.5 * x * x) })
  }

  /// x times its sigmoid (`torch.nn.functional.silu`).
  public func silu() -> Tensor {
    mapped(
      { $0 * logistic($0) },
      slope: { x, y in
        let gate = logistic(x)
        return gate + y * (1 - gate)
      })
  }

  /// log(1 + e^x), a smooth rectifier (`torch.nn.functional.softplus`).
  public func softplus() -> Tensor {
    mapped({ Swift.max($0, 0) + log1p(Foundation.exp(-$0.magnitude)) }, slope: { x, _ in logistic(x) })
  }

  /// The exponential linear unit: x where positive, else `scale` (e^x - 1) (`torch.nn.functional.elu`).
  public func elu(scale: Float = 1) -> Tensor {
    mapped({ $0 > 0 ? $0 : scale * expm1($0) }, slope: { x, _ in x > 0 ? 1 : scale * Foundation.exp(x) })
  }

  /// x · tanh(log(1 + e^x)) (`torch.nn.functional.mish`). Source: Misra, 2019, arXiv:1908.08681.
  public func mish() -> Tensor { self * softplus().tanh() }

  /// x · (x + 3) / 6 between −3 and 3, 0 below and x above (`torch.nn.functional.hardswish`). Source: Howard et al., 2019,
  /// arXiv:1905.02244.
  public func hardswish() -> Tensor {
    mapped(
      { $0 * Swift.min(Swift.max($0 + 3, 0), 6) / 6 },
      slope: { x, _ in x < -3 ? 0 : x > 3 ? 1 : (2 * x + 3) / 6 })
  }
}

/// 1 / (1 + e^-x), without overflow at either end.
@inline(__always)
func logistic(_ x: Float) -> Float {
  let decay = Foundation.exp(-x.magnitude)
  return (x >= 0 ? 1 : decay) / (1 + decay)
}
