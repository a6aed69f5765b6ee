import Foundation

/// The right to build in a workspace, which one run has at a time; the system takes it back when the run ends.
struct WorkspaceLock {
  private let descriptor: Int32

  /// Waits until no other run has it.
  ///
  /// - Parameters:
  ///   - tool: Its cancellation ends the wait.
  ///   - onWait: Called once if another run has it.
  /// - Throws: `CancellationError`, the file system's errors.
  init(_ file: URL, tool: PackageTool, onWait: () -> Void) throws {
    descriptor = open(file.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    var isWaiting = false
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      if !isWaiting { onWait() }
      isWaiting = true
      if tool.isCancelled {
        close(descriptor)
        throw CancellationError()
      }
      usleep(100_000)
    }
  }

  func release() { close(descriptor) }
}
