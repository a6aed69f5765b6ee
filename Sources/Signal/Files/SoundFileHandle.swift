import CSndFile
import Synchronization

/// Opens libsndfile's handles, one at a time.
///
/// Why a file could not be opened stands in one variable of the whole library, which every opening overwrites, a
/// successful one too: where several threads open files, the reason must be read before the next one starts. A file
/// opens in less than a millisecond, so that the wait does not count.
enum SoundFileHandle {
  private static let opening = Mutex(())

  /// The handle that `attempt` opens.
  ///
  /// - Throws: what `failure` makes of libsndfile's reason, if there is no handle.
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
