import Foundation

extension Waveform {
  /// High frequencies made louder against low ones, y[n] = x[n] - c x[n - 1]; `librosa.effects.preemphasis`.
  ///
  /// ```swift
  /// let sharp = try speech.preEmphasized()
  /// let back = try sharp.deEmphasized()  // the same as speech, to rounding
  /// ```
  ///
  /// - Parameters:
  ///   - coefficient: c, between 0 for nothing and 1.
  ///   - state: the term added to the first sample of each channel, -c x[-1] where a sound continues from block to
  ///     block; nil for 2 x[0] - x[1], which extrapolates the signal linearly.
  /// - Throws: `SignalError.tooShort` for a single sample without a state; `invalidParameter` for a coefficient that is
  ///   not finite; `notFinite` for a result that is not.
  public func preEmphasized(coefficient: Double = 0.97, state: Double? = nil) throws -> Waveform {
    try mapChannels(coefficient, state, "Pre-emphasis") { source, target in
      target[0] = Float(Double(source[0]) + (state ?? 2 * Double(source[0]) - Double(source[1])))
      for index in 1..<source.count {
        target[index] = Float(Double(source[index]) - coefficient * Double(source[index - 1]))
      }
    }
  }

  /// The sound before pre-emphasis, y[n] = x[n] + c y[n - 1]; `librosa.effects.deemphasis`.
  ///
  /// - Parameters:
  ///   - coefficient: that of the pre-emphasis.
  ///   - state: the term added to the first sample of each channel, c y[-1] where a sound continues from block to
  ///     block; nil to undo a pre-emphasis without a state.
  /// - Throws: Like `preEmphasized`.
  public func deEmphasized(coefficient: Double = 0.97, state: Double? = nil) throws -> Waveform {
    try mapChannels(coefficient, state, "De-emphasis") { source, target in
      // Without a state, the line on which pre-emphasis began is taken out: it fades as c to the power of n.
      var fade = state == nil ? ((2 - coefficient) * Double(source[0]) - Double(source[1])) / (3 - coefficient) : 0
      var carried = state ?? 0
      for index in source.indices {
        let value = Double(source[index]) + carried
        target[index] = Float(value - fade)
        carried = coefficient * value
        fade *= coefficient
      }
    }
  }

  private func mapChannels(
    _ coefficient: Double, _ state: Double?, _ method: String,
    _ body: (UnsafeBufferPointer<Float>, UnsafeMutableBufferPointer<Float>) -> Void
  ) throws -> Waveform {
    guard coefficient.isFinite, state?.isFinite ?? true else {
      throw SignalError.invalidParameter(
        name: "coefficient", value: "\(coefficient), with the state \(state ?? 0)", requirement: "a finite number")
    }
    let count = frameCount
    guard count != 1 || state != nil else { throw SignalError.tooShort(sampleCount: 1, needed: 2, method: method) }
    guard count > 0 else { return self }
    let filtered = [Float](unsafeUninitializedCapacity: samples.count) { target, initialized in
      samples.withUnsafeBufferPointer { source in
        for channel in 0..<channelCount {
          let range = channel * count..<(channel + 1) * count
          body(UnsafeBufferPointer(rebasing: source[range]), UnsafeMutableBufferPointer(rebasing: target[range]))
        }
      }
      initialized = samples.count
    }
    return try Waveform(planar: filtered, channelCount: channelCount, sampleRate: sampleRate)
  }
}
