import CSndFile
import Foundation

/// An open sound file, read block by block; WAV, AIFF, FLAC, OGG, MP3 and every other format of libsndfile; M4A, AAC,
/// WMA, WebM and WavPack with an installed ffmpeg.
///
/// Samples arrive as librosa's do: 16-bit divided by 2¹⁵, 24-bit by 2²³, 32-bit by 2³¹, unsigned 8-bit as
/// (v - 128) / 128, floating point as they are. Wherever reading starts, they are those of the whole file.
final class AudioReader {
  private var handle: SoundFileHandle
  /// The damage of the container, if any.
  private let damage: AudioDamage?
  /// Samples per second in the file.
  let sampleRate: Int
  /// Channels in the file; samples are interleaved.
  let channelCount: Int
  /// Frames that the header claims; a damaged file holds fewer. Nil if it does not say.
  let frames: Int?
  /// The name of the source in messages.
  let name: String
  /// The sound that ffmpeg decoded; it must outlive the handle.
  private var decoded: TemporaryFile?
  /// The next frame to be read.
  private var position = 0
  /// Frames that may be missing at the end: MP3 files are often cut within their last frame.
  private let tolerance: Int
  private let seeksExactly: Bool

  /// Opens a file.
  ///
  /// - Throws: `SignalError.fileNotFound`, or `unreadableAudio` with what libsndfile says.
  convenience init(path: String) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw SignalError.fileNotFound(path: path)
    }
    if isFolder.boolValue { throw SignalError.unreadableAudio(path: path, reason: "It is a folder.") }
    if let format = ForeignFormat(head: Self.head(of: path)) {
      try self.init(FFmpeg.decode(path, format, name: path), name: path)
      return
    }
    try self.init(SoundFileHandle(.file(path: path), name: path), AudioBytes(path: path), name: path)
  }

  /// Opens the content of a file that is in memory already.
  ///
  /// - Throws: `SignalError.unreadableAudio` with what libsndfile says.
  convenience init(bytes: [UInt8], name: String) throws {
    if let format = ForeignFormat(head: bytes) {
      let file: TemporaryFile
      do { file = try TemporaryFile(bytes) } catch {
        throw SignalError.unreadableAudio(path: name, reason: "No temporary file can be written for ffmpeg.")
      }
      try self.init(FFmpeg.decode(file.path, format, name: name), name: name)
      return
    }
    try self.init(SoundFileHandle(.memory(MemoryFile(bytes)), name: name), AudioBytes(bytes), name: name)
  }

  /// Opens what ffmpeg has decoded.
  private convenience init(_ decoded: TemporaryFile, name: String) throws {
    try self.init(SoundFileHandle(.file(path: decoded.path), name: name), nil, name: name)
    self.decoded = decoded
  }

  /// The first bytes of a file, enough to detect its format.
  private static func head(of path: String) -> Data {
    guard let file = FileHandle(forReadingAtPath: path) else { return Data() }
    defer { try? file.close() }
    return (try? file.read(upToCount: 12)) ?? Data()
  }

  private init(_ handle: SoundFileHandle, _ bytes: AudioBytes?, name: String) throws {
    let info = handle.info
    self.handle = handle
    self.name = name
    sampleRate = Int(info.samplerate)
    channelCount = Int(info.channels)
    frames = info.frames == sf_count_t.max ? nil : max(0, Int(clamping: info.frames))
    damage = bytes.flatMap { AudioDamage.find(in: $0, info: info) }
    let isMPEG = handle.container == Int(SF_FORMAT_MPEG)
    tolerance = isMPEG && bytes.map(MPEGFrames.endsWithinFrame) == true ? Self.shortestLoss : 0
    seeksExactly = handle.container == Int(SF_FORMAT_FLAC) || handle.isPlain
    guard sampleRate >= 1, channelCount >= 1 else {
      throw SignalError.unreadableAudio(
        path: name, reason: "Its header says \(channelCount) channels at \(sampleRate) Hz.")
    }
  }

  /// Moves on to `frame`; beyond the end there is nothing left to read, and no error.
  ///
  /// Formats with blocks that depend on each other are decoded from the start, because seeking would give different
  /// samples.
  ///
  /// - Throws: what `read` throws, for the frames that are skipped.
  func skip(to frame: Int) throws {
    guard frame > 0 else { return }
    let isWithin = frames.map { frame < $0 } ?? true
    if seeksExactly, isWithin, frame <= damage?.frame ?? .max {
      if sf_seek(handle.pointer, sf_count_t(frame), Int32(SEEK_SET)) == sf_count_t(frame) {
        position = frame
        return
      }
      handle = try handle.reopened()
    } else if seeksExactly, !isWithin, damage == nil, let frames {
      position = frames
      isAtEnd = true
      return
    }
    var skipped = [Float](repeating: 0, count: Self.blockFrames * channelCount)
    while position < frame {
      let wanted = min(Self.blockFrames, frame - position) * channelCount
      let count = try skipped.withUnsafeMutableBufferPointer {
        try read(into: UnsafeMutableBufferPointer(rebasing: $0[..<wanted]))
      }
      if count == 0 { return }
    }
  }

  private var isAtEnd = false

  /// Fills `buffer` with interleaved samples and returns the number of whole frames; 0 at the end.
  ///
  /// - Throws: `SignalError.damagedAudio` if the decoder fails, at the first frame that the container's damage
  ///   touches, and where the file ends before the last frame that its header claims.
  func read(into buffer: UnsafeMutableBufferPointer<Float>) throws -> Int {
    guard let base = buffer.baseAddress else { return 0 }
    let wanted = buffer.count / channelCount
    var count = 0
    while count < wanted, !isAtEnd {
      // Small steps, so an error tells where it is.
      let step = min(wanted - count, Self.blockFrames, (damage?.frame ?? .max) - position)
      guard step > 0 else { throw damaged(damage?.sentence ?? "") }
      let got = Int(sf_readf_float(handle.pointer, base + count * channelCount, sf_count_t(step)))
      if sf_error(handle.pointer) != 0 || got < 0 {
        throw damaged(handle.reason.hasSuffix(".") ? String(handle.reason.dropLast()) : handle.reason)
      }
      position += got
      count += got
      if got == 0 { try finish() }
    }
    return count
  }

  /// Checks that nothing is missing where the decoder has no more.
  private func finish() throws {
    isAtEnd = true
    if let damage { throw damaged(damage.sentence) }
    if let frames, position + tolerance < frames {
      throw damaged("its header announces \(frames) frames, but there are \(position)")
    }
  }

  private func damaged(_ reason: String) -> SignalError {
    .damagedAudio(path: name, frame: position, seconds: Double(position) / Double(sampleRate), reason: reason)
  }

  private static let blockFrames = 4096
  /// An MPEG frame, and the delay of a decoder that waits for it.
  private static let shortestLoss = 2 * 1152
}
