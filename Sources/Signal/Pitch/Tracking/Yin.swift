import Tensors

/// The fundamental frequency of each frame, found as the shortest period after which the sound repeats;
/// `librosa.yin`.
///
/// The first dip of the difference function below a threshold, or its lowest point, refined by a parabola.
///
/// ```swift
/// let frequencies = try Yin(minimumFrequency: 65.4, maximumFrequency: 2093)(note)  // [frames], hertz
/// ```
public struct Yin: Sendable, Hashable {
  /// The lowest frequency to look for, in hertz.
  public var minimumFrequency: Double
  /// The highest, in hertz.
  public var maximumFrequency: Double
  /// Samples in a frame; at least two periods of the lowest frequency should fit.
  public var frameLength: Int
  /// Samples between frames; nil for a quarter of a frame.
  public var hopLength: Int?
  /// Dips below it count as periods.
  public var troughThreshold: Double
  /// True if frame t is centred on its sample.
  public var isCentered: Bool
  /// The padding beyond the ends.
  public var padding: Padding

  /// librosa's defaults, with the range that it leaves to its caller.
  public init(
    minimumFrequency: Double, maximumFrequency: Double, frameLength: Int = 2048, hopLength: Int? = nil,
    troughThreshold: Double = 0.1, isCentered: Bool = true, padding: Padding = .zeros
  ) {
    self.minimumFrequency = minimumFrequency
    self.maximumFrequency = maximumFrequency
    self.frameLength = frameLength
    self.hopLength = hopLength
    self.troughThreshold = troughThreshold
    self.isCentered = isCentered
    self.padding = padding
  }

  /// Frequencies in hertz, `[frames]`, or `[channels, frames]` for several channels.
  ///
  /// Silent frames give the highest frequency that the range has.
  ///
  /// - Throws: `SignalError.aboveNyquist`, `invalidParameter` or `tooShort` for parameters that do not fit.
  public func callAsFunction(_ waveform: Waveform) throws -> Tensor {
    let rate = Double(waveform.sampleRate)
    let difference = try DifferenceFunction(
      minimumFrequency: minimumFrequency, maximumFrequency: maximumFrequency, sampleRate: rate,
      frameLength: frameLength)
    var frequencies: [Float] = []
    for channel in waveform.channels {
      let frames = try TrackingFrames(
        channel, frameLength: frameLength, hopLength: hopLength ?? max(1, frameLength / 4), isCentered: isCentered,
        padding: padding)
      var line = [Float](repeating: 0, count: frames.count)
      line.withUnsafeMutableBufferPointer { line in
        parallelFor(frames.count, grain: 32) { range in
          let difference = DifferenceFunction(like: difference)
          for index in range {
            line[index] = Float(rate / period(difference.values(of: frames.frame(index)), difference.periods))
          }
        }
      }
      frequencies += line
    }
    let count = frequencies.count / waveform.channelCount
    return Tensor(shape: waveform.channelCount == 1 ? [count] : [waveform.channelCount, count], scalars: frequencies)
  }

  private func period(_ values: [Double], _ periods: ClosedRange<Int>) -> Double {
    let troughs = DifferenceFunction.isTrough(values)
    let first = values.indices.first { troughs[$0] && values[$0] < troughThreshold }
    let best = first ?? values.indices.min { values[$0] < values[$1] } ?? 0
    return Double(periods.lowerBound + best) + DifferenceFunction.parabolicShifts(values)[best]
  }
}
