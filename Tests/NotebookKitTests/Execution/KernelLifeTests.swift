import Foundation
import Testing

/// That the kernel, and all that it starts, lives no longer than it should, and that the run outlives it.
@Suite struct KernelLifeTests {
  /// A cell that starts `sleep` in a session of its own and writes its process identifier.
  private static let daemon = """
    let daemon = Process()
    daemon.executableURL = URL(filePath: "/bin/sh")
    daemon.arguments = ["-c", "setsid sh -c 'echo $$ > daemon.tmp; mv daemon.tmp daemon; exec sleep 300' &"]
    try daemon.run()
    while !FileManager.default.fileExists(atPath: "daemon") { usleep(10_000) }
    """

  private func processIdentifier(in name: String, of notebook: ScratchNotebook) throws -> pid_t {
    let text = try String(contentsOf: notebook.folder.appending(path: name), encoding: .utf8)
    return try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
  }

  @Test func noDaemonSurvivesTheRun() throws {
    let notebook = try ScratchNotebook([Self.daemon])
    defer { notebook.remove() }
    #expect(try notebook.run().status == 0)
    #expect(try !isAlive(processIdentifier(in: "daemon", of: notebook)))
  }

  @Test func daemonDoesNotKeepTheRunOfADeadKernel() throws {
    let notebook = try ScratchNotebook([Self.daemon, "fatalError(\"end\")", "1"])
    defer { notebook.remove() }
    let start = Date()
    #expect(try notebook.run().status == 1)
    #expect(Date().timeIntervalSince(start) < 60)
    #expect(try !isAlive(processIdentifier(in: "daemon", of: notebook)))
    #expect(try notebook.outputs()[1] == ["error: Fatal error: end"])
  }

  private static let endless = """
    import Glibc
    try "\\(getpid())".write(toFile: "kernel.tmp", atomically: true, encoding: .utf8)
    print("so far")
    rename("kernel.tmp", "kernel")
    while true { usleep(1000) }
    """

  @Test func killedRunnerLeavesNothing() throws {
    let notebook = try ScratchNotebook([Self.daemon, Self.endless])
    defer { notebook.remove() }
    let process = try notebook.start()
    try notebook.waitForFile("kernel")
    let kernel = try processIdentifier(in: "kernel", of: notebook)
    #expect(isAlive(kernel))
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    try waitUntil("the kernel is gone") { !isAlive(kernel) }
    let daemon = try processIdentifier(in: "daemon", of: notebook)
    try waitUntil("the daemon is gone") { !isAlive(daemon) }
  }

  @Test func reportIsOnDiskWhileACellIsSilent() throws {
    let notebook = try ScratchNotebook([Self.endless, "2"])
    defer { notebook.remove() }
    let process = try notebook.start()
    try notebook.waitForFile("kernel")
    try waitUntil("the output is on disk") { try notebook.pageText().contains("so far") }
    let page = try notebook.pageText()
    #expect(page.hasPrefix("<!doctype html>") || page.hasPrefix("<!DOCTYPE html>"))
    #expect(page.contains("</html>"))
    kill(process.processIdentifier, SIGINT)
    process.waitUntilExit()
  }

  @Test(arguments: [SIGINT, SIGTERM]) func interruptEndsACellThatNeverChecks(_ signal: Int32) throws {
    let notebook = try ScratchNotebook([Self.endless, "2"])
    defer { notebook.remove() }
    let process = try notebook.start()
    try notebook.waitForFile("kernel")
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    #expect(process.terminationStatus == 130)
    #expect(try notebook.outputs() == [["stdout: so far\n", "error: The run was interrupted."], []])
    #expect(try !isAlive(processIdentifier(in: "kernel", of: notebook)))
  }

  @Test func interruptIsHonouredByACellThatChecks() throws {
    let cell = """
      try Data().write(to: URL(filePath: "begun"))
      defer { print("tidied") }
      func work() throws { defer { print("closed") }; while true { try Interruption.check(); usleep(1000) } }
      try work()
      """
    let notebook = try ScratchNotebook([cell, "2"])
    defer { notebook.remove() }
    let process = try notebook.start()
    try notebook.waitForFile("begun")
    kill(process.processIdentifier, SIGINT)
    process.waitUntilExit()
    #expect(process.terminationStatus == 130)
    // A cell that is killed says that the run was interrupted.
    let outputs = try notebook.outputs()
    #expect(outputs[0].contains("error: Interrupted: the cell was asked to stop."))
    #expect(outputs[0].first?.contains("closed") == true)
    #expect(outputs[1] == [])
  }

  @Test func timeoutOfTheRun() throws {
    let notebook = try ScratchNotebook(["1", "while true { usleep(1000) }", "3"])
    defer { notebook.remove() }
    let result = try notebook.run(["--timeout", "20"])
    #expect(result.status == 1)
    #expect(try notebook.outputs()[1] == ["error: The run took longer than 20 s (--timeout) and was stopped."])
    #expect(result.errors.hasSuffix("note.md: 1 cell succeeded, 1 failed, 1 did not run\n"))
  }

  @Test func longestTimeoutsAreNoProblem() throws {
    let notebook = try ScratchNotebook(["//| timeout: 1e300\n1"])
    defer { notebook.remove() }
    #expect(try notebook.run(["--timeout", "1e300"]).status == 0)
  }

  @Test func kernelThatEndsItselfEndsTheRun() throws {
    let notebook = try ScratchNotebook(["import Glibc\n_exit(3)", "print(\"never\")"])
    defer { notebook.remove() }
    let result = try notebook.run(["--keep-going"])
    #expect(result.status == 1)
    #expect(try notebook.outputs() == [["error: The kernel's process ended itself with status 3."], []])
    #expect(result.errors.hasSuffix("note.md: 0 cells succeeded, 1 failed, 1 did not run\n"))
  }

  @Test func closedSocketEndsTheRun() throws {
    let notebook = try ScratchNotebook(["import Glibc\nfor descriptor in 3..<1024 { close(Int32(descriptor)) }", "2"])
    defer { notebook.remove() }
    let result = try notebook.run(["--keep-going"])
    #expect(result.status == 1)
    #expect(try notebook.outputs() == [["error: The kernel's process ended itself with status 0."], []])
  }

  @Test func copyThatAllocatesWithoutEndIsStopped() throws {
    let cell =
      "//| expect: trap\nvar all: [[UInt8]] = []\nwhile true { all.append([UInt8](repeating: 1, count: 1 << 24)) }"
    let notebook = try ScratchNotebook([cell, "2"])
    defer { notebook.remove() }
    #expect(try notebook.run(["--memory-limit", "700M"]).status == 1)
    #expect(
      try notebook.outputs()[0].last
        == "error: The cell was expected to trap, but: The cell was stopped because the kernel held more than 700 MB (--memory-limit)."
    )
  }

  @Test func copyCannotAwait() throws {
    let cell = "//| expect: trap\nlet x = await Task { 5 }.value\nprint(x)"
    let notebook = try ScratchNotebook([cell, "print(\"on\")"])
    defer { notebook.remove() }
    #expect(try notebook.run(["--keep-going"]).status == 1)
    let outputs = try notebook.outputs()
    #expect(
      outputs[0].last?.contains(
        "A cell with `expect: trap` cannot await: it runs in a copy of the kernel that has no task threads.") == true)
    #expect(outputs[1] == ["stdout: on\n"])
  }
}
