import CProcess
import Foundation

/// Runs a tool to its end and keeps what it prints.
enum ToolProcess {
  struct Result {
    /// The exit status, or 128 and the number of the signal that ended the tool.
    var status: Int32
    var output: Data
    var errors: String
  }

  /// Blocks until the tool has ended.
  ///
  /// - Throws: The system's error if the tool cannot be started.
  static func run(_ tool: URL, _ arguments: [String]) throws -> Result {
    let output = try Pipe()
    defer { output.close() }
    let errors = try Pipe()
    defer { errors.close() }
    let process = try start(tool, arguments, output: output.end, errors: errors.end)
    output.closeEnd()
    errors.closeEnd()
    let printed = read(output.beginning, errors.beginning)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    return Result(
      status: signal == 0 ? (status >> 8) & 0xFF : 128 + signal, output: printed.0,
      errors: String(decoding: printed.1, as: UTF8.self))
  }

  private static func start(_ tool: URL, _ arguments: [String], output: Int32, errors: Int32) throws -> pid_t {
    var words: [UnsafeMutablePointer<CChar>?] = ([tool.path] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var process: pid_t = 0
    let failure = process_spawn_tool(&process, tool.path, &words, environ, output, errors)
    guard failure == 0 else { throw POSIXError(POSIXErrorCode(rawValue: failure) ?? .EIO) }
    return process
  }

  /// Reads two pipes to their ends at once: a tool that fills one of them would wait for ever.
  private static func read(_ first: Int32, _ second: Int32) -> (Data, Data) {
    var pipes = [first, second].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    var data = [Data(), Data()]
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while pipes.contains(where: { $0.fd >= 0 }) {
      guard poll(&pipes, 2, -1) >= 0 || errno == EINTR else { break }
      for index in pipes.indices where pipes[index].fd >= 0 && pipes[index].revents != 0 {
        let count = Foundation.read(pipes[index].fd, &buffer, buffer.count)
        if count > 0 { data[index].append(contentsOf: buffer[..<count]) }
        if count == 0 || count < 0 && errno != EINTR { pipes[index].fd = -1 }
      }
    }
    return (data[0], data[1])
  }

  /// A pipe whose ends are closed in programs that are started.
  private final class Pipe {
    let beginning: Int32
    private(set) var end: Int32

    init() throws {
      var ends: [Int32] = [-1, -1]
      guard process_pipe(&ends) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EMFILE) }
      (beginning, end) = (ends[0], ends[1])
    }

    func closeEnd() {
      if end >= 0 { Foundation.close(end) }
      end = -1
    }

    func close() {
      closeEnd()
      Foundation.close(beginning)
    }
  }
}
