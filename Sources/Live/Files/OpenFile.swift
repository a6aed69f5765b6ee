import Foundation

/// A regular file that is open for reading.
package final class OpenFile: Sendable {
  private let descriptor: Int32
  let byteCount: Int
  /// The path of the open file without symbolic links, as reported by the system.
  let path: String

  /// Nil for anything but a regular file that can be read.
  init?(path: String) {
    // Whatever the path leads to, opening it must not wait.
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { return nil }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(descriptor)")
    else {
      close(descriptor)
      return nil
    }
    byteCount = Int(status.st_size)
    self.path = path
  }

  deinit { close(descriptor) }

  /// At most `count` bytes from `offset`; none at the end.
  func bytes(at offset: Int, count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = max(0, pread(descriptor, buffer.baseAddress, count, off_t(offset)))
    }
  }
}
