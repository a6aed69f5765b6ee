import CSndFile
import Synchronization

/// A file that libsndfile reads.
final class SoundFileHandle {
  /// The source of the bytes.
  enum Source {
    case file(path: String)
    case memory(MemoryFile)
  }

  /// The handle for libsndfile's functions.
  let pointer: OpaquePointer
  /// The content of the file's header.
  let info: SF_INFO
  private let source: Source
  private let name: String

  /// Opens a file for reading.
  ///
  /// - Throws: `SignalError.unreadableAudio` with what libsndfile says.
  init(_ source: Source, name: String) throws(SignalError) {
    var info = SF_INFO()
    pointer = try Self.open {
      switch source {
      case .file(let path): return sf_open(path, Int32(SFM_READ), &info)
      case .memory(let memory):
        memory.rewind()
        var callbacks = MemoryFile.callbacks
        return sf_open_virtual(&callbacks, Int32(SFM_READ), &info, memory.userData)
      }
    } orThrow: {
      .unreadableAudio(path: name, reason: $0)
    }
    self.info = info
    self.source = source
    self.name = name
  }

  deinit { sf_close(pointer) }

  /// A copy at its first frame.
  ///
  /// - Throws: `SignalError.unreadableAudio` if it cannot be opened any more.
  func reopened() throws(SignalError) -> SoundFileHandle { try SoundFileHandle(source, name: name) }

  /// The container, one of libsndfile's numbers.
  var container: Int { Int(info.format) & Int(SF_FORMAT_TYPEMASK) }

  /// True if every sample has its own bytes, so each has its position in the file.
  var isPlain: Bool {
    [
      SF_FORMAT_PCM_S8, SF_FORMAT_PCM_U8, SF_FORMAT_PCM_16, SF_FORMAT_PCM_24, SF_FORMAT_PCM_32, SF_FORMAT_FLOAT,
      SF_FORMAT_DOUBLE, SF_FORMAT_ULAW, SF_FORMAT_ALAW,
    ]
    .contains { Int($0) == Int(info.format) & Int(SF_FORMAT_SUBMASK) } && container != Int(SF_FORMAT_FLAC)
  }

  /// libsndfile's message about its last failure.
  var reason: String { String(cString: sf_strerror(pointer)) }
}

extension SoundFileHandle {
  private static let opening = Mutex(())

  /// The handle that `attempt` opens, one at a time.
  ///
  /// libsndfile stores the reason of a failed opening in one global variable, which every opening overwrites, even a
  /// successful one: with several threads, the reason must be read before the next opening. A file opens in less than a
  /// millisecond, so the wait does not count.
  ///
  /// - Throws: the error that `failure` makes from libsndfile's reason, if there is no handle.
  static func open(
    _ attempt: () -> OpaquePointer?, orThrow failure: (_ reason: String) -> SignalError
  ) throws(SignalError) -> OpaquePointer {
    let (handle, reason) = opening.withLock { _ in
      let handle = attempt()
      return (handle, handle == nil ? String(cString: sf_strerror(nil)) : "")
    }
    guard let handle else { throw failure(reason) }
    return handle
  }
}
