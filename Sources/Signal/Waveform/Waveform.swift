import Tensors

/// A sound: samples with a sample rate. `load` returns one, and every analysis in this module accepts one.
///
/// Every sample is finite; full scale is -1…1, though louder sounds are kept as they are. One channel has the shape
/// `[frames]`, several have `[channels, frames]`, as in librosa.
///
/// ```swift
/// let note = try Waveform(samples: (0..<22050).map { sin(Float($0) * 0.0627) }, sampleRate: 22050)
/// note.duration  // 1.0 seconds
/// ```
public struct Waveform: Sendable, Hashable {
  /// The samples of all channels, one channel after the other.
  public let samples: [Float]
  /// The number of channels; at least 1.
  public let channelCount: Int
  /// Samples per second in each channel, in hertz.
  public let sampleRate: Int

  /// A sound of one channel.
  ///
  /// - Parameters:
  ///   - samples: the samples in time, `[frames]`.
  ///   - sampleRate: samples per second, in hertz.
  /// - Throws: `SignalError.notFinite` for the first sample that is NaN or infinite; `invalidParameter` for a rate
  ///   below 1.
  public init(samples: [Float], sampleRate: Int) throws {
    try self.init(planar: samples, channelCount: 1, sampleRate: sampleRate)
  }

  /// A sound of several channels of the same length.
  ///
  /// - Throws: `SignalError.invalidParameter` for zero channels, unequal lengths or a rate below 1; `notFinite` for the
  ///   first sample that is NaN or infinite.
  public init(channels: [[Float]], sampleRate: Int) throws {
    guard let first = channels.first else {
      throw SignalError.invalidParameter(name: "channels", value: "[]", requirement: "at least one channel")
    }
    for channel in channels where channel.count != first.count {
      throw SignalError.invalidParameter(
        name: "channels", value: "\(channels.map(\.count)) samples", requirement: "of one length")
    }
    try self.init(planar: Array(channels.joined()), channelCount: channels.count, sampleRate: sampleRate)
  }

  /// Checks the rate and every sample.
  package init(planar samples: [Float], channelCount: Int, sampleRate: Int) throws {
    try Require.positive(sampleRate, "sampleRate")
    try Self.requireFinite(samples)
    self.init(unchecked: samples, channelCount: channelCount, sampleRate: sampleRate)
  }

  /// For samples that are known to be finite.
  init(unchecked samples: [Float], channelCount: Int, sampleRate: Int) {
    require(
      channelCount >= 1 && samples.count % channelCount == 0,
      "\(samples.count) samples cannot be divided evenly among \(channelCount) channels")
    self.samples = samples
    self.channelCount = channelCount
    self.sampleRate = sampleRate
  }

  /// Number of samples of each channel.
  public var frameCount: Int { samples.count / channelCount }

  /// The duration in seconds.
  public var duration: Double { Double(frameCount) / Double(sampleRate) }

  /// The largest magnitude of any sample; 0 for silence and for no samples.
  public var peak: Float { samples.reduce(0) { max($0, abs($1)) } }

  /// The samples as an array of shape `[frames]`, or `[channels, frames]` for several channels.
  public var tensor: Tensor {
    Tensor(shape: channelCount == 1 ? [frameCount] : [channelCount, frameCount], scalars: samples)
  }

  /// Throws for the first sample that is NaN or infinite.
  static func requireFinite(_ samples: [Float]) throws {
    // A sum of zeros times samples is zero exactly if all are finite, and it vectorises.
    let probe = samples.withUnsafeBufferPointer { buffer in
      var sums = SIMD16<Float>.zero
      let body = buffer.count / 16 * 16
      for start in stride(from: 0, to: body, by: 16) {
        for lane in 0..<16 { sums[lane] += buffer[start + lane] * 0 }
      }
      var total = sums.sum()
      for index in body..<buffer.count { total += buffer[index] * 0 }
      return total
    }
    guard probe != 0 else { return }
    if let index = samples.firstIndex(where: { !$0.isFinite }) {
      throw SignalError.notFinite(value: samples[index], index: index)
    }
  }
}

extension Waveform: CustomStringConvertible {
  /// Its length, rate and channels, in one line.
  public var description: String {
    let seconds = (duration * 1000).rounded() / 1000
    let channels = channelCount == 1 ? "mono" : channelCount == 2 ? "stereo" : "\(channelCount) channels"
    return "Waveform(\(seconds) s, \(sampleRate) Hz, \(channels))"
  }
}
