import Foundation
import Tensors

extension SpectralShape {
  /// Height of the peaks of each octave band above its valleys, in decibels, `[bandCount + 1, frames]`;
  /// `librosa.feature.spectral_contrast`.
  ///
  /// Row 0 is what is below `lowestFrequency`, row k the octave above lowestFrequency · 2^(k-1); the last one reaches
  /// to half the rate. A peak is the mean of the largest fraction `quantile` of a band's magnitudes, a valley that of
  /// the smallest (Jiang, Lu, Zhang, Tao and Cai, *Music type classification by spectral contrast feature*, 2002).
  ///
  /// ```swift
  /// let magnitudes = try ShortTimeFourierTransform.standard.magnitudes(of: note)
  /// let contrast = try SpectralShape.contrast(magnitudes, sampleRate: note.sampleRate)  // [7, frames]
  /// ```
  ///
  /// - Parameters:
  ///   - magnitudes: `[bins, frames]`, or `[channels, bins, frames]`.
  ///   - lowestFrequency: the upper edge of the lowest band, in hertz.
  ///   - bandCount: number of octave bands above it.
  ///   - quantile: the fraction of a band's bins that peaks and valleys are the means of.
  ///   - isLinear: true for the difference of magnitudes instead of decibels.
  /// - Throws: `SignalError.invalidParameter` for negative magnitudes, another shape, a band without bins or other
  ///   parameters out of range; `aboveNyquist` for a band beyond half the rate.
  public static func contrast(
    _ magnitudes: Tensor, sampleRate: Int, lowestFrequency: Double = 200, bandCount: Int = 6, quantile: Double = 0.02,
    isLinear: Bool = false, fftLength: Int? = nil
  ) throws -> Tensor {
    try validate(magnitudes)
    try Require.positive(sampleRate, "sampleRate")
    try Require.positive(lowestFrequency, "lowestFrequency")
    try Require.positive(bandCount, "bandCount")
    guard quantile > 0, quantile < 1 else {
      throw SignalError.invalidParameter(name: "quantile", value: "\(quantile)", requirement: "between 0 and 1")
    }
    let spectra = SpectrogramFrames(magnitudes)
    let width = try binWidth(spectra, sampleRate, fftLength)
    let highest = lowestFrequency * exp2(Double(bandCount - 1))
    guard highest < Double(sampleRate) / 2 else {
      throw SignalError.aboveNyquist(
        name: "The highest band of the contrast", frequency: highest, sampleRate: Double(sampleRate))
    }
    let bands = try (0...bandCount).map { band in
      try ContrastBand(
        band, of: bandCount, lowestFrequency: lowestFrequency, quantile: quantile, bins: spectra.bins, binWidth: width)
    }
    let extremes = extremes(spectra, bands)
    let shape = Array(magnitudes.shape.dropLast(2)) + [bandCount + 1, spectra.frames]
    if isLinear {
      return Tensor(shape: shape, scalars: zip(extremes.peaks, extremes.valleys).map { Float($0 - $1) })
    }
    let (peaks, valleys) = (decibels(extremes.peaks), decibels(extremes.valleys))
    return Tensor(shape: shape, scalars: zip(peaks, valleys).map { Float($0 - $1) })
  }

  /// Means of the largest and of the smallest magnitudes, `[channels, bands, frames]` each.
  private static func extremes(
    _ spectra: SpectrogramFrames, _ bands: [ContrastBand]
  ) -> (peaks: [Double], valleys: [Double]) {
    let (bins, frames) = (spectra.bins, spectra.frames)
    let count = spectra.channels * bands.count * frames
    var (peaks, valleys) = ([Double](repeating: 0, count: count), [Double](repeating: 0, count: count))
    spectra.spectrogram.withUnsafeScalars { source in
      peaks.withUnsafeMutableBufferPointer { peaks in
        valleys.withUnsafeMutableBufferPointer { valleys in
          let blocks = (frames + framesPerBlock - 1) / framesPerBlock
          parallelFor(spectra.channels * blocks) { place in
            let (channel, first) = (place / blocks, place % blocks * framesPerBlock)
            let count = min(framesPerBlock, frames - first)
            for (row, band) in bands.enumerated() {
              let target = (channel * bands.count + row) * frames + first
              band.valleysAndPeaks(
                of: UnsafeBufferPointer(rebasing: source[channel * bins * frames..<(channel + 1) * bins * frames]),
                stride: frames, frames: first..<first + count,
                UnsafeMutableBufferPointer(rebasing: valleys[target..<target + count]),
                UnsafeMutableBufferPointer(rebasing: peaks[target..<target + count]))
            }
          }
        }
      }
    }
    return (peaks, valleys)
  }

  private static let framesPerBlock = 32

  /// librosa's `power_to_db` with its defaults: at least 1e-10, and 80 dB below the loudest.
  private static func decibels(_ values: [Double]) -> [Double] {
    let levels = values.map { 10 * log10(max(1e-10, $0)) }
    let floor = (levels.max() ?? 0) - 80
    return levels.map { max($0, floor) }
  }
}

/// The bins of an octave band, and the number of them that form a peak or a valley.
private struct ContrastBand {
  let bins: Range<Int>
  let extremeCount: Int

  init(
    _ band: Int, of bandCount: Int, lowestFrequency: Double, quantile: Double, bins count: Int, binWidth: Double
  ) throws {
    let low = band == 0 ? 0 : lowestFrequency * exp2(Double(band - 1))
    let high = lowestFrequency * exp2(Double(band))
    let inside = (0..<count).filter { Double($0) * binWidth >= low && Double($0) * binWidth <= high }
    guard let first = inside.first, let last = inside.last else {
      throw SignalError.invalidParameter(
        name: "lowestFrequency", value: "\(lowestFrequency) Hz",
        requirement: "so high that a bin, \(binWidth) Hz wide, lies in \(low)…\(high) Hz")
    }
    // librosa takes the bin below too, counts it, and leaves out the topmost bin of all bands but the last.
    let start = band > 0 ? max(0, first - 1) : first
    let end = band == bandCount ? count : last + 1
    bins = start..<(band < bandCount ? end - 1 : end)
    extremeCount = max(1, Int((quantile * Double(end - start)).rounded(.toNearestOrEven)))
    guard !bins.isEmpty else {
      throw SignalError.invalidParameter(
        name: "lowestFrequency", value: "\(lowestFrequency) Hz",
        requirement: "so high that two bins, \(binWidth) Hz wide, lie in \(low)…\(high) Hz")
    }
  }

  /// Means of the smallest and of the largest magnitudes of some frames.
  ///
  /// Each magnitude sinks through those that are kept, the smaller one staying: all frames take the same steps.
  func valleysAndPeaks(
    of magnitudes: UnsafeBufferPointer<Float>, stride: Int, frames: Range<Int>,
    _ valleys: UnsafeMutableBufferPointer<Double>, _ peaks: UnsafeMutableBufferPointer<Double>
  ) {
    let (count, width) = (min(extremeCount, bins.count), frames.count)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * (count + 1) * width) { memory in
      guard let source = magnitudes.baseAddress, let least = memory.baseAddress else { return }
      let most = least + count * width
      let (low, high) = (most + count * width, most + (count + 1) * width)
      least.initialize(repeating: .infinity, count: count * width)
      most.initialize(repeating: -.infinity, count: count * width)
      low.initialize(repeating: 0, count: 2 * width)
      for bin in bins {
        low.update(from: source + bin * stride + frames.lowerBound, count: width)
        high.update(from: low, count: width)
        for place in 0..<count { Self.exchange(low, least + place * width, high, most + place * width, count: width) }
      }
      for frame in 0..<width {
        var (valley, peak) = (0.0, 0.0)
        for place in 0..<count {
          valley += Double(least[place * width + frame])
          peak += Double(most[place * width + frame])
        }
        valleys[frame] = valley / Double(count)
        peaks[frame] = peak / Double(count)
      }
    }
  }

  /// Leaves the smaller of two numbers in `least` and the larger in `most`, and passes the others on.
  @inline(__always)
  private static func exchange(
    _ low: UnsafeMutablePointer<Float>, _ least: UnsafeMutablePointer<Float>, _ high: UnsafeMutablePointer<Float>,
    _ most: UnsafeMutablePointer<Float>, count: Int
  ) {
    for index in 0..<count {
      let (a, b, c, d) = (low[index], least[index], high[index], most[index])
      least[index] = a < b ? a : b
      low[index] = a < b ? b : a
      most[index] = c > d ? c : d
      high[index] = c > d ? d : c
    }
  }
}
