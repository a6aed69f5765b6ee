import CProcess
import Foundation

/// Standard output and standard error; a run survives if they are closed or full.
enum StandardStreams {
  /// Makes sure that no file takes the descriptor of a closed stream, and that no write ends the process.
  static func prepare() {
    process_open_standard_streams()
    process_ignore_write_signals()
  }

  /// Writes a text as far as it can be written.
  ///
  /// - Returns: True if all of it was.
  @discardableResult
  static func write(_ text: String, to descriptor: Int32) -> Bool {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        var full = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&full, 1, -1)
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }
}

/// Writes a line to standard error.
func printError(_ text: String) { StandardStreams.write(text + "\n", to: STDERR_FILENO) }
