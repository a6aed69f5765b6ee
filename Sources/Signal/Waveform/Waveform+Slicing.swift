extension Waveform {
  /// One channel on its own, counted from 0.
  ///
  /// - Throws: `SignalError.invalidParameter` if there is no such channel.
  public func channel(_ index: Int) throws -> Waveform {
    guard (0..<channelCount).contains(index) else {
      throw SignalError.invalidParameter(name: "channel", value: "\(index)", requirement: "in 0..<\(channelCount)")
    }
    return channels[index]
  }

  /// Every channel as a separate waveform.
  public var channels: [Waveform] {
    if channelCount == 1 { return [self] }
    return (0..<channelCount).map { channel in
      let start = channel * frameCount
      return Waveform(
        unchecked: Array(samples[start..<start + frameCount]), channelCount: 1, sampleRate: sampleRate)
    }
  }

  /// The mean over channels, as `librosa.to_mono` takes it; a sound of one channel is unchanged.
  public var mono: Waveform {
    if channelCount == 1 { return self }
    let count = frameCount
    let mixed = [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      samples.withUnsafeBufferPointer { samples in
        for frame in 0..<count {
          var sum = samples[frame]
          for channel in 1..<channelCount { sum += samples[channel * count + frame] }
          buffer[frame] = sum / Float(channelCount)
        }
      }
      initialized = count
    }
    return Waveform(unchecked: mixed, channelCount: 1, sampleRate: sampleRate)
  }

  /// The part between two times in seconds, cut to what is there: `note[0.5..<1.0]`.
  ///
  /// A time `t` is sample `trunc(t · sampleRate)`, as in `librosa.load`'s offset.
  public subscript(seconds: Range<Double>) -> Waveform {
    func frame(_ time: Double) -> Int {
      let position = time * Double(sampleRate)
      return position >= Double(frameCount) ? frameCount : max(0, Int(max(position, 0)))
    }
    let start = frame(seconds.lowerBound)
    let end = max(start, frame(seconds.upperBound))
    var cut: [Float] = []
    cut.reserveCapacity((end - start) * channelCount)
    for channel in 0..<channelCount {
      cut += samples[channel * frameCount + start..<channel * frameCount + end]
    }
    return Waveform(unchecked: cut, channelCount: channelCount, sampleRate: sampleRate)
  }
}

extension Waveform {
  /// A copy with a peak of 1; silence stays unchanged.
  public var scaledToFullScale: Waveform {
    let peak = peak
    guard peak > 0 else { return self }
    return Waveform(unchecked: samples.map { $0 / peak }, channelCount: channelCount, sampleRate: sampleRate)
  }
}
