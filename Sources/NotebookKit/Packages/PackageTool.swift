import Foundation

/// Runs SwiftPM's programs and git, one at a time, and passes on the lines that they print.
struct PackageTool: Sendable {
  struct Result {
    var status: Int32
    /// Both streams, in the order of their lines.
    var output: String

    var succeeded: Bool { status == 0 }
  }

  /// SwiftPM ends its own tools when it is interrupted.
  private let group = ToolGroup(endedBy: SIGINT)
  private let environment: [String: String]

  init(environment: [String: String]) {
    var environment = environment
    // Git must not ask for a password; messages are the known English ones.
    environment["GIT_TERMINAL_PROMPT"] = "0"
    environment["LC_ALL"] = "C.UTF-8"
    self.environment = environment
  }

  /// Asks the running program to stop, and starts none afterwards.
  func cancel() { group.end() }

  var isCancelled: Bool { group.isEnded }

  /// Blocks until the program has ended.
  ///
  /// - Throws: `POSIXError` if the program cannot be started; `CancellationError` after ``cancel()``.
  func run(
    _ program: URL, _ arguments: [String], in folder: URL? = nil, onLine: (String) -> Void = { _ in }
  ) throws -> Result {
    if isCancelled { throw CancellationError() }
    let (status, output) = try group.run {
      try ToolProcess.run(program, arguments, in: folder, environment: environment, onLine: onLine)
    }
    if isCancelled { throw CancellationError() }
    return Result(status: status, output: output)
  }
}
