import Foundation
import Tensors

/// Pitches of all peaks of each frame's spectrum, refined by a parabola through three bins; `librosa.piptrack`.
///
/// A bin is a peak if it is larger than the one below, at least as large as the one above and above a threshold. With
/// a = S₊ + S₋ - 2S and b = (S₊ - S₋) / 2 it is shifted by -b / a bins, and its magnitude is S - b² / 2a.
///
/// ```swift
/// let peaks = try PitchPeaks()(note)
/// peaks.pitches  // [1025, frames], hertz; 0 where there is no peak
/// ```
public struct PitchPeaks: Sendable, Hashable {
  /// Peaks of a spectrogram, in its shape.
  public struct Result: Sendable {
    /// The frequency of each peak in hertz, 0 elsewhere; `[bins, frames]`.
    public let pitches: Tensor
    /// The magnitude of each peak, 0 elsewhere; `[bins, frames]`.
    public let magnitudes: Tensor
  }

  /// The transform of a waveform.
  public var transform: ShortTimeFourierTransform
  /// The lowest bins to look at, in hertz.
  public var minimumFrequency: Double
  /// The frequency that all bins to look at are below, in hertz; half the rate if that is lower.
  public var maximumFrequency: Double
  /// The fraction of a frame's largest magnitude that peaks are above.
  public var threshold: Double
  /// The magnitude that peaks are above, instead of `threshold`.
  public var reference: Double?

  /// librosa's parameters and defaults.
  public init(
    transform: ShortTimeFourierTransform = .standard, minimumFrequency: Double = 150, maximumFrequency: Double = 4000,
    threshold: Double = 0.1, reference: Double? = nil
  ) {
    self.transform = transform
    self.minimumFrequency = minimumFrequency
    self.maximumFrequency = maximumFrequency
    self.threshold = threshold
    self.reference = reference
  }

  /// The peaks of a sound, `[bins, frames]`, or `[channels, bins, frames]` for several channels.
  ///
  /// - Throws: `SignalError` for parameters that do not fit.
  public func callAsFunction(_ waveform: Waveform) throws -> Result {
    try callAsFunction(
      magnitudes: transform.magnitudes(of: waveform), sampleRate: waveform.sampleRate, fftLength: transform.fftLength)
  }

  /// The peaks of a magnitude spectrogram, `[bins, frames]` or `[channels, bins, frames]`.
  ///
  /// - Throws: `SignalError.invalidParameter` for negative magnitudes, another shape, fewer than three bins, or numbers
  ///   that are not finite.
  public func callAsFunction(magnitudes: Tensor, sampleRate: Int, fftLength: Int? = nil) throws -> Result {
    try SpectralShape.validate(magnitudes)
    try Require.positive(sampleRate, "sampleRate")
    let spectra = SpectrogramFrames(magnitudes)
    let (bins, frames) = (spectra.bins, spectra.frames)
    guard bins >= 3 else {
      throw SignalError.invalidParameter(
        name: "magnitudes", value: "an array of shape \(magnitudes.shape)", requirement: "of at least 3 bins")
    }
    for (name, value) in [
      ("minimumFrequency", minimumFrequency), ("maximumFrequency", maximumFrequency), ("threshold", threshold),
      ("reference", reference ?? 0),
    ] where !value.isFinite {
      throw SignalError.invalidParameter(name: name, value: "\(value)", requirement: "a finite number")
    }
    let width = try SpectralShape.binWidth(spectra, sampleRate, fftLength)
    let highest = min(maximumFrequency, Double(sampleRate) / 2)
    let looked = (1..<bins).filter { Double($0) * width >= max(0, minimumFrequency) && Double($0) * width < highest }
    var (pitches, peaks) = (Tensor(zeros: magnitudes.shape), Tensor(zeros: magnitudes.shape))
    guard let first = looked.first, let last = looked.last else { return Result(pitches: pitches, magnitudes: peaks) }
    magnitudes.withUnsafeScalars { source in
      pitches.withUnsafeMutableScalars { pitches in
        peaks.withUnsafeMutableScalars { peaks in
          parallelFor(spectra.channels * frames, grain: 64) { range in
            for channel in range.lowerBound / frames...(range.upperBound - 1) / frames {
              let columns = max(range.lowerBound, channel * frames)..<min(range.upperBound, (channel + 1) * frames)
              let floors = floors(source, columns, channel: channel, bins: bins, frames: frames)
              for bin in first...last {
                for (position, column) in columns.enumerated() {
                  let place = (channel * bins + bin) * frames + column - channel * frames
                  let center = source[place]
                  guard center > floors[position] else { continue }
                  let isLast = bin == bins - 1
                  let (below, above) = (source[place - frames], isLast ? 0 : source[place + frames])
                  // A neighbour below the threshold counts as 0.
                  guard center > (below > floors[position] ? below : 0),
                    center >= (above > floors[position] ? above : 0)
                  else { continue }
                  let curvature = above + below - 2 * center
                  let slope = (above - below) / 2
                  let shift = isLast || abs(slope) >= abs(curvature) ? 0 : -slope / curvature
                  pitches[place] = Float((Double(bin) + Double(shift)) * width)
                  peaks[place] = center + 0.5 * slope * shift
                }
              }
            }
          }
        }
      }
    }
    return Result(pitches: pitches, magnitudes: peaks)
  }

  /// The magnitude that peaks of each frame are above.
  private func floors(
    _ source: UnsafeBufferPointer<Float>, _ columns: Range<Int>, channel: Int, bins: Int, frames: Int
  ) -> [Float] {
    if let reference { return [Float](repeating: Float(abs(reference)), count: columns.count) }
    var largest = [Float](repeating: 0, count: columns.count)
    for bin in 0..<bins {
      let row = (channel * bins + bin) * frames - channel * frames
      for (position, column) in columns.enumerated() {
        largest[position] = max(largest[position], source[row + column])
      }
    }
    return largest.map { Float(threshold) * $0 }
  }
}
