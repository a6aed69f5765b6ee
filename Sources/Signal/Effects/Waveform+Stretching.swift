import Foundation
import Tensors

extension Waveform {
  /// Plays the sound faster or slower at the same pitch, `librosa.effects.time_stretch`.
  ///
  /// It has round(frames / rate) samples per channel.
  ///
  /// ```swift
  /// let halfSpeed = try song.timeStretched(by: 0.5)
  /// ```
  ///
  /// - Parameters:
  ///   - rate: speed factor; below 1 is slower.
  ///   - transform: the spectra that the phase vocoder works on.
  /// - Throws: `SignalError.invalidParameter` for a rate that is not above 0.
  public func timeStretched(by rate: Double, transform: ShortTimeFourierTransform = .standard) throws -> Waveform {
    try Require.positive(rate, "rate")
    let count = (Double(frameCount) / rate).rounded(.toNearestOrEven)
    guard count <= Double(Require.greatest) * 64 else {
      throw SignalError.invalidParameter(name: "rate", value: "\(rate)", requirement: "large enough for memory")
    }
    guard count > 0 else { return Waveform(unchecked: [], channelCount: channelCount, sampleRate: sampleRate) }
    let vocoder = PhaseVocoder(rate: rate, hopLength: transform.hopLength, fftLength: transform.fftLength)
    return try transform.inverse(vocoder(transform(self)), sampleRate: sampleRate, frameCount: Int(count))
  }

  /// Plays the sound higher or lower at the same speed, `librosa.effects.pitch_shift`: stretched in time, then
  /// resampled to its length.
  ///
  /// ```swift
  /// let fifthHigher = try note.pitchShifted(by: 7)
  /// ```
  ///
  /// - Parameters:
  ///   - steps: how far up, in steps of `binsPerOctave`; below 0 is down.
  ///   - binsPerOctave: number of steps per octave.
  ///   - isScaled: whether resampling keeps the energy rather than the amplitude.
  ///   - transform: the spectra that the phase vocoder works on.
  /// - Throws: `SignalError.invalidParameter` for steps that are not finite or reach beyond a thousandfold frequency.
  public func pitchShifted(
    by steps: Double, binsPerOctave: Int = 12, isScaled: Bool = false, transform: ShortTimeFourierTransform = .standard
  ) throws -> Waveform {
    try Require.positive(binsPerOctave, "binsPerOctave")
    guard abs(steps) <= 9 * Double(binsPerOctave) else {
      throw SignalError.invalidParameter(name: "steps", value: "\(steps)", requirement: "at most nine octaves")
    }
    let rate = pow(2, -steps / Double(binsPerOctave))
    let stretched = try timeStretched(by: rate, transform: transform)
    var shifted: [Float] = []
    for channel in stretched.channels {
      var line = try channel.samples.withUnsafeBufferPointer {
        try Resampler.resample($0, from: Double(sampleRate) / rate, to: Double(sampleRate), isScaled: isScaled)
      }
      if line.count > frameCount {
        line.removeLast(line.count - frameCount)
      } else {
        line += repeatElement(0, count: frameCount - line.count)
      }
      shifted += line
    }
    return Waveform(unchecked: shifted, channelCount: channelCount, sampleRate: sampleRate)
  }
}
