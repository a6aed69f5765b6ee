import CSndFile
import Files
import Foundation

/// The sample format of a sound file.
///
/// ```swift
/// try note.write(to: URL(filePath: "A3.flac"), encoding: .pcm24)
/// ```
public enum AudioEncoding: String, Sendable, CaseIterable {
  /// Integers of 16 bits: what players expect.
  case pcm16
  /// Integers of 24 bits.
  case pcm24
  /// Floating point of 32 bits, exact; not for FLAC.
  case float32

  fileprivate var subtype: Int32 {
    switch self {
    case .pcm16: Int32(SF_FORMAT_PCM_16)
    case .pcm24: Int32(SF_FORMAT_PCM_24)
    case .float32: Int32(SF_FORMAT_FLOAT)
    }
  }
}

/// The file formats that are written.
///
/// ```swift
/// print(AudioFormat.allCases.map(\.rawValue))
/// ```
public enum AudioFormat: String, Sendable, CaseIterable {
  /// RIFF WAVE: plain samples, readable everywhere.
  case wav
  /// Free lossless compression.
  case flac

  fileprivate var container: Int32 {
    switch self {
    case .wav: Int32(SF_FORMAT_WAV)
    case .flac: Int32(SF_FORMAT_FLAC)
    }
  }
}

extension Waveform {
  /// The content of a WAV or FLAC file with this sound; the same bytes on every run.
  ///
  /// Integer encodings clip at full scale.
  ///
  /// - Throws: `SignalError.unwritableAudio` if libsndfile refuses, as it does FLAC with floating point.
  public func fileContent(format: AudioFormat = .wav, encoding: AudioEncoding = .pcm16) throws -> Data {
    try AudioEncoder.encode(
      format: format.container | encoding.subtype, sampleRate: sampleRate, channelCount: channelCount
    ) { handle in
      var interleaved = [Float](repeating: 0, count: samples.count)
      for channel in 0..<channelCount {
        for frame in 0..<frameCount {
          interleaved[frame * channelCount + channel] = samples[channel * frameCount + frame]
        }
      }
      return Int(sf_writef_float(handle, interleaved, sf_count_t(frameCount))) == frameCount
    }
  }

  /// Writes a WAV or FLAC file, by the address's extension, whole or not at all.
  ///
  /// - Throws: `SignalError.invalidParameter` for another extension, `unwritableAudio` if the file cannot be written.
  public func write(to url: URL, encoding: AudioEncoding = .pcm16) throws {
    guard let format = AudioFormat(rawValue: url.pathExtension.lowercased()) else {
      throw SignalError.invalidParameter(
        name: "file name", value: url.path, requirement: "that of a .wav or .flac file")
    }
    try AudioEncoder.write(fileContent(format: format, encoding: encoding), to: url)
  }
}

/// Writing through libsndfile into memory, then to the disk in one step.
enum AudioEncoder {
  /// WAV content of interleaved samples, as 16-bit integers.
  static func wav(interleaved: [Float], sampleRate: Int, channelCount: Int) throws -> Data {
    try encode(
      format: Int32(SF_FORMAT_WAV) | Int32(SF_FORMAT_PCM_16), sampleRate: sampleRate, channelCount: channelCount
    ) { handle in
      let frames = interleaved.count / channelCount
      return Int(sf_writef_float(handle, interleaved, sf_count_t(frames))) == frames
    }
  }

  /// Opens an encoder in memory, lets `body` write to it and returns the bytes.
  fileprivate static func encode(
    format: Int32, sampleRate: Int, channelCount: Int, body: (OpaquePointer) -> Bool
  ) throws -> Data {
    let memory = MemoryFile()
    var info = SF_INFO()
    info.samplerate = Int32(clamping: sampleRate)
    info.channels = Int32(clamping: channelCount)
    info.format = format
    var callbacks = MemoryFile.callbacks
    let handle = try SoundFileHandle.open {
      sf_open_virtual(&callbacks, Int32(SFM_WRITE), &info, memory.userData)
    } orThrow: {
      .unwritableAudio(path: "memory", reason: $0)
    }
    // The peak chunk of floating-point files holds the time of day: without it two runs write the same bytes.
    sf_command(handle, Int32(SFC_SET_ADD_PEAK_CHUNK), nil, Int32(SF_FALSE))
    sf_command(handle, Int32(SFC_SET_CLIPPING), nil, Int32(SF_TRUE))
    let isComplete = body(handle)
    let reason = String(cString: sf_strerror(handle))
    guard sf_close(handle) == 0, isComplete else {
      throw SignalError.unwritableAudio(path: "memory", reason: reason)
    }
    return Data(memory.bytes)
  }

  /// Writes the bytes beside the target first, so the target is never a partial file.
  static func write(_ content: Data, to url: URL) throws {
    do {
      try AtomicFile.write(content, to: url)
    } catch {
      throw SignalError.unwritableAudio(path: url.path, reason: error.reason)
    }
  }
}
