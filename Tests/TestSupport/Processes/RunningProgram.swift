import Foundation

/// The end of a program, and what it wrote.
public struct ProgramResult: Sendable {
  /// The exit status, or the number of the signal that ended the program.
  public let status: Int32
  /// True if a signal ended the program.
  public let isSignal: Bool
  /// The text on standard output.
  public let output: String
  /// The text on standard error.
  public let errors: String
}

/// A started program.
///
/// Standard output and standard error go to a file each. So neither can fill a pipe while the other is read, which would
/// block both processes.
public final class RunningProgram {
  private let process = Process()
  private let files: URL

  init(_ program: Program) throws {
    files = FileManager.default.temporaryDirectory.appending(path: "etude-program-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: files, withIntermediateDirectories: true)
    process.executableURL = program.url
    process.arguments = program.arguments
    process.environment = program.environment
    process.currentDirectoryURL = program.folder
    try program.input.write(to: files.appending(path: "in"))
    process.standardInput = try FileHandle(forReadingFrom: files.appending(path: "in"))
    process.standardOutput = try Self.newFile(files.appending(path: "out"))
    process.standardError = try Self.newFile(files.appending(path: "err"))
    try process.run()
  }

  deinit { try? FileManager.default.removeItem(at: files) }

  /// The process's number.
  public var identifier: pid_t { process.processIdentifier }

  /// False once the process has ended.
  public var isRunning: Bool { process.isRunning }

  /// Sends a signal.
  public func send(signal: Int32) { kill(identifier, signal) }

  /// Waits for the end, and reads what was written.
  public func result() throws -> ProgramResult {
    process.waitUntilExit()
    func text(_ name: String) throws -> String {
      String(decoding: try Data(contentsOf: files.appending(path: name)), as: UTF8.self)
    }
    return ProgramResult(
      status: process.terminationStatus, isSignal: process.terminationReason == .uncaughtSignal,
      output: try text("out"), errors: try text("err"))
  }

  private static func newFile(_ url: URL) throws -> FileHandle {
    try Data().write(to: url)
    return try FileHandle(forWritingTo: url)
  }
}
