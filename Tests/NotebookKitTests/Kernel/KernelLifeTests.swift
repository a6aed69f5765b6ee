import Foundation
import TestSupport
import Testing

/// Tests that the kernel and its descendants live no longer than they should, and that the run outlives them.
@Suite("Life of the kernel")
struct KernelLifeTests {
  /// A cell that starts `sleep` in a new session and writes its process identifier.
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

  @Test("A daemon that a cell starts ends with the run")
  func noDaemonSurvivesTheRun() throws {
    let notebook = try ScratchNotebook([Self.daemon])
    defer { notebook.remove() }
    #expect(try notebook.run().status == 0)
    #expect(try !isAlive(processIdentifier(in: "daemon", of: notebook)))
  }

  @Test("A daemon does not keep up the run of a dead kernel")
  func daemonDoesNotKeepTheRunOfADeadKernel() throws {
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

  @Test("A runner that is killed leaves neither its kernel nor a daemon")
  func killedRunnerLeavesNothing() throws {
    let notebook = try ScratchNotebook([Self.daemon, Self.endless])
    defer { notebook.remove() }
    let process = try notebook.start()
    try notebook.waitForFile("kernel")
    let kernel = try processIdentifier(in: "kernel", of: notebook)
    #expect(isAlive(kernel))
    process.send(signal: SIGKILL)
    _ = try process.result()
    try waitUntil("the kernel is gone") { !isAlive(kernel) }
    let daemon = try processIdentifier(in: "daemon", of: notebook)
    try waitUntil("the daemon is gone") { !isAlive(daemon) }
  }

  @Test("The report is on disk, whole, while a cell is silent")
  func reportIsOnDiskWhileACellIsSilent() throws {
    let notebook = try ScratchNotebook([Self.endless, "2"])
    defer { notebook.remove() }
    let process = try notebook.start()
    try notebook.waitForFile("kernel")
    try waitUntil("the output is on disk") { try notebook.pageText().contains("so far") }
    let page = try notebook.pageText()
    #expect(page.hasPrefix("<!doctype html>") || page.hasPrefix("<!DOCTYPE html>"))
    #expect(page.contains("</html>"))
    process.send(signal: SIGINT)
    _ = try process.result()
  }

  @Test("A signal to end stops a cell that never checks, and the report says so", arguments: [SIGINT, SIGTERM])
  func interruptEndsACellThatNeverChecks(_ signal: Int32) throws {
    let notebook = try ScratchNotebook([Self.endless, "2"])
    defer { notebook.remove() }
    let process = try notebook.start()
    try notebook.waitForFile("kernel")
    process.send(signal: signal)
    #expect(try process.result().status == 130)
    #expect(try notebook.outputs() == [["stdout: so far\n", "error: The run was interrupted."], []])
    #expect(try !isAlive(processIdentifier(in: "kernel", of: notebook)))
  }

  @Test("A cell that checks for an interruption ends in order")
  func interruptIsHonouredByACellThatChecks() throws {
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
    process.send(signal: SIGINT)
    #expect(try process.result().status == 130)
    // A cell that is killed closes nothing.
    let outputs = try notebook.outputs()
    #expect(outputs[0].contains("error: The run was interrupted."))
    #expect(outputs[0].first?.contains("closed") == true)
    #expect(outputs[1] == [])
  }

  @Test("A run that takes longer than its time limit is stopped and says so")
  func timeoutOfTheRun() throws {
    let notebook = try ScratchNotebook(["1", "while true { usleep(1000) }", "3"])
    defer { notebook.remove() }
    let result = try notebook.run(["--timeout", "20"])
    #expect(result.status == 1)
    #expect(try notebook.outputs()[1] == ["error: The run took longer than 20 s (--timeout) and was stopped."])
    #expect(result.errors.hasSuffix("note.md: 1 cell succeeded, 1 failed, 1 did not run\n"))
  }

  @Test("A time limit may be longer than any clock counts")
  func longestTimeoutsAreNoProblem() throws {
    let notebook = try ScratchNotebook(["//| timeout: 1e300\n1"])
    defer { notebook.remove() }
    #expect(try notebook.run(["--timeout", "1e300"]).status == 0)
  }

  @Test("A kernel that ends itself ends the run with its status")
  func kernelThatEndsItselfEndsTheRun() throws {
    let notebook = try ScratchNotebook(["import Glibc\n_exit(3)", "print(\"never\")"])
    defer { notebook.remove() }
    let result = try notebook.run()
    #expect(result.status == 1)
    #expect(try notebook.outputs() == [["error: The kernel's process ended itself with status 3."], []])
    #expect(result.errors.hasSuffix("note.md: 0 cells succeeded, 1 failed, 1 did not run\n"))
  }

  @Test("A kernel that closes its socket ends the run")
  func closedSocketEndsTheRun() throws {
    let notebook = try ScratchNotebook(["import Glibc\nfor descriptor in 3..<1024 { close(Int32(descriptor)) }", "2"])
    defer { notebook.remove() }
    let result = try notebook.run()
    #expect(result.status == 1)
    #expect(try notebook.outputs() == [["error: The kernel's process ended itself with status 0."], []])
  }

  @Test("A kernel whose standard streams cannot be opened again ends the run")
  func closedReportEndsTheRun() throws {
    let cell = """
      func isSocket(_ descriptor: Int32) -> Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFSOCK
      }
      for descriptor in Int32(0)..<1024 where !isSocket(descriptor) { close(descriptor) }
      """
    let notebook = try ScratchNotebook([cell, "2"])
    defer { notebook.remove() }
    #expect(try notebook.run().status == 1)
    #expect(try notebook.outputs() == [["error: The kernel's process ended itself with status 0."], []])
  }

  @Test("A copy of the kernel that is expected to trap is stopped at the memory limit")
  func copyThatAllocatesWithoutEndIsStopped() throws {
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

  @Test("A cell that is expected to trap cannot await, and says so")
  func copyCannotAwait() throws {
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
