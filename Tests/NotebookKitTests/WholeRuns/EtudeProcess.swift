import Foundation
import TestSupport

/// The `etude` command as a user runs it, without a terminal.
struct EtudeProcess {
  /// The folder for reports, which the test removes by its own `defer`.
  let output = FileManager.default.temporaryDirectory.appending(path: "etude-test-\(UUID().uuidString)")
  var environment = ProcessInfo.processInfo.environment

  func run(_ arguments: [String], in folder: URL = Fixtures.url("notebooks")) throws -> ProgramResult {
    var program = try Program.built("etude", arguments, in: folder)
    program.environment = environment
    return try program.run()
  }
}
