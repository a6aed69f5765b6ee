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
  /// The slowest tempo in beats a minute; nil for no limit.
  public var minimumTempo: Double?
  /// The fastest tempo in beats a minute; nil for no limit.
  public var maximumTempo: Double?
  /// The curve that is looked at.
  public var strength: OnsetStrength

  /// librosa's defaults: windows of 384 frames, 30 to 300 beats a minute.
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
      strength: strength(waveform.mono), sampleRate: waveform.sampleRate,
      hopLength: strength.mel.transform.hopLength)
  }

  /// The pulse of a curve of strengths, `[frames]`.
  ///
  /// - Throws: as for a sound, and `SignalError.invalidParameter` for strengths that are no finite curve.
  public func callAsFunction(strength: Tensor, sampleRate: Int, hopLength: Int = 512) throws -> Tensor {
    let timing = try FrameTiming(sampleRate: sampleRate, hopLength: hopLength)
    try Require.curve(strength, "strength")
    if let minimumTempo, let maximumTempo, !(maximumTempo > minimumTempo) {
      throw SignalError.invalidParameter(
        name: "maximumTempo", value: "\(maximumTempo)", requirement: "above the minimumTempo of \(minimumTempo)")
    }
    let tempogram = Tempogram(windowLength: windowLength)
    let spectrum = try tempogram.fourier(strength: strength)
    let tempi = tempogram.fourierTempi(timing: timing)
    let bins = tempi.indices.filter { tempi[$0] >= minimumTempo ?? 0 && tempi[$0] <= maximumTempo ?? .infinity }
    var pulse = synthesized(spectrum, bins: bins, count: strength.count)
    let largest = pulse.max() ?? 0
    if largest >= .leastNormalMagnitude { for index in pulse.indices { pulse[index] /= largest } }
    return Tensor(pulse.map { Float($0) })
  }

  /// The inverse transform of the strongest bins, positive parts alone.
  private func synthesized(_ spectrum: ComplexTensor, bins: [Int], count: Int) -> [Double] {
    let length = windowLength
    let frames = spectrum.shape[1]
    let weights = Window.hann.kept(length: length)
    let cosines = (0..<length).map { cos(2 * Double.pi * Double($0) / Double(length)) }
    let sines = (0..<length).map { sin(2 * Double.pi * Double($0) / Double(length)) }
    let lead = length / 2
    var sums = [Double](repeating: 0, count: count)
    var squares = [Double](repeating: 0, count: count)
    for frame in 0..<frames {
      let places = max(0, lead - frame)..<max(0, min(length, count + lead - frame))
      for index in places { squares[frame + index - lead] += weights[index] * weights[index] }
      for (bin, real, imaginary) in strongest(spectrum, bins, frame) {
        let isPaired = bin > 0 && 2 * bin != length
        let scale = (isPaired ? 2 : 1) / Double(length)
        let quadrature = isPaired ? imaginary : 0
        // Phases repeat after `length` steps, so that they are read from a table.
        var phase = bin * places.lowerBound % length
        for index in places {
          sums[frame + index - lead] +=
            weights[index] * scale * (real * cosines[phase] - quadrature * sines[phase])
          phase += bin
          if phase >= length { phase -= length }
        }
      }
    }
    let least = Double(Float.leastNormalMagnitude)
    return sums.indices.map { max(0, squares[$0] > least ? sums[$0] / squares[$0] : sums[$0]) }
  }

  /// The bins of a frame whose magnitude is largest, as a rule one, divided as librosa divides them.
  ///
  /// NumPy's maximum of complex numbers is that of their real parts first, which is 0 if the bin's own is negative. So
  /// a frame of positive real part is divided by its magnitude, and any other by the root of the least normal number:
  /// it outweighs the former.
  private func strongest(_ spectrum: ComplexTensor, _ bins: [Int], _ frame: Int) -> [(Int, Double, Double)] {
    let frames = spectrum.shape[1]
    var best: [(bin: Int, real: Float, imaginary: Float)] = []
    var largest: Float = 0
    for bin in bins {
      let (real, imaginary) = (
        spectrum.interleaved[2 * (bin * frames + frame)], spectrum.interleaved[2 * (bin * frames + frame) + 1]
      )
      let level = Self.level(ShortTimeFourierTransform.magnitude(Double(real), Double(imaginary)))
      if level > largest { (best, largest) = ([], level) }
      if level == largest, level > 0 { best.append((bin, real, imaginary)) }
    }
    let zero: Float = 0
    let top = best.map { ($0.real, $0.imaginary) }.reduce((zero, zero)) { $1 > $0 ? $1 : $0 }
    let divisor =
      Double(Float.leastNormalMagnitude.squareRoot())
      + Double(ShortTimeFourierTransform.magnitude(Double(top.0), Double(top.1)))
    return best.map { ($0.bin, Double($0.real) / divisor, Double($0.imaginary) / divisor) }
  }

  /// log(1 + 10⁶ x) in single precision, in which librosa compares.
  private static func level(_ magnitude: Float) -> Float { log1p(1e6 * magnitude) }
}
