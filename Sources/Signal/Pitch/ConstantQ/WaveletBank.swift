import Foundation

/// The wavelets of a constant-Q transform before they are fitted to a rate.
///
/// The wavelet of frequency f at rate s spans L = Q·s / (f + γ/α) samples: e^(2πinf/s) for n from ⌊-L/2⌋ to ⌊L/2⌋ - 1 under a
/// periodic window, divided by its norm (`librosa.filters.wavelet`).
struct WaveletBank {
  private let transform: VariableQTransform
  private let frequencies: [Double]
  /// Q of each bin.
  private let qualities: [Double]
  /// γ of each bin in hertz, and γ/α.
  private let offsets: [(bandwidth: Double, frequency: Double)]

  /// - Throws: `SignalError.invalidParameter` for intervals that are not ratios within an octave.
  init(_ transform: VariableQTransform, tuning: Double) throws {
    self.transform = transform
    frequencies = try ConstantQPlan.frequencies(of: transform, tuning: tuning)
    let ratios = Self.ratios(of: frequencies, transform)
    qualities = ratios.map { transform.filterScale * ($0 + 1) / ($0 - 1) }
    offsets = ratios.map { ratio in
      let relative = (ratio - 1) / (ratio + 1)
      let bandwidth = transform.bandwidthOffset ?? relative * 24.7 / 0.108
      return (bandwidth, bandwidth / relative)
    }
  }

  /// The squared ratio of each bin to the next: of both neighbours where they differ.
  private static func ratios(of frequencies: [Double], _ transform: VariableQTransform) -> [Double] {
    let last = frequencies.count - 1
    if transform.intervals == .equal || last < 1 {
      return [Double](repeating: exp2(2 / Double(transform.octaveBinCount)), count: frequencies.count)
    }
    return frequencies.indices.map { bin in
      if bin == 0 { return pow(frequencies[1] / frequencies[0], 2) }
      if bin == last { return pow(frequencies[last] / frequencies[last - 1], 2) }
      return frequencies[bin + 1] / frequencies[bin - 1]
    }
  }

  /// The highest frequency that a wavelet reaches, in hertz.
  var cutoff: Double {
    frequencies.indices.reduce(0) { highest, bin in
      let reach = frequencies[bin] * (1 + 0.5 * transform.window.bandwidth / qualities[bin])
      return max(highest, reach + 0.5 * offsets[bin].bandwidth)
    }
  }

  /// Samples that each wavelet spans, lowest bin first.
  func spans(rate: Double) -> [Double] { frequencies.indices.map { span(of: $0, rate: rate) } }

  private func span(of bin: Int, rate: Double) -> Double {
    qualities[bin] * rate / (frequencies[bin] + offsets[bin].frequency)
  }

  /// The filters of some bins at one octave's rate.
  ///
  /// - Parameters:
  ///   - rate: the octave's rate; filters are raised by √(startRate / rate), which resampling has lowered the signal by.
  ///   - previous: the octave above. If its wavelets are the same up to the rate, as they are if hops can be halved,
  ///     they are reused.
  ///   - shortestTransform: the least length of the frames that the filters apply to.
  func filters(
    bins: Range<Int>, rate: Double, startRate: Double, isScaled: Bool, previous: WaveletFilters?,
    shortestTransform: Int = 1
  ) throws -> WaveletFilters {
    let spans = bins.map { span(of: $0, rate: rate) }
    let longest = spans.max() ?? 1
    guard longest < Double(Self.longestWavelet) else {
      throw SignalError.invalidParameter(
        name: "minimumFrequency", value: "\(frequencies[bins.lowerBound]) Hz",
        requirement: "so high that a wavelet spans fewer than \(Self.longestWavelet) samples")
    }
    let fftLength = max(shortestTransform, 1 << Int(log2(longest).rounded(.up)))
    let gains = bins.map { bin in
      (startRate / rate).squareRoot() / (isScaled ? span(of: bin, rate: startRate).squareRoot() : 1)
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

  /// The first sample and the number of samples, centred on 0.
  var first: Int { Int((-span / 2).rounded(.down)) }
  var count: Int { Int((span / 2).rounded(.down)) - first }

  /// Equal up to the last bits, which halving a rate can cost.
  func isSame(as other: Wavelet) -> Bool {
    first == other.first && count == other.count
      && abs(cyclesPerSample - other.cyclesPerSample) <= 1e-12 * cyclesPerSample
      && abs(span - other.span) <= 1e-12 * span
  }
}
