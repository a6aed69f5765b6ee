import TestSupport
import Foundation
import Testing

/// The `etude` command as a user runs it, without a terminal.
struct EtudeProcess {
  /// The folder in which reports land, gone when the process value's test ends by its own `defer`.
  let output = FileManager.default.temporaryDirectory.appending(path: "etude-test-\(UUID().uuidString)")
  var environment = ProcessInfo.processInfo.environment

  struct Result {
    var status: Int32
    var output: String
    var errors: String
  }

  /// The folder of the programs that were built with the tests.
  static var programs: URL {
    let runner = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    let candidates = [
      URL(filePath: runner).deletingLastPathComponent(),
      URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent(),
    ]
    return candidates.first { FileManager.default.fileExists(atPath: $0.appending(path: "etude").path) }
      ?? candidates[0]
  }

  func run(_ arguments: [String], in folder: URL = Fixtures.url("notebooks")) throws -> Result {
    let process = Process()
    process.executableURL = Self.programs.appending(path: "etude")
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = environment
    let files = try ["out", "err"].map { name -> URL in
      let file = FileManager.default.temporaryDirectory.appending(path: "etude-test-\(UUID().uuidString).\(name)")
      try Data().write(to: file)
      return file
    }
    defer { for file in files { try? FileManager.default.removeItem(at: file) } }
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    process.waitUntilExit()
    let texts = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    return Result(status: process.terminationStatus, output: texts[0], errors: texts[1])
  }
}
