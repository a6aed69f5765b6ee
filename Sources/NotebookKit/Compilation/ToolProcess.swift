import Foundation

/// Runs a tool to its end and keeps what it prints.
enum ToolProcess {
  struct Result {
    var status: Int32
    var output: Data
    var errors: String
  }

  /// Blocks until the tool has ended.
  ///
  /// - Throws: Foundation's error if the tool cannot be started.
  static func run(_ tool: URL, _ arguments: [String], in folder: URL? = nil) throws -> Result {
    let process = Process()
    process.executableURL = tool
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    let output = Pipe()
    let errors = Pipe()
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    // Both pipes are read to their end at once: a tool that fills one of them would wait for ever.
    let drained = Drained()
    let group = DispatchGroup()
    DispatchQueue.global().async(group: group) { drained.data = errors.fileHandleForReading.readDataToEndOfFile() }
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    group.wait()
    process.waitUntilExit()
    return Result(
      status: process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus,
      output: printed, errors: String(decoding: drained.data, as: UTF8.self))
  }

  /// `@unchecked Sendable`: written by one thread before the group is left, read by another after.
  private final class Drained: @unchecked Sendable { var data = Data() }
}
