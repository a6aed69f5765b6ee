import Foundation
import Tensors

/// The deviation of a recording from concert pitch, derived from the peaks of its spectrum.
///
/// ```swift
/// let tuning = try Tuning.estimate(note)  // in bins, from -0.5 to 0.5
/// ```
public enum Tuning {
  /// The tuning in fractions of a bin, in -0.5..<0.5: the most common distance of spectral peaks from the nearest bin
  /// of an equal-tempered scale on A4 = 440 Hz, like `librosa.estimate_tuning`.
  ///
  /// Peaks between 150 and 4000 Hz of magnitude spectra, refined by a parabola through three bins; those at least as loud
  /// as the median of all vote in a histogram. Silence has no peaks, and its tuning is 0.
  ///
  /// - Parameters:
  ///   - waveform: the sound; all channels vote together.
  ///   - binsPerOctave: the resolution of the scale: 12 for semitones, 36 for what `chroma` does.
  ///   - resolution: the width of a bar of the histogram, in bins.
  /// - Throws: `SignalError.invalidParameter`, and `tooShort` if frames are not centred and the signal is shorter than one.
  public static func estimate(
    _ waveform: Waveform, binsPerOctave: Int = 12, resolution: Double = 0.01,
    transform: ShortTimeFourierTransform = .standard
  ) throws -> Double {
    try Require.positive(binsPerOctave, "binsPerOctave")
    try requireResolution(resolution)
    guard transform.frameCount(sampleCount: waveform.frameCount) > 0 else {
      throw SignalError.tooShort(
        sampleCount: waveform.frameCount, needed: transform.fftLength,
        method: "A tuning from frames that are not centred")
    }
    let peaks = try SpectralPeaks.find(waveform, transform: transform)
    return estimate(peaks, binsPerOctave: binsPerOctave, resolution: resolution)
  }

  /// Variant for a magnitude or power spectrogram, `[bins, frames]` or `[channels, bins, frames]`.
  ///
  /// - Throws: `SignalError.invalidParameter`.
  public static func estimate(
    spectrogram: Tensor, sampleRate: Int, binsPerOctave: Int = 12, resolution: Double = 0.01
  ) throws -> Double {
    try Require.positive(binsPerOctave, "binsPerOctave")
    try requireResolution(resolution)
    try Require.spectrogram(spectrogram, "spectrogram")
    let peaks = SpectralPeaks.find(spectrogram: spectrogram, sampleRate: sampleRate)
    return estimate(peaks, binsPerOctave: binsPerOctave, resolution: resolution)
  }

  private static func requireResolution(_ resolution: Double) throws {
    guard resolution > 1e-6, resolution <= 1 else {
      throw SignalError.invalidParameter(name: "resolution", value: "\(resolution)", requirement: "in 0.000001…1")
    }
  }

  private static func estimate(_ peaks: SpectralPeaks, binsPerOctave: Int, resolution: Double) -> Double {
    guard !peaks.frequencies.isEmpty else { return 0 }
    let threshold = median(peaks.magnitudes)
    let barCount = Int((1 / resolution).rounded(.up))
    let step = 1 / Double(barCount)
    let edges = (0...barCount).map { Double($0) * step - 0.5 }
    var bars = [Int](repeating: 0, count: barCount)
    for (frequency, magnitude) in zip(peaks.frequencies, peaks.magnitudes) where magnitude >= threshold {
      // Single precision, because librosa's frequencies are.
      let position = Float(binsPerOctave) * Float(log2(Double(frequency / 27.5)))
      var residual = position - position.rounded(.down)
      if residual >= 0.5 { residual -= 1 }
      var bar = min(barCount - 1, max(0, Int((Double(residual) + 0.5) / step)))
      while bar > 0 && Double(residual) < edges[bar] { bar -= 1 }
      while bar + 1 < barCount && Double(residual) >= edges[bar + 1] { bar += 1 }
      bars[bar] += 1
    }
    let highest = bars.max() ?? 0
    return bars.firstIndex(of: highest).map { edges[$0] } ?? 0
  }

  /// The middle of the numbers in order, or the mean of the middle two.
  private static func median(_ values: [Float]) -> Float {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
