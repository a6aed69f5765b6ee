import Foundation

extension Waveform {
  /// Reads a sound file as `librosa.load` does: by default its channels averaged, at 22 050 Hz.
  ///
  /// ```swift
  /// let note = try Waveform(contentsOf: URL(filePath: "A3_1.wav"))
  /// let stereo = try Waveform(contentsOf: url, sampleRate: nil, isMono: false, offset: 30, duration: 5)
  /// ```
  ///
  /// - Parameters:
  ///   - url: a WAV, AIFF, FLAC, OGG or MP3 file; with ffmpeg installed also M4A, AAC, WMA, WebM or WavPack.
  ///   - sampleRate: the rate to resample to, in hertz; `nil` keeps the file's own.
  ///   - isMono: whether to average the channels, before resampling.
  ///   - offset: where to start, in seconds: at frame `trunc(offset · rate)` of the file.
  ///   - duration: how much to read, in seconds; `nil` for all. Beyond the end there is less, or nothing.
  /// - Throws: `SignalError.fileNotFound`, `unreadableAudio`, `notFinite` for NaN or infinite samples, `damagedAudio`
  ///   if the requested part is damaged or truncated, `invalidParameter` for a negative offset, duration or rate.
  public init(
    contentsOf url: URL, sampleRate: Int? = 22050, isMono: Bool = true, offset: Double = 0, duration: Double? = nil
  ) throws {
    try self.init(
      AudioReader(path: url.path), sampleRate: sampleRate, isMono: isMono, offset: offset, duration: duration)
  }

  /// Reads the content of a sound file that is in memory, with the parameters of `init(contentsOf:)`.
  ///
  /// - Throws: what `init(contentsOf:)` throws.
  public init(
    fileContent: [UInt8], name: String = "memory", sampleRate: Int? = 22050, isMono: Bool = true, offset: Double = 0,
    duration: Double? = nil
  ) throws {
    try self.init(
      AudioReader(bytes: fileContent, name: name), sampleRate: sampleRate, isMono: isMono, offset: offset,
      duration: duration)
  }

  /// Streams the file through mixing and resampling, so memory contains only the result and one block.
  private init(
    _ reader: AudioReader, sampleRate targetRate: Int?, isMono: Bool, offset: Double, duration: Double?
  ) throws {
    let rate = targetRate ?? reader.sampleRate
    try Require.positive(rate, "sampleRate")
    try Require.nonNegative(offset, "offset")
    if let duration { try Require.nonNegative(duration, "duration") }

    let channelCount = isMono ? 1 : reader.channelCount
    let resamplers =
      rate == reader.sampleRate
      ? nil : try (0..<channelCount).map { _ in try Resampler(from: Double(reader.sampleRate), to: Double(rate)) }
    var outputs = [[Float]](repeating: [], count: channelCount)
    // Memory for the announced length is reserved but not touched: growing step by step would sometimes need twice the
    // result.
    let claimed = Double(reader.frames ?? 0) * Double(rate) / Double(reader.sampleRate)
    for channel in 0..<channelCount where duration == nil {
      outputs[channel].reserveCapacity(Int(min(claimed + 4096, Self.largestReservation)))
    }
    try reader.skip(
      to: Int(clamping: Int64(exactly: (offset * Double(reader.sampleRate)).rounded(.towardZero)) ?? .max))
    var remaining =
      duration.map { Int64(exactly: ($0 * Double(reader.sampleRate)).rounded(.towardZero)) ?? .max } ?? .max

    let blockFrames = max(1, Self.blockLength / reader.channelCount)
    var interleaved = [Float](repeating: 0, count: blockFrames * reader.channelCount)
    var planar = [Float](repeating: 0, count: blockFrames * channelCount)
    while remaining > 0 {
      let wanted = Int(min(Int64(blockFrames), remaining)) * reader.channelCount
      let frames = try interleaved.withUnsafeMutableBufferPointer {
        try reader.read(into: UnsafeMutableBufferPointer(rebasing: $0[..<wanted]))
      }
      if frames == 0 { break }
      remaining -= Int64(frames)
      Self.separate(interleaved, frames: frames, channels: reader.channelCount, isMono: isMono, into: &planar)
      try planar.withUnsafeBufferPointer { planar in
        for channel in 0..<channelCount {
          let part = UnsafeBufferPointer(rebasing: planar[channel * frames..<(channel + 1) * frames])
          if let resamplers {
            // The resampler would spread a NaN over its block: it is found before it gets there.
            try Self.requireFinite(Array(part))
            try resamplers[channel].append(part, to: &outputs[channel])
          } else {
            outputs[channel] += part
          }
        }
      }
    }
    if let resamplers {
      for channel in 0..<channelCount { try resamplers[channel].finish(&outputs[channel]) }
    }
    try self.init(
      planar: channelCount == 1 ? outputs[0] : Array(outputs.joined()), channelCount: channelCount, sampleRate: rate)
  }

  private static let blockLength = 1 << 16
  private static let largestReservation = Double(1 << 27)

  /// From interleaved frames to one run per channel, or to their mean.
  private static func separate(
    _ interleaved: [Float], frames: Int, channels: Int, isMono: Bool, into planar: inout [Float]
  ) {
    interleaved.withUnsafeBufferPointer { source in
      planar.withUnsafeMutableBufferPointer { target in
        if channels == 2 && isMono {
          for frame in 0..<frames { target[frame] = (source[2 * frame] + source[2 * frame + 1]) / 2 }
        } else if isMono {
          for frame in 0..<frames {
            var sum: Float = 0
            for channel in 0..<channels { sum += source[frame * channels + channel] }
            target[frame] = sum / Float(channels)
          }
        } else {
          for channel in 0..<channels {
            for frame in 0..<frames { target[channel * frames + frame] = source[frame * channels + channel] }
          }
        }
      }
    }
  }
}
