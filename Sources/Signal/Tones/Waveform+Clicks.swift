import Foundation
import Tensors

extension Waveform {
  /// Clicks at the given moments, such as beats to listen to; `librosa.clicks`.
  ///
  /// ```swift
  /// let beats = try BeatTracker()(song).events
  /// let metronome = try Waveform.clicks(at: beats.times, sampleRate: song.sampleRate, frameCount: song.frameCount)
  /// ```
  ///
  /// - Parameters:
  ///   - times: in seconds; a time `t` is sample trunc(t · rate).
  ///   - sampleRate: in hertz.
  ///   - click: what sounds at each moment; nil for `click(frequency:duration:sampleRate:)` of 1000 Hz and 0.1 s.
  ///   - frameCount: number of samples; nil for as many as the last click needs.
  /// - Throws: `SignalError.invalidParameter` for a time that is negative or not finite, no times without a count, a
  ///   count below 1, or a click of another rate.
  public static func clicks(at times: [Double], sampleRate: Int = 22050, click: Waveform? = nil, frameCount: Int? = nil)
    throws -> Waveform
  {
    try Require.positive(sampleRate, "sampleRate")
    let places = try times.map { time in
      try Require.nonNegative(time, "time")
      guard time * Double(sampleRate) < Double(1 << 31) else {
        throw SignalError.invalidParameter(name: "time", value: "\(time) s", requirement: "below 2³¹ samples")
      }
      return Int(time * Double(sampleRate))
    }
    return try clicks(atSamples: places, sampleRate: sampleRate, click: click, frameCount: frameCount)
  }

  /// Clicks at the given samples.
  ///
  /// - Throws: as `clicks(at:)`.
  public static func clicks(
    atSamples places: [Int], sampleRate: Int = 22050, click: Waveform? = nil, frameCount: Int? = nil
  ) throws -> Waveform {
    let click = try click ?? Self.click(sampleRate: sampleRate)
    guard click.sampleRate == sampleRate else {
      throw SignalError.invalidParameter(
        name: "click", value: "at \(click.sampleRate) Hz", requirement: "at the sampleRate of \(sampleRate) Hz")
    }
    if let place = places.first(where: { $0 < 0 || $0 >= 1 << 31 }) {
      throw SignalError.invalidParameter(name: "sample", value: "\(place)", requirement: "in 0..<2³¹")
    }
    if let frameCount, !(1...1 << 31).contains(frameCount) {
      throw SignalError.invalidParameter(name: "frameCount", value: "\(frameCount)", requirement: "in 1...2³¹")
    }
    guard let count = frameCount ?? places.max().map({ $0 + click.frameCount }) else {
      throw SignalError.invalidParameter(
        name: "times", value: "[]", requirement: "at least one moment where no frameCount is given")
    }
    var samples = [Float](repeating: 0, count: count * click.channelCount)
    for channel in 0..<click.channelCount {
      for place in places where place < count {
        for index in 0..<min(click.frameCount, count - place) {
          samples[channel * count + place + index] += click.samples[channel * click.frameCount + index]
        }
      }
    }
    return try Waveform(planar: samples, channelCount: click.channelCount, sampleRate: sampleRate)
  }

  /// A sine that fades to a thousandth, what `clicks` sounds unless told otherwise.
  ///
  /// Sample n is 2^(-10 n / (N - 1)) · sin(2πfn / rate), with N = trunc(duration · rate).
  ///
  /// - Throws: `SignalError.invalidParameter` for a frequency or duration that is not above 0, or a rate below 1.
  public static func click(frequency: Double = 1000, duration: Double = 0.1, sampleRate: Int = 22050) throws -> Waveform
  {
    try Require.positive(frequency, "frequency")
    try Require.positive(duration, "duration")
    try Require.positive(sampleRate, "sampleRate")
    let count = try sampleCount(duration, sampleRate)
    let samples = (0..<count).map { index in
      let fade = exp2(-10 * Double(index) / Double(max(1, count - 1)))
      return Float(fade * sin(2 * Double.pi * frequency / Double(sampleRate) * Double(index)))
    }
    return Waveform(unchecked: samples, channelCount: 1, sampleRate: sampleRate)
  }
}
