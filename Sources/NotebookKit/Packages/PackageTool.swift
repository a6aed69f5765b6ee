import Foundation
import Synchronization

/// Runs SwiftPM's programs and git, one at a time, and hands on the lines that they print.
final class PackageTool: Sendable {
  struct Result {
    var status: Int32
    /// Both streams, in the order in which their lines came.
    var output: String

    var succeeded: Bool { status == 0 }
  }

  private struct State {
    var process: pid_t?
    var isCancelled = false
  }

  private let state = Mutex(State())
  private let environment: [String: String]

  init(environment: [String: String]) {
    var environment = environment
    // Git asks nobody for a password; messages are the ones that are known.
    environment["GIT_TERMINAL_PROMPT"] = "0"
    environment["LC_ALL"] = "C.UTF-8"
    self.environment = environment
  }

  /// Asks the program at work to stop, and starts none afterwards.
  func cancel() {
    let process = state.withLock { state in
      state.isCancelled = true
      return state.process
    }
    if let process { kill(process, SIGINT) }
  }

  var isCancelled: Bool { state.withLock { $0.isCancelled } }

  /// Blocks until the program has ended.
  ///
  /// - Throws: Foundation's error if the program cannot be started; `CancellationError` after ``cancel()``.
  func run(
    _ program: URL, _ arguments: [String], in folder: URL? = nil, onLine: (String) -> Void = { _ in }
  ) throws -> Result {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    let isCancelled = try state.withLock { state in
      if state.isCancelled { return true }
      try process.run()
      state.process = process.processIdentifier
      return false
    }
    if isCancelled { throw CancellationError() }
    var output = Data()
    var lineStart = output.startIndex
    while case let part = pipe.fileHandleForReading.availableData, !part.isEmpty {
      output.append(part)
      while let end = output[lineStart...].firstIndex(of: UInt8(ascii: "\n")) {
        onLine(String(decoding: output[lineStart..<end], as: UTF8.self))
        lineStart = output.index(after: end)
      }
    }
    process.waitUntilExit()
    let wasCancelled = state.withLock { state in
      state.process = nil
      return state.isCancelled
    }
    if wasCancelled { throw CancellationError() }
    let status = process.terminationStatus
    return Result(
      status: process.terminationReason == .exit ? status : 128 + status,
      output: String(decoding: output, as: UTF8.self))
  }
}
