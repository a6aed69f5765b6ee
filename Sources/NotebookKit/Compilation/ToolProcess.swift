import CProcess
import Files
import Foundation

/// Runs a tool to its end and returns its output.
///
/// The tool ends with the runner, however that ends.
enum ToolProcess {
  struct Result {
    var status: Int32
    var output: Data
    var errors: String
  }

  /// A tool was killed, so its output is incomplete.
  struct Killed: Error, CustomStringConvertible {
    let tool: String
    let signal: Int32
    var description: String { "\(tool) was killed by signal \(signal), from outside or because memory ran out." }
  }

  /// Blocks until the tool has ended.
  ///
  /// - Throws: `POSIXError` if the tool cannot be started, ``Killed`` if it was killed. A crash is a status.
  static func run(_ tool: URL, _ arguments: [String], in folder: URL? = nil) throws -> Result {
    let output = try Pipe()
    let errors: Pipe
    do { errors = try Pipe() } catch {
      output.closeAll()
      throw error
    }
    let process = try start(tool, arguments, in: folder, output: output, errors: errors)
    // Both pipes are read to their end at the same time: a tool that fills one of them would otherwise wait forever.
    let drained = Drained()
    let group = DispatchGroup()
    DispatchQueue.global().async(group: group) { drained.data = errors.readToEnd() }
    let printed = output.readToEnd()
    group.wait()
    let end = collect(process)
    if let signal = end.killer { throw Killed(tool: tool.lastPathComponent, signal: signal) }
    return Result(status: end.status, output: printed, errors: String(decoding: drained.data, as: UTF8.self))
  }

  /// Blocks until the tool has ended; its two streams are merged.
  ///
  /// - Parameter onLine: Called for each complete line, without its end.
  /// - Returns: The exit status, or 128 and the number of the signal that ended the tool; its whole output.
  /// - Throws: `POSIXError` if the tool cannot be started.
  static func run(
    _ tool: URL, _ arguments: [String], in folder: URL?, environment: [String: String], onLine: (String) -> Void
  ) throws -> (status: Int32, output: String) {
    let pipe = try Pipe()
    let process = try start(tool, arguments, in: folder, environment: environment, output: pipe, errors: pipe)
    let handle = FileHandle(fileDescriptor: pipe.reading, closeOnDealloc: true)
    var output = Data()
    var lineStart = output.startIndex
    while case let part = handle.availableData, !part.isEmpty {
      output.append(part)
      while let end = output[lineStart...].firstIndex(of: UInt8(ascii: "\n")) {
        onLine(String(decoding: output[lineStart..<end], as: UTF8.self))
        lineStart = output.index(after: end)
      }
    }
    return (collect(process).status, String(decoding: output, as: UTF8.self))
  }

  /// Starts a tool of the current group, and closes the writing ends of its pipes here.
  private static func start(
    _ tool: URL, _ arguments: [String], in folder: URL?,
    environment: [String: String] = ProcessInfo.processInfo.environment, output: Pipe, errors: Pipe
  ) throws -> pid_t {
    let words = ([tool.path] + arguments).map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var process: pid_t = 0
    let failure = process_spawn_tool(
      &process, tool.path, folder?.path, words, variables, output.writing, errors.writing)
    for pipe in output.writing == errors.writing ? [output] : [output, errors] {
      close(pipe.writing)
      if failure != 0 { close(pipe.reading) }
    }
    guard failure == 0 else { throw POSIXError(POSIXErrorCode(rawValue: failure) ?? .ENOENT) }
    ToolGroup.current?.began(process)
    return process
  }

  /// Waits for the end of a tool.
  ///
  /// - Returns: The exit status, or 128 and the signal's number; the signal if the tool was killed and did not crash.
  private static func collect(_ process: pid_t) -> (status: Int32, killer: Int32?) {
    var status: Int32 = 0
    // A process keeps its number until it is collected, and must not be killed then.
    ToolGroup.current?.ended(process)
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7f
    return (
      signal == 0 ? (status >> 8) & 0xff : 128 + signal,
      [SIGKILL, SIGTERM, SIGINT, SIGHUP].contains(signal) ? signal : nil
    )
  }

  /// The ends of a pipe.
  private struct Pipe {
    let reading: Int32
    let writing: Int32

    init() throws {
      var ends: [Int32] = [-1, -1]
      guard process_pipe(&ends) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EMFILE) }
      (reading, writing) = (ends[0], ends[1])
    }

    /// All that is written until the last writer is gone; the pipe is closed then.
    func readToEnd() -> Data {
      let handle = FileHandle(fileDescriptor: reading, closeOnDealloc: true)
      return (try? handle.readToEnd()) ?? Data()
    }

    func closeAll() {
      close(reading)
      close(writing)
    }
  }

  /// `@unchecked Sendable`: written by one thread before the group is left, read by another after.
  private final class Drained: @unchecked Sendable { var data = Data() }
}
