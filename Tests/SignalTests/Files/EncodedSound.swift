import CSndFile
import Foundation
import Signal
import Testing

/// Sound in every format that users have, encoded by libsndfile.
enum EncodedSound: String, CaseIterable, Sendable {
  case wav, rf64, aiff, wave64, coreAudio, sun, flac, vorbis, opus, mp3

  /// Formats whose samples come back as they were.
  static let lossless = allCases.filter { ![.vorbis, .opus, .mp3].contains($0) }

  private var format: Int32 {
    switch self {
    case .wav: Int32(SF_FORMAT_WAV) | Int32(SF_FORMAT_PCM_16)
    case .rf64: Int32(SF_FORMAT_RF64) | Int32(SF_FORMAT_PCM_16)
    case .aiff: Int32(SF_FORMAT_AIFF) | Int32(SF_FORMAT_PCM_16)
    case .wave64: Int32(SF_FORMAT_W64) | Int32(SF_FORMAT_PCM_16)
    case .coreAudio: Int32(SF_FORMAT_CAF) | Int32(SF_FORMAT_PCM_16)
    case .sun: Int32(SF_FORMAT_AU) | Int32(SF_FORMAT_PCM_16)
    case .flac: Int32(SF_FORMAT_FLAC) | Int32(SF_FORMAT_PCM_16)
    case .vorbis: Int32(SF_FORMAT_OGG) | Int32(SF_FORMAT_VORBIS)
    case .opus: Int32(SF_FORMAT_OGG) | Int32(SF_FORMAT_OPUS)
    case .mp3: Int32(SF_FORMAT_MPEG) | Int32(SF_FORMAT_MPEG_LAYER_III)
    }
  }

  /// The content of a file with a rising tone, in every channel another.
  func content(frames: Int, channels: Int = 1, rate: Int = 48000) throws -> [UInt8] {
    let samples = (0..<frames * channels).map { index in
      let time = Float(index / channels) / Float(rate)
      return 0.6 * sin(2 * .pi * (300 + 2000 * time) * time + Float(index % channels)) + 0.01 * Float(index % 7)
    }
    let url = FileManager.default.temporaryDirectory.appending(path: "etude-encoded-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: url) }
    var info = SF_INFO(
      frames: 0, samplerate: Int32(rate), channels: Int32(channels), format: format, sections: 0, seekable: 0)
    let handle = try #require(sf_open(url.path, Int32(SFM_WRITE), &info))
    #expect(sf_writef_float(handle, samples, sf_count_t(frames)) == sf_count_t(frames))
    #expect(sf_close(handle) == 0)
    return [UInt8](try Data(contentsOf: url))
  }

  /// Everything in the content of a file, at its own rate, channel after channel.
  static func read(_ content: [UInt8], offset: Double = 0, duration: Double? = nil) throws -> Waveform {
    try Waveform(fileContent: content, sampleRate: nil, isMono: false, offset: offset, duration: duration)
  }
}
