import Foundation

/// Wavelets transformed to frequency, with the least of each left out: one sparse row per wavelet.
struct WaveletFilters: Sendable {
  /// The input of the rows.
  let wavelets: [Wavelet]
  /// The length of the frames that the rows apply to.
  let fftLength: Int
  /// Row r has the entries `starts[r]..<starts[r + 1]`.
  let starts: [Int]
  /// The frequency bin of each entry.
  let columns: [Int32]
  /// Real and imaginary part of each entry, without the gain.
  let values: [Double]
  /// The factor of each row.
  let gains: [Double]

  /// The rows with other gains.
  func scaled(by gains: [Double]) -> WaveletFilters {
    WaveletFilters(
      wavelets: wavelets, fftLength: fftLength, starts: starts, columns: columns, values: values, gains: gains)
  }

  private init(
    wavelets: [Wavelet], fftLength: Int, starts: [Int], columns: [Int32], values: [Double], gains: [Double]
  ) {
    self.wavelets = wavelets
    self.fftLength = fftLength
    self.starts = starts
    self.columns = columns
    self.values = values
    self.gains = gains
  }

  /// Transforms each wavelet, times span / fftLength, and keeps its largest bins.
  init(
    _ wavelets: [Wavelet], fftLength: Int, window: Window, norm: Double?, sparsity: Double, gains: [Double]
  ) {
    let transform = RealFourierTransform.of(length: fftLength)
    let (realParts, imaginaryParts) = (FourierBuffer(length: fftLength), FourierBuffer(length: fftLength))
    let binCount = fftLength / 2 + 1
    var starts = [0]
    var columns: [Int32] = []
    var values: [Double] = []
    for wavelet in wavelets {
      let samples = Self.samples(of: wavelet, window: window, norm: norm)
      let scale = wavelet.span / Double(fftLength)
      let lead = (fftLength - wavelet.count) / 2
      realParts.samples.update(repeating: 0, count: fftLength)
      imaginaryParts.samples.update(repeating: 0, count: fftLength)
      for index in 0..<wavelet.count {
        realParts.samples[lead + index] = samples[2 * index] * scale
        imaginaryParts.samples[lead + index] = samples[2 * index + 1] * scale
      }
      transform.forward(realParts)
      transform.forward(imaginaryParts)
      // The transform of a + ib is A + iB.
      var row = [Double](repeating: 0, count: 2 * binCount)
      for bin in 0..<binCount {
        row[2 * bin] = realParts.bins[2 * bin] - imaginaryParts.bins[2 * bin + 1]
        row[2 * bin + 1] = realParts.bins[2 * bin + 1] + imaginaryParts.bins[2 * bin]
      }
      for bin in Self.largest(of: row, dropping: sparsity) {
        columns.append(Int32(bin))
        values += [Double(Float(row[2 * bin])), Double(Float(row[2 * bin + 1]))]
      }
      starts.append(columns.count)
    }
    self.init(
      wavelets: wavelets, fftLength: fftLength, starts: starts, columns: columns, values: values, gains: gains)
  }

  /// Real and imaginary parts of a wavelet in time, divided by its norm: `[2 · count]`.
  static func samples(of wavelet: Wavelet, window: Window, norm: Double?) -> [Double] {
    let weights = window.weights(length: wavelet.count)
    let length: Double
    switch norm {
    case nil: length = 1
    case .some(let p) where p.isInfinite: length = weights.map(abs).max() ?? 0
    case .some(let p): length = pow(weights.reduce(0) { $0 + pow(abs($1), p) }, 1 / p)
    }
    let scale = length > 0 ? 1 / length : 1
    return weights.enumerated().flatMap { index, weight in
      let angle = 2 * Double.pi * Double(wavelet.first + index) * wavelet.cyclesPerSample
      return [cos(angle) * weight * scale, sin(angle) * weight * scale]
    }
  }

  /// The bins that stay when the smallest, up to a fraction of the sum of magnitudes, go
  /// (`librosa.util.sparsify_rows`).
  private static func largest(of row: [Double], dropping share: Double) -> [Int] {
    let magnitudes = (0..<row.count / 2).map { bin -> Double in
      let (real, imaginary) = (row[2 * bin], row[2 * bin + 1])
      return (real * real + imaginary * imaginary).squareRoot()
    }
    let sorted = magnitudes.sorted()
    let total = sorted.reduce(0, +)
    var sum = 0.0
    let threshold = sorted.first { (magnitude: Double) -> Bool in
      sum += magnitude / total
      return !(sum < share)
    }
    return magnitudes.indices.filter { magnitudes[$0] >= threshold ?? 0 }
  }
}
