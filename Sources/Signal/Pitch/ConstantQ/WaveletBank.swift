import Foundation

/// The wavelets of a constant-Q transform before they are fitted to a rate.
///
/// The wavelet of frequency f at rate s spans L = Q·s / f samples: e^(2πinf/s) for n from ⌊-L/2⌋ to ⌊L/2⌋ - 1 under a
/// periodic window, divided by its norm (`librosa.filters.wavelet`).
struct WaveletBank {
  private let transform: ConstantQTransform
  private let frequencies: [Double]
  private let quality: Double

  init(_ transform: ConstantQTransform, frequencies: [Double]) {
    self.transform = transform
    self.frequencies = frequencies
    let ratio = exp2(2 / Double(transform.binsPerOctave))
    quality = transform.filterScale * (ratio + 1) / (ratio - 1)
  }

  /// How far the highest wavelet reaches in frequency, in hertz.
  var cutoff: Double { (frequencies.last ?? 0) * (1 + 0.5 * transform.window.bandwidth / quality) }

  /// How many samples each wavelet spans, lowest bin first.
  func spans(rate: Double) -> [Double] { frequencies.map { quality * rate / $0 } }

  /// The filters of some bins at one octave's rate.
  ///
  /// - Parameters:
  ///   - rate: the octave's rate; filters are raised by √(startRate / rate), which resampling has lowered the signal by.
  ///   - previous: the octave above. If its wavelets are the same up to the rate, as they are wherever hops can be
  ///     halved, they are taken over.
  ///   - shortestTransform: the least length of the frames that the filters apply to.
  func filters(
    bins: Range<Int>, rate: Double, startRate: Double, isScaled: Bool, previous: WaveletFilters?,
    shortestTransform: Int = 1
  ) throws -> WaveletFilters {
    let spans = bins.map { quality * rate / frequencies[$0] }
    let longest = spans.max() ?? 1
    guard longest < Double(Self.longestWavelet) else {
      throw SignalError.invalidParameter(
        name: "minimumFrequency", value: "\(frequencies[bins.lowerBound]) Hz",
        requirement: "so high that a wavelet spans fewer than \(Self.longestWavelet) samples")
    }
    let fftLength = max(shortestTransform, 1 << Int(log2(longest).rounded(.up)))
    let gains = bins.map { bin in
      (startRate / rate).squareRoot() / (isScaled ? (quality * startRate / frequencies[bin]).squareRoot() : 1)
    }
    let shapes = zip(bins, spans).map { bin, span in
      Wavelet(cyclesPerSample: frequencies[bin] / rate, span: span)
    }
    if let previous, previous.fftLength == fftLength, zip(previous.wavelets, shapes).allSatisfy({ $0.isSame(as: $1) }),
      previous.wavelets.count == shapes.count
    {
      return previous.scaled(by: gains)
    }
    return WaveletFilters(
      shapes, fftLength: fftLength, window: transform.window, norm: transform.filterNorm,
      sparsity: transform.sparsity, gains: gains)
  }

  private static let longestWavelet = 1 << 24
}

/// A wavelet's frequency and span in samples.
struct Wavelet: Sendable {
  let cyclesPerSample: Double
  let span: Double

  /// The first sample and how many there are, about 0.
  var first: Int { Int((-span / 2).rounded(.down)) }
  var count: Int { Int((span / 2).rounded(.down)) - first }

  /// Equal up to the last bits, which halving a rate can cost.
  func isSame(as other: Wavelet) -> Bool {
    first == other.first && count == other.count
      && abs(cyclesPerSample - other.cyclesPerSample) <= 1e-12 * cyclesPerSample
  }
}
