import CProcess
import Files
import Foundation

/// Runs a tool to its end and keeps what it prints.
///
/// The tool ends with the runner, however that ends.
enum ToolProcess {
  struct Result {
    var status: Int32
    var output: Data
    var errors: String
  }

  /// A tool that was killed, whose output says nothing.
  struct Killed: Error, CustomStringConvertible {
    let tool: String
    let signal: Int32
    var description: String { "\(tool) was killed by signal \(signal), from outside or for want of memory." }
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
    let process: pid_t
    do { process = try start(tool, arguments, in: folder, output: output, errors: errors) } catch {
      output.closeAll()
      errors.closeAll()
      throw error
    }
    let tools = ToolGroup.current
    tools?.began(process)
    close(output.writing)
    close(errors.writing)
    // Both pipes are read to their end at once: a tool that fills one of them would wait for ever.
    let drained = Drained()
    let group = DispatchGroup()
    DispatchQueue.global().async(group: group) { drained.data = errors.readToEnd() }
    let printed = output.readToEnd()
    group.wait()
    var status: Int32 = 0
    // A process keeps its number until it is collected, and is no one to be ended then.
    tools?.ended(process)
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7f
    if [SIGKILL, SIGTERM, SIGINT, SIGHUP].contains(signal) {
      throw Killed(tool: tool.lastPathComponent, signal: signal)
    }
    return Result(
      status: signal == 0 ? (status >> 8) & 0xff : 128 + signal, output: printed,
      errors: String(decoding: drained.data, as: UTF8.self))
  }

  private static func start(
    _ tool: URL, _ arguments: [String], in folder: URL?, output: Pipe, errors: Pipe
  ) throws -> pid_t {
    let words = ([tool.path] + arguments).map { strdup($0) } + [nil]
    let variables = ProcessInfo.processInfo.environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var process: pid_t = 0
    let failure = process_spawn_tool(
      &process, tool.path, folder?.path, words, variables, output.writing, errors.writing)
    guard failure == 0 else { throw POSIXError(POSIXErrorCode(rawValue: failure) ?? .ENOENT) }
    return process
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
