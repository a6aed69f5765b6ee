import Foundation
import Images

/// Replaces a file as a whole: whoever reads it finds the old contents or the new ones, never a part.
package enum AtomicFile {
  /// Writes beside the file, waits until the bytes are on the disk, and renames.
  ///
  /// When anything fails, a full disk for one, the old file stays as it was and the new one is removed.
  ///
  /// - Parameter body: Hands over the bytes, piece by piece.
  /// - Throws: `NetworkError.unusableFile` with the system's reason; what `body` throws.
  package static func write(to url: URL, _ body: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void) throws {
    let folder = url.deletingLastPathComponent()
    func fail(_ reason: String) -> NetworkError { .unusableFile(file: url.path, reason: reason) }
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw fail("its folder could not be made (\(Images.systemReason(error)))")
    }
    let beside = folder.appending(path: ".\(url.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier)").path
    let descriptor = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw fail("it could not be written (\(systemReason()))") }
    do {
      var isOpen = true
      defer { if isOpen { close(descriptor) } }
      try body { try append($0, to: descriptor) }
      guard fsync(descriptor) == 0 else { throw Failure(reason: systemReason()) }
      isOpen = false
      guard close(descriptor) == 0, rename(beside, url.path) == 0 else { throw Failure(reason: systemReason()) }
    } catch {
      unlink(beside)
      guard let failure = error as? Failure else { throw error }
      throw fail("it could not be written (\(failure.reason)); what was there before is untouched")
    }
    sync(folder)
  }

  /// The same for bytes that are all at hand.
  ///
  /// - Throws: `NetworkError.unusableFile`.
  package static func write(_ data: Data, to url: URL) throws {
    try write(to: url) { append in try data.withUnsafeBytes(append) }
  }

  /// What the system said when it did not write.
  private struct Failure: Error {
    let reason: String
  }

  private static func append(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) throws {
    var offset = 0
    while offset < bytes.count {
      let written = Foundation.write(descriptor, bytes.baseAddress.map { $0 + offset }, bytes.count - offset)
      if written >= 0 {
        offset += written
      } else if errno != EINTR {
        throw Failure(reason: systemReason())
      }
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
