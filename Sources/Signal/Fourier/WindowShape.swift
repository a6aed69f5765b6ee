import Foundation

/// The formulas of windows, for symmetric ones of at least two points, in SciPy's order of computation.
struct WindowShape {
  /// Number of points.
  let count: Int
  private var last: Double { Double(count - 1) }
  private var size: Double { Double(count) }

  func weights(of window: Window) -> [Double] {
    switch window {
    case .hann: cosineSum([0.5, 0.5])
    case .hamming: cosineSum([0.54, 0.46])
    case .blackman: cosineSum([0.42, 0.5, 0.08])
    case .blackmanHarris: cosineSum([0.35875, 0.48829, 0.14128, 0.01168])
    case .nuttall: cosineSum([0.3635819, 0.4891775, 0.1365995, 0.0106411])
    case .flatTop: cosineSum([0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368])
    case .generalHamming(let alpha): cosineSum([alpha, 1 - alpha])
    case .generalCosine(let coefficients): cosineSum(coefficients)
    case .rectangular: [Double](repeating: 1, count: count)
    case .bartlett: points { 1 - abs(2 * $0 / last - 1) }
    case .barthann:
      points { place in
        let distance = abs(place / last - 0.5)
        return 0.62 - 0.48 * distance + 0.38 * cos(2 * Double.pi * distance)
      }
    case .bohman:
      points { place in
        if place == 0 || place == last { return 0 }
        let distance = abs(2 * place / last - 1)
        return (1 - distance) * cos(Double.pi * distance) + sin(Double.pi * distance) / Double.pi
      }
    case .cosine: points { sin(Double.pi / size * ($0 + 0.5)) }
    case .lanczos:
      points { place in
        let x = Double.pi * (2 * place / last - 1)
        return x == 0 ? 1 : sin(x) / x
      }
    case .parzen:
      centred { distance in
        let part = abs(distance) / (size / 2)
        return abs(distance) <= last / 4 ? 1 - 6 * part * part + 6 * part * part * part : 2 * pow(1 - part, 3)
      }
    case .taylor: taylor()
    case .triangular:
      points { place in
        let rank = min(place, last - place) + 1
        return count % 2 == 0 ? (2 * rank - 1) / size : 2 * rank / (size + 1)
      }
    case .tukey(let taper): tukey(taper)
    case .exponential(let decay): centred { exp(-abs($0) / decay) }
    case .kaiser(let beta):
      points { place in
        let x = (place - last / 2) / (last / 2)
        return Self.bessel(beta * max(0, 1 - x * x).squareRoot()) / Self.bessel(beta)
      }
    case .gaussian(let deviation): centred { exp(-$0 * $0 / (2 * deviation * deviation)) }
    case .generalGaussian(let power, let deviation): centred { exp(-0.5 * pow(abs($0 / deviation), 2 * power)) }
    case .chebyshev(let attenuation): chebyshev(attenuation)
    case .slepian(let halfBandwidth): SlepianSequence(count: count, halfBandwidth: halfBandwidth).weights
    }
  }

  private func points(_ weight: (Double) -> Double) -> [Double] { (0..<count).map { weight(Double($0)) } }

  /// The weights by the distance from the middle, in samples.
  private func centred(_ weight: (Double) -> Double) -> [Double] { points { weight($0 - last / 2) } }

  /// Σ (-1)ᵏ aₖ cos(2πki / N), in the order in which SciPy adds.
  private func cosineSum(_ coefficients: [Double]) -> [Double] {
    points { place in
      let angle = -Double.pi + place * (2 * Double.pi / last)
      return coefficients.enumerated().reduce(0) { $0 + $1.element * cos(Double($1.offset) * angle) }
    }
  }

  private func tukey(_ taper: Double) -> [Double] {
    if taper <= 0 { return [Double](repeating: 1, count: count) }
    if taper >= 1 { return cosineSum([0.5, 0.5]) }
    let width = (taper * last / 2).rounded(.down)
    return points { place in
      let fading = min(place, last - place)
      return fading <= width ? 0.5 * (1 + cos(Double.pi * (-1 + 2 * fading / taper / last))) : 1
    }
  }

  /// Four nearly constant side lobes 30 dB below the main one, normalised to 1 in the middle (Taylor, 1955).
  private func taylor() -> [Double] {
    let lobes = 4
    let a = acosh(pow(10, 30.0 / 20)) / Double.pi
    let s2 = Double(lobes * lobes) / (a * a + pow(Double(lobes) - 0.5, 2))
    let factors = (1..<lobes).map { m -> Double in
      let square = Double(m * m)
      var numerator = m % 2 == 1 ? 1.0 : -1.0
      var denominator = 2.0
      for other in 1..<lobes {
        numerator *= 1 - square / s2 / (a * a + pow(Double(other) - 0.5, 2))
        if other != m { denominator *= 1 - square / Double(other * other) }
      }
      return numerator / denominator
    }
    func weight(_ place: Double) -> Double {
      1 + 2
        * factors.enumerated().reduce(0) {
          $0 + $1.element * cos(2 * Double.pi * Double($1.offset + 1) * (place - size / 2 + 0.5) / size)
        }
    }
    let scale = 1 / weight(last / 2)
    return points { scale * weight($0) }
  }

  /// The transform of Chebyshev's polynomial on the unit circle, divided by its largest weight (Dolph, 1946).
  private func chebyshev(_ attenuation: Double) -> [Double] {
    let beta = cosh(acosh(pow(10, attenuation / 20)) / last)
    let response = points { place -> Double in
      let x = beta * cos(Double.pi * place / size)
      if x > 1 { return cosh(last * acosh(x)) }
      if x < -1 { return (count % 2 == 1 ? 1 : -1) * cosh(last * acosh(-x)) }
      return cos(last * acos(x))
    }
    // The real part of the transform; an even count is turned by half a sample.
    let transform = RealFourierTransform.of(length: count)
    let (cosines, sines) = (FourierBuffer(length: count), FourierBuffer(length: count))
    for (place, value) in response.enumerated() {
      let angle = count % 2 == 0 ? Double.pi * Double(place) / size : 0
      cosines.samples[place] = value * cos(angle)
      sines.samples[place] = value * sin(angle)
    }
    transform.forward(cosines)
    transform.forward(sines)
    let half = count % 2 == 0 ? count / 2 + 1 : (count + 1) / 2
    let side = (0..<half).map { cosines.bins[2 * $0] - sines.bins[2 * $0 + 1] }
    let all = side.dropFirst().reversed() + (count % 2 == 0 ? side.dropFirst() : side[...])
    let largest = all.max() ?? 1
    return all.map { $0 / largest }
  }

  /// I₀, the modified Bessel function of the first kind: Σ (x/2)²ᵏ / (k!)².
  private static func bessel(_ x: Double) -> Double {
    let quarter = x * x / 4
    var (term, sum, step) = (1.0, 1.0, 1.0)
    while term > sum * 1e-17 {
      term *= quarter / (step * step)
      sum += term
      step += 1
    }
    return sum
  }
}
