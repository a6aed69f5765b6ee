import Foundation
import Tensors

extension ConstantQTransform {
  /// The sound of a constant-Q spectrum, approximately: what its bins do not cover is lost; `librosa.icqt`.
  ///
  /// Each octave's bins are multiplied by the conjugate wavelets over their energy, its frames transformed back and
  /// overlapped, and the octaves resampled to the whole rate and added up.
  ///
  /// ```swift
  /// let transform = ConstantQTransform()
  /// let back = try transform.inverse(transform(note), sampleRate: note.sampleRate, frameCount: note.frameCount)
  /// ```
  ///
  /// - Parameters:
  ///   - spectrum: `[bins, frames]`, or `[channels, bins, frames]`, of this transform; `binCount` of it is not used.
  ///   - sampleRate: the rate of the result, in hertz.
  ///   - frameCount: number of samples per channel; nil derives it from the frames.
  /// - Throws: `SignalError.invalidParameter` for another shape, or a tuning that is to be estimated.
  public func inverse(_ spectrum: ComplexTensor, sampleRate: Int, frameCount: Int? = nil) throws -> Waveform {
    let rank = spectrum.shape.count
    guard rank == 2 || rank == 3, spectrum.count > 0 else {
      throw SignalError.invalidParameter(
        name: "spectrum", value: "of shape \(spectrum.shape)", requirement: "[bins, frames], of at least one frame")
    }
    guard let tuning else {
      throw SignalError.invalidParameter(
        name: "tuning", value: "nil", requirement: "the number that the transform used")
    }
    try Require.positive(sampleRate, "sampleRate")
    if let frameCount { try Require.positive(frameCount, "frameCount") }
    var transform = self
    transform.binCount = spectrum.shape[rank - 2]
    try ConstantQPlan.validate(transform.variable)
    let inverse = try ConstantQInverse(
      WaveletBank(transform.variable, tuning: tuning), transform, sampleRate: Double(sampleRate))
    let channels = rank == 3 ? spectrum.shape[0] : 1
    var samples: [Float] = []
    for channel in 0..<channels {
      samples += try inverse.signal(of: spectrum, channel: channel, frameCount: frameCount)
    }
    return try Waveform(planar: samples, channelCount: channels, sampleRate: sampleRate)
  }
}

/// The octaves of an inverse constant-Q transform, lowest first.
private struct ConstantQInverse {
  private struct Octave {
    let bins: Range<Int>
    let filters: WaveletFilters
    let hopLength: Int
    /// Samples of the result for one of this octave's.
    let stride: Int
    /// Number that each bin is multiplied by.
    let gains: [Double]
  }

  private let octaves: [Octave]
  private let hopLength: Int
  private let longestSpan: Double

  init(_ bank: WaveletBank, _ transform: ConstantQTransform, sampleRate: Double) throws {
    let (count, perOctave) = (transform.binCount, transform.binsPerOctave)
    let octaveCount = (count + perOctave - 1) / perOctave
    let spans = bank.spans(rate: sampleRate)
    // The highest octave keeps the rate; each below halves it, as long as the hop can be.
    let halvings = (0..<octaveCount).map { min(octaveCount - 1 - $0, transform.hopLength.trailingZeroBitCount) }
    var previous: WaveletFilters?
    var octaves: [Octave] = []
    for index in (0..<octaveCount).reversed() {
      let stride = 1 << halvings[index]
      let bins = index * perOctave..<min(count, (index + 1) * perOctave)
      let filters = try bank.filters(
        bins: bins, rate: sampleRate / Double(stride), startRate: sampleRate, isScaled: false, previous: previous)
      previous = filters
      let gains = bins.enumerated().map { row, bin -> Double in
        let entries = 2 * filters.starts[row]..<2 * filters.starts[row + 1]
        let energy = filters.values[entries].reduce(0) { $0 + $1 * $1 }
        let gain = Double(filters.fftLength) / spans[bin] / energy
        return transform.isScaled ? gain * spans[bin].squareRoot() : gain
      }
      octaves.insert(
        Octave(bins: bins, filters: filters, hopLength: transform.hopLength / stride, stride: stride, gains: gains),
        at: 0)
    }
    self.octaves = octaves
    hopLength = transform.hopLength
    longestSpan = spans.max() ?? 0
  }

  /// The sum of all octaves, cut or filled up to `frameCount`.
  func signal(of spectrum: ComplexTensor, channel: Int, frameCount: Int?) throws -> [Float] {
    let rank = spectrum.shape.count
    let stored = spectrum.shape[rank - 1]
    // Frames whose wavelets begin after the end are skipped.
    let frames = frameCount.map {
      min(stored, Int(((Double($0) + longestSpan) / Double(hopLength)).rounded(.up)))
    }
    let start = channel * spectrum.shape[rank - 2] * stored
    var parts = [Result<[Float], any Error>](repeating: .success([]), count: octaves.count)
    parts.withUnsafeMutableBufferPointer { parts in
      spectrum.interleaved.withUnsafeBufferPointer { values in
        parallelFor(octaves.count) { index in
          let octave = octaves[index]
          let signal = overlap(octave, values, start: start, stored: stored, frames: frames ?? stored)
          parts[index] = Result {
            try signal.withUnsafeBufferPointer {
              try Resampler.resample($0, from: 1, to: Double(octave.stride))
            }
          }
        }
      }
    }
    var sum: [Float] = []
    for part in parts {
      let signal = try part.get()
      if signal.count > sum.count { sum += repeatElement(0, count: signal.count - sum.count) }
      for index in signal.indices { sum[index] += signal[index] }
    }
    guard let frameCount else { return sum }
    return Array(sum.prefix(frameCount)) + [Float](repeating: 0, count: max(0, frameCount - sum.count))
  }

  /// One octave's frames, transformed back and added up, divided by the number of overlapping ones.
  private func overlap(
    _ octave: Octave, _ values: UnsafeBufferPointer<Float>, start: Int, stored: Int, frames: Int
  ) -> [Float] {
    let filters = octave.filters
    let length = filters.fftLength
    let transform = RealFourierTransform.of(length: length)
    let buffer = FourierBuffer(length: length)
    let reach = length + octave.hopLength * (frames - 1)
    var sum = [Double](repeating: 0, count: reach)
    var coverage = [Int32](repeating: 0, count: reach)
    for frame in 0..<frames {
      for index in 0..<length / 2 * 2 + 2 { buffer.bins[index] = 0 }
      for row in 0..<octave.bins.count {
        let source = 2 * (start + (octave.bins.lowerBound + row) * stored + frame)
        let real = Double(values[source]) * octave.gains[row]
        let imaginary = Double(values[source + 1]) * octave.gains[row]
        for entry in filters.starts[row]..<filters.starts[row + 1] {
          let bin = 2 * Int(filters.columns[entry])
          let (a, b) = (filters.values[2 * entry], -filters.values[2 * entry + 1])
          buffer.bins[bin] += a * real - b * imaginary
          buffer.bins[bin + 1] += a * imaginary + b * real
        }
      }
      // The parts of 0 and of half the rate are real.
      buffer.bins[1] = 0
      if length % 2 == 0 { buffer.bins[length + 1] = 0 }
      transform.inverse(buffer)
      let first = frame * octave.hopLength
      for index in 0..<length {
        sum[first + index] += buffer.samples[index]
        coverage[first + index] += 1
      }
    }
    let lead = length / 2
    return (lead..<max(lead, reach - lead)).map { Float(sum[$0] / Double(max(1, coverage[$0]))) }
  }
}
