import Foundation
import Tensors

extension Waveform {
  /// A tone of one frequency, cos(2πft + phase) at full scale; `librosa.tone`.
  ///
  /// ```swift
  /// let a = try Waveform.tone(440, duration: 1)
  /// ```
  ///
  /// - Parameters:
  ///   - frequency: in hertz.
  ///   - duration: in seconds; trunc(duration · rate) samples.
  ///   - phase: where the cosine begins, in radians; -π/2 makes it a sine.
  /// - Throws: `SignalError.invalidParameter` for a rate below 1, a negative duration or numbers that are not finite.
  public static func tone(_ frequency: Double, duration: Double, sampleRate: Int = 22050, phase: Double = -.pi / 2)
    throws -> Waveform
  {
    try requireAudible(frequency, "frequency", phase)
    let count = try sampleCount(duration, sampleRate)
    let step = 2 * Double.pi * frequency / Double(sampleRate)
    let samples = wave(count) { start, length, store in
      // A block is turned on by rotation, whose error per block's length cannot make heard.
      let (turnReal, turnImaginary) = (cos(step), sin(step))
      var (real, imaginary) = (cos(step * Double(start) + phase), sin(step * Double(start) + phase))
      for index in 0..<length {
        store(index, real)
        (real, imaginary) = (real * turnReal - imaginary * turnImaginary, real * turnImaginary + imaginary * turnReal)
      }
    }
    return Waveform(unchecked: samples, channelCount: 1, sampleRate: sampleRate)
  }

  /// A tone that glides from one frequency to another, evenly in pitch or in hertz; `librosa.chirp`.
  ///
  /// ```swift
  /// let sweep = try Waveform.chirp(from: 110, to: 7040, duration: 2)
  /// ```
  ///
  /// - Parameters:
  ///   - start: the first frequency in hertz.
  ///   - end: the last one.
  ///   - duration: in seconds; trunc(duration · rate) samples.
  ///   - isLinear: whether equal times are equal steps in hertz rather than in pitch.
  ///   - phase: where the cosine begins, in radians.
  /// - Throws: `SignalError.invalidParameter` as for a tone, and for a frequency that is not above 0 where the glide is
  ///   even in pitch.
  public static func chirp(
    from start: Double, to end: Double, duration: Double, sampleRate: Int = 22050, isLinear: Bool = false,
    phase: Double = -.pi / 2
  ) throws -> Waveform {
    for (name, frequency) in [("start", start), ("end", end)] {
      try requireAudible(frequency, name, phase)
      guard isLinear || frequency >= 1e-9 else {
        throw SignalError.invalidParameter(name: name, value: "\(frequency) Hz", requirement: "at least 1e-9 Hz")
      }
    }
    let count = try sampleCount(duration, sampleRate)
    let rate = Double(sampleRate)
    let samples: [Float]
    if isLinear || start == end {
      let slope = (end - start) / duration
      samples = wave(count) { first, length, store in
        for index in 0..<length {
          let time = Double(first + index) / rate
          store(index, cos(2 * Double.pi * (start * time + 0.5 * slope * time * time) + phase))
        }
      }
    } else {
      let octaves = log2(end / start)
      let scale = duration / log(end / start) * start
      samples = wave(count) { first, length, store in
        var ratio = exp2(octaves * Double(first) / rate / duration)
        let growth = exp2(octaves / rate / duration)
        for index in 0..<length {
          store(index, cos(2 * Double.pi * scale * (ratio - 1) + phase))
          ratio *= growth
        }
      }
    }
    return Waveform(unchecked: samples, channelCount: 1, sampleRate: sampleRate)
  }

  /// Refuses numbers for which a wave's angle is too large to be known.
  private static func requireAudible(_ frequency: Double, _ name: String, _ phase: Double) throws {
    guard abs(frequency) <= 1e9 else {
      throw SignalError.invalidParameter(name: name, value: "\(frequency) Hz", requirement: "at most 1e9 Hz")
    }
    guard abs(phase) <= 1e9 else {
      throw SignalError.invalidParameter(name: "phase", value: "\(phase)", requirement: "at most 1e9 radians")
    }
  }

  /// The samples of a duration.
  static func sampleCount(_ duration: Double, _ sampleRate: Int) throws -> Int {
    try Require.positive(sampleRate, "sampleRate")
    try Require.nonNegative(duration, "duration")
    let count = duration * Double(sampleRate)
    guard count <= Double(1 << 31) else {
      throw SignalError.invalidParameter(name: "duration", value: "\(duration) s", requirement: "at most 2³¹ samples")
    }
    return Int(count)
  }

  /// Samples by blocks, in parallel.
  private static func wave(_ count: Int, _ block: (Int, Int, (Int, Double) -> Void) -> Void) -> [Float] {
    [Float](unsafeUninitializedCapacity: count) { target, initialized in
      parallelFor(count, grain: 1024) { range in
        block(range.lowerBound, range.count) { target[range.lowerBound + $0] = Float($1) }
      }
      initialized = count
    }
  }
}
