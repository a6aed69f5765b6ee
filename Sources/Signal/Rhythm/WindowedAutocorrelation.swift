/// Likeness of a windowed stretch of a curve to itself shifted by each lag, from its power spectrum.
///
/// r[l] = Σₙ x[n] x[n + l] for l in 0..<length, zeros lying beyond (Wiener and Khinchin). A value for one thread: it
/// owns the memory that the transforms work in.
struct WindowedAutocorrelation {
  private let weights: [Double]
  private let transform: RealFourierTransform
  private let buffer: FourierBuffer

  init(weights: [Double]) {
    self.weights = weights
    let length = Self.fastLength(atLeast: max(1, 2 * weights.count - 1))
    transform = RealFourierTransform.of(length: length)
    buffer = FourierBuffer(length: length)
  }

  /// The numbers for as many lags as there are weights, valid until the next call.
  ///
  /// - Parameter curve: at least as many numbers as weights.
  func callAsFunction(_ curve: UnsafePointer<Double>) -> UnsafeMutablePointer<Double> {
    let samples = buffer.samples
    for index in 0..<weights.count { samples[index] = curve[index] * weights[index] }
    for index in weights.count..<transform.length { samples[index] = 0 }
    transform.forward(buffer)
    let bins = buffer.bins
    for bin in 0...transform.length / 2 {
      bins[2 * bin] = bins[2 * bin] * bins[2 * bin] + bins[2 * bin + 1] * bins[2 * bin + 1]
      bins[2 * bin + 1] = 0
    }
    transform.inverse(buffer)
    return samples
  }

  /// The smallest power of 2, or 3 or 5 times one, that is not smaller.
  private static func fastLength(atLeast length: Int) -> Int {
    [2, 6, 10].reduce(Int.max) { best, factor in
      var product = factor
      while product < length { product *= 2 }
      return min(best, product)
    }
  }
}
