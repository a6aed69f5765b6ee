import Foundation
import Tensors

/// A curve that pulses with the beat, also where the tempo wanders: `librosa.beat.plp`.
///
/// At each frame the strongest tempo of the Fourier tempogram gives a wave under a window; all waves are added up and
/// what is above 0 is kept (Grosche and Müller, *Extracting predominant local pulse information from music recordings*,
/// 2011).
///
/// ```swift
/// let pulse = try PredominantPulse()(song)  // [frames], largest value 1
/// ```
public struct PredominantPulse: Sendable, Hashable {
  /// Frames that a window spans.
  public var windowLength: Int
  /// The slowest tempo in beats per minute; nil for no limit.
  public var minimumTempo: Double?
  /// The fastest tempo in beats per minute; nil for no limit.
  public var maximumTempo: Double?
  /// The curve that is looked at.
  public var strength: OnsetStrength

  /// librosa's defaults: windows of 384 frames, 30 to 300 beats per minute.
  public init(
    windowLength: Int = 384, minimumTempo: Double? = 30, maximumTempo: Double? = 300,
    strength: OnsetStrength = OnsetStrength(aggregation: .median)
  ) {
    self.windowLength = windowLength
    self.minimumTempo = minimumTempo
    self.maximumTempo = maximumTempo
    self.strength = strength
  }

  /// The pulse of a sound, `[frames]`; several channels are averaged first.
  ///
  /// - Throws: `SignalError` for parameters that do not fit.
  public func callAsFunction(_ waveform: Waveform) throws -> Tensor {
    try callAsFunction(
      strength: strength(waveform.mono), sampleRate: waveform.sampleRate, hopLength: strength.mel.transform.hopLength)
  }

  /// The pulse of a curve of strengths, `[frames]`.
  ///
  /// - Throws: as for a sound, and `SignalError.invalidParameter` for strengths that are not a finite curve.
  public func callAsFunction(strength: Tensor, sampleRate: Int, hopLength: Int = 512) throws -> Tensor {
    let timing = try FrameTiming(sampleRate: sampleRate, hopLength: hopLength)
    try Require.curve(strength, "strength")
    if let minimumTempo, let maximumTempo, !(maximumTempo > minimumTempo) {
      throw SignalError.invalidParameter(
        name: "maximumTempo", value: "\(maximumTempo)", requirement: "above the minimumTempo of \(minimumTempo)")
    }
    let tempogram = Tempogram(windowLength: windowLength)
    let spectrum = try tempogram.fourier(strength: strength)
    let tempi = try tempogram.fourierTempi(timing: timing)
    let bins = tempi.indices.filter { tempi[$0] >= minimumTempo ?? 0 && tempi[$0] <= maximumTempo ?? .infinity }
    var pulse = synthesized(spectrum, bins: bins, count: strength.count)
    let largest = pulse.max() ?? 0
    if largest >= .leastNormalMagnitude { for index in pulse.indices { pulse[index] /= largest } }
    return Tensor(pulse.map { Float($0) })
  }

  /// A bin of the tempogram that is the strongest of its frame.
  private struct Wave {
    let bin: Int
    let real: Double
    let imaginary: Double
  }

  /// The inverse transform of the strongest bins, positive parts alone.
  private func synthesized(_ spectrum: ComplexTensor, bins: [Int], count: Int) -> [Double] {
    let length = windowLength
    let weights = Window.hann.kept(length: length)
    let angles = (0..<length).map { 2 * Double.pi * Double($0) / Double(length) }
    let (cosines, sines) = (angles.map { cos($0) }, angles.map { sin($0) })
    let lead = length / 2
    var sums = [Double](repeating: 0, count: count)
    var squares = [Double](repeating: 0, count: count)
    for (frame, waves) in strongest(spectrum, bins).enumerated() {
      let places = max(0, lead - frame)..<max(0, min(length, count + lead - frame))
      let start = frame - lead
      sums.withUnsafeMutableBufferPointer { sums in
        squares.withUnsafeMutableBufferPointer { squares in
          weights.withUnsafeBufferPointer { weights in
            for index in places { squares[start + index] += weights[index] * weights[index] }
            for wave in waves {
              let isPaired = wave.bin > 0 && 2 * wave.bin != length
              let real = (isPaired ? 2 : 1) / Double(length) * wave.real
              let imaginary = isPaired ? 2 / Double(length) * wave.imaginary : 0
              // Phases repeat after `length` steps, so they are read from a table.
              var phase = wave.bin * places.lowerBound % length
              for index in places {
                sums[start + index] += weights[index] * (real * cosines[phase] - imaginary * sines[phase])
                phase += wave.bin
                if phase >= length { phase -= length }
              }
            }
          }
        }
      }
    }
    let least = Double(Float.leastNormalMagnitude)
    return sums.indices.map { max(0, squares[$0] > least ? sums[$0] / squares[$0] : sums[$0]) }
  }

  /// The loudest bins of each frame, usually one, scaled as in librosa.
  ///
  /// NumPy's maximum of complex numbers is that of their real parts first, which is 0 if the bin's own is negative. So
  /// a frame of positive real part is divided by its magnitude, and any other by the root of the least normal number:
  /// it outweighs the former.
  private func strongest(_ spectrum: ComplexTensor, _ bins: [Int]) -> [[Wave]] {
    let frames = spectrum.shape[1]
    return spectrum.interleaved.withUnsafeBufferPointer { values in
      func magnitude(_ bin: Int, _ frame: Int) -> Float {
        let place = 2 * (bin * frames + frame)
        return ShortTimeFourierTransform.magnitude(Double(values[place]), Double(values[place + 1]))
      }
      var largest = [Float](repeating: 0, count: frames)
      for bin in bins { for frame in 0..<frames { largest[frame] = max(largest[frame], magnitude(bin, frame)) } }
      return (0..<frames).map { frame in
        guard largest[frame] > 0 else { return [] }
        let level = Self.level(largest[frame])
        // Levels are logarithms in single precision: a bin that is a little weaker may be at the same one.
        let best = bins.filter { bin in
          let magnitude = magnitude(bin, frame)
          return magnitude >= 0.999 * largest[frame] - 1e-9 && Self.level(magnitude) == level
        }
        let parts = best.map { (values[2 * ($0 * frames + frame)], values[2 * ($0 * frames + frame) + 1]) }
        let zero: Float = 0
        let top = parts.reduce((zero, zero)) { $1 > $0 ? $1 : $0 }
        let divisor =
          Double(Float.leastNormalMagnitude.squareRoot())
          + Double(ShortTimeFourierTransform.magnitude(Double(top.0), Double(top.1)))
        return zip(best, parts).map { Wave(bin: $0, real: Double($1.0) / divisor, imaginary: Double($1.1) / divisor) }
      }
    }
  }

  /// log(1 + 10⁶ x) in single precision, in which librosa compares.
  private static func level(_ magnitude: Float) -> Float { log1p(1e6 * magnitude) }
}
