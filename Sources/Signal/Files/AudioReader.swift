import CSndFile
import Foundation

/// An open sound file, read block by block; WAV, AIFF, FLAC, OGG, MP3 and whatever else libsndfile knows.
///
/// Samples arrive as librosa's do: 16-bit divided by 2¹⁵, 24-bit by 2²³, 32-bit by 2³¹, unsigned 8-bit as
/// (v - 128) / 128, floating point as they are.
final class AudioReader {
  private let handle: OpaquePointer
  private let memory: MemoryFile?
  /// Samples a second in the file.
  let sampleRate: Int
  /// Channels in the file; samples are interleaved.
  let channelCount: Int
  /// What messages call this source.
  let name: String

  /// Opens a file.
  ///
  /// - Throws: `SignalError.fileNotFound`, or `unreadableAudio` with what libsndfile says.
  convenience init(path: String) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw SignalError.fileNotFound(path: path)
    }
    if isFolder.boolValue { throw SignalError.unreadableAudio(path: path, reason: "It is a folder.") }
    var info = SF_INFO()
    let handle = try SoundFileHandle.open {
      sf_open(path, Int32(SFM_READ), &info)
    } orThrow: {
      .unreadableAudio(path: path, reason: $0)
    }
    try self.init(handle, info, memory: nil, name: path)
  }

  /// Opens the content of a file that is in memory already.
  ///
  /// - Throws: `SignalError.unreadableAudio` with what libsndfile says.
  convenience init(bytes: [UInt8], name: String) throws {
    let memory = MemoryFile(bytes)
    var info = SF_INFO()
    var callbacks = MemoryFile.callbacks
    let handle = try SoundFileHandle.open {
      sf_open_virtual(&callbacks, Int32(SFM_READ), &info, memory.userData)
    } orThrow: {
      .unreadableAudio(path: name, reason: $0)
    }
    try self.init(handle, info, memory: memory, name: name)
  }

  private init(_ handle: OpaquePointer, _ info: SF_INFO, memory: MemoryFile?, name: String) throws {
    self.handle = handle
    self.memory = memory
    self.name = name
    sampleRate = Int(info.samplerate)
    channelCount = Int(info.channels)
    frames = Int(clamping: info.frames)
    guard sampleRate >= 1, channelCount >= 1 else {
      throw SignalError.unreadableAudio(
        path: name, reason: "Its header says \(channelCount) channels at \(sampleRate) Hz.")
    }
  }

  deinit { sf_close(handle) }

  /// How many frames the header claims; a damaged file may hold fewer.
  let frames: Int

  /// Moves on to `frame`; beyond the end there is nothing left to read, and no error.
  func skip(to frame: Int) {
    if frame >= frames {
      isAtEnd = true
    } else if frame > 0, sf_seek(handle, sf_count_t(frame), Int32(SEEK_SET)) < 0 {
      isAtEnd = true
    }
  }

  private var isAtEnd = false

  /// Fills `buffer` with interleaved samples and returns how many whole frames there were; 0 at the end.
  func read(into buffer: UnsafeMutableBufferPointer<Float>) -> Int {
    guard !isAtEnd, let base = buffer.baseAddress else { return 0 }
    return max(0, Int(sf_readf_float(handle, base, sf_count_t(buffer.count / channelCount))))
  }
}
