import Foundation

/// Replaces a file as a whole: whoever reads it finds the old contents or the new ones, never a part.
package enum AtomicFile {
  /// Writes beside the file, waits until the bytes are on the disk, and renames.
  ///
  /// When anything fails, a full disk for one, the old file stays as it was and the new one is removed.
  ///
  /// - Throws: `LearningError.unusableFile` with the system's reason.
  package static func write(_ data: Data, to url: URL) throws {
    let folder = url.deletingLastPathComponent()
    func fail(_ reason: String) -> LearningError { .unusableFile(file: url.path, reason: reason) }
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw fail("its folder could not be made (\(error.localizedDescription))")
    }
    let beside = folder.appending(path: ".\(url.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier)").path
    let descriptor = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw fail("it could not be written (\(systemReason()))") }
    let failure = fill(descriptor, with: data)
    let closed = close(descriptor) == 0 ? nil : systemReason()
    if let reason = failure ?? closed ?? (rename(beside, url.path) == 0 ? nil : systemReason()) {
      unlink(beside)
      throw fail("it could not be written (\(reason)); what was there before is untouched")
    }
    sync(folder)
  }

  /// Writes all bytes and flushes them; gives the reason of a failure.
  private static func fill(_ descriptor: Int32, with data: Data) -> String? {
    data.withUnsafeBytes { bytes -> String? in
      var offset = 0
      while offset < bytes.count {
        let written = Foundation.write(descriptor, bytes.baseAddress.map { $0 + offset }, bytes.count - offset)
        if written < 0 {
          if errno == EINTR { continue }
          return systemReason()
        }
        offset += written
      }
      return fsync(descriptor) == 0 ? nil : systemReason()
    }
  }

  /// Makes the renaming itself durable.
  private static func sync(_ folder: URL) {
    let descriptor = open(folder.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  private static func systemReason() -> String { String(cString: strerror(errno)) }
}
