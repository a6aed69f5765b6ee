import Foundation
import TestSupport
import Testing

/// Tests that the report on disk is correct and that no files or processes remain, whatever ends a run.
@Suite("Ends of runs")
struct EndOfRunTests {
  private static let endless = """
    import Glibc
    print("so far")
    try "\\(getpid())".write(toFile: "kernel.tmp", atomically: true, encoding: .utf8)
    rename("kernel.tmp", "kernel")
    while true { usleep(1000) }
    """

  /// Starts a run of an endless cell and returns once the cell runs and its output is on the page.
  private func start(
    _ notebook: ScratchNotebook, through shell: String = "exec env --default-signal=HUP \"$0\" \"$@\""
  ) throws -> RunningProgram {
    let etude = Program.builtPrograms.appending(path: "etude").path
    var program = Program(
      URL(filePath: "/bin/sh"), ["-c", shell, etude, "run", "note.md", "--to", "ipynb"], in: notebook.folder)
    program.environment["TMPDIR"] = notebook.folder.appending(path: "tmp").path
    try FileManager.default.createDirectory(
      at: notebook.folder.appending(path: "tmp"), withIntermediateDirectories: true)
    let process = try program.start()
    try notebook.waitForFile("kernel")
    try waitUntil("the output is on the page") { try notebook.pageText().contains("so far") }
    return process
  }

  private func temporaryFolders(of notebook: ScratchNotebook) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: notebook.folder.appending(path: "tmp").path)
      .filter { $0.hasPrefix("etude-") || $0.hasPrefix(".etude-") }
  }

  private func expectHonestEnd(of notebook: ScratchNotebook, _ result: ProgramResult) throws {
    #expect(result.status == 130 && !result.isSignal, "\(result.errors)")
    #expect(try notebook.outputs() == [["stdout: so far\n", "error: The run was interrupted."], []])
    #expect(try !notebook.pageText().contains("banner running"))
    #expect(try temporaryFolders(of: notebook) == [])
  }

  @Test(
    "Every signal that can be caught ends the report in order",
    arguments: [
      SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU, SIGPWR, SIGABRT, SIGSEGV, SIGILL, 40,
    ])
  func signals(_ signal: Int32) throws {
    let notebook = try ScratchNotebook([Self.endless, "2"])
    defer { notebook.remove() }
    let process = try start(notebook)
    process.send(signal: signal)
    try expectHonestEnd(of: notebook, process.result())
  }

  @Test(
    "A signal before the first cell ends the command as an interrupted one",
    arguments: ["run", "verify", "check"], [SIGHUP, SIGINT, SIGTERM])
  func earlySignals(_ command: String, _ signal: Int32) throws {
    let notebook = try ScratchNotebook(["1"])
    defer { notebook.remove() }
    // A proxy compiler is asked for the real path, and this proxy then fails.
    let compiler = notebook.folder.appending(path: "swiftc")
    // The handler has run once the main thread has no pending and no blocked signal.
    let script = """
      #!/bin/sh
      kill -\(signal) $PPID
      while grep -Eq '^(ShdPnd|SigPnd|SigBlk):.*[1-9a-f]' /proc/$PPID/status; do :; done
      exit 1
      """
    try script.write(to: compiler, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: compiler.path)
    let arguments = command == "verify" ? [command, "--update", "note.md"] : [command, "note.md"]
    let etude = Program.builtPrograms.appending(path: "etude").path
    var program = Program(
      URL(filePath: "/usr/bin/env"), ["--default-signal=HUP", etude] + arguments, in: notebook.folder)
    program.environment["PATH"] = notebook.folder.path + ":/usr/bin:/bin"
    let result = try program.run()
    #expect(result.status == 130 && !result.isSignal, "\(result.errors)")
  }

  @Test("A signal to a command without cells ends it as an interrupted one", arguments: [SIGHUP, SIGINT, SIGTERM])
  func signalOutsideRuns(_ signal: Int32) throws {
    // The value is longer than a pipe, so the command does not end before someone reads.
    let value = String(repeating: "x", count: 200_000)
    let notebook = try ScratchNotebook(["1"], frontMatter: "params:\n  text: \(value)")
    defer { notebook.remove() }
    let pipe = notebook.folder.appending(path: "pipe").path
    try #require(mkfifo(pipe, 0o600) == 0)
    let reading = open(pipe, O_RDWR | O_CLOEXEC)
    defer { close(reading) }
    let etude = Program.builtPrograms.appending(path: "etude").path
    let shell = "exec env --default-signal=HUP \"$0\" params note.md > pipe"
    let process = try Program(URL(filePath: "/bin/sh"), ["-c", shell, etude], in: notebook.folder).start()
    var waiting = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
    try waitUntil("the command prints") { poll(&waiting, 1, 0) == 1 }
    process.send(signal: signal)
    let result = try process.result()
    #expect(result.status == 130 && !result.isSignal, "\(result.errors)")
  }

  @Test("A second Ctrl-C ends the report properly, too")
  func secondInterrupt() throws {
    let notebook = try ScratchNotebook([Self.endless, "2"])
    defer { notebook.remove() }
    let process = try start(notebook)
    process.send(signal: SIGINT)
    // Signals within half a second count as one.
    usleep(600_000)
    process.send(signal: SIGINT)
    try expectHonestEnd(of: notebook, process.result())
  }

  @Test("A signal that the caller has ignored, as nohup does, and one of a broken pipe leave the run alone")
  func ignoredSignals() throws {
    let cell = "while !FileManager.default.fileExists(atPath: \"go\") { usleep(1000) }\nprint(\"end\")"
    let notebook = try ScratchNotebook(["print(\"so far\")\ntry Data().write(to: URL(filePath: \"kernel\"))", cell])
    defer { notebook.remove() }
    let process = try start(notebook, through: "trap '' HUP; exec \"$0\" \"$@\"")
    process.send(signal: SIGHUP)
    process.send(signal: SIGPIPE)
    try Data().write(to: notebook.folder.appending(path: "go"))
    #expect(try process.result().status == 0)
    #expect(try notebook.outputs() == [["stdout: so far\n"], ["stdout: end\n"]])
  }

  @Test(
    "Standard streams that cannot be written do not end the run",
    arguments: [
      "\"$0\" \"$@\" >&- 2>&-", "\"$0\" \"$@\" <&- >&- 2>&-", "\"$0\" \"$@\" >/dev/full 2>/dev/full",
      "{ \"$0\" \"$@\"; echo $? > status; } 2>&1 | true; exit $(cat status)",
    ])
  func unwritableStreams(_ shell: String) throws {
    let notebook = try ScratchNotebook(["print(\"one\")", "2"])
    defer { notebook.remove() }
    let etude = Program.builtPrograms.appending(path: "etude").path
    let program = Program(
      URL(filePath: "/bin/sh"), ["-c", shell, etude, "run", "note.md", "--to", "ipynb"], in: notebook.folder)
    #expect(try program.run().status == 0)
    #expect(try notebook.outputs() == [["stdout: one\n"], ["execute_result: 2"]])
  }

  @Test("A report that no longer fits keeps its written part, and says that its run is over")
  func fullDisk() throws {
    let notebook = try ScratchNotebook([
      "print(\"kept\")", "String(repeating: \"x\", count: 20_000_000)", "print(\"never\")",
    ])
    defer { notebook.remove() }
    let etude = Program.builtPrograms.appending(path: "etude").path
    // Blocks of 512 bytes: the page of the second cell does not fit.
    let program = Program(
      URL(filePath: "/bin/sh"), ["-c", "ulimit -f 20000; exec \"$0\" \"$@\"", etude, "run", "note.md"],
      in: notebook.folder)
    let result = try program.run()
    #expect(result.status == 2 && !result.isSignal)
    #expect(result.errors.contains("note.html cannot be written: File too large. Choose another folder with -o."))
    let page = try notebook.pageText()
    #expect(page.contains("kept") && page.contains("data-next=\"1970-01-01T00:00:00Z\""))
    let names = try FileManager.default.contentsOfDirectory(atPath: notebook.page.deletingLastPathComponent().path)
    #expect(names.allSatisfy { !$0.hasSuffix(".draft") })
  }

  @Test("Of a runner that was killed the page has a clock, and the next run removes its temporary folder")
  func killedRunner() throws {
    let notebook = try ScratchNotebook([Self.endless, "2"])
    defer { notebook.remove() }
    let process = try start(notebook)
    #expect(try temporaryFolders(of: notebook).count == 1)
    process.send(signal: SIGKILL)
    _ = try process.result()
    #expect(try notebook.pageText().contains("data-next=\"2"))
    #expect(try notebook.pageText().contains("so far"))
    let kernel = try String(contentsOf: notebook.folder.appending(path: "kernel"), encoding: .utf8)
    let identifier = try #require(pid_t(kernel))
    try waitUntil("the kernel is gone") { !isAlive(identifier) }
    try FileManager.default.removeItem(at: notebook.folder.appending(path: "kernel"))
    let next = try start(notebook)
    #expect(try temporaryFolders(of: notebook).count == 1)
    next.send(signal: SIGTERM)
    try expectHonestEnd(of: notebook, next.result())
  }

  @Test("A terminal that is named dumb gets no escape sequences")
  func dumbTerminal() throws {
    // The line of the cell running is drawn ten times per second elsewhere.
    let notebook = try ScratchNotebook(["usleep(300_000)"])
    defer { notebook.remove() }
    let etude = Program.builtPrograms.appending(path: "etude").path
    var program = Program(
      URL(filePath: "/usr/bin/script"), ["-qec", "'\(etude)' run note.md", "/dev/null"], in: notebook.folder)
    program.environment["TERM"] = "dumb"
    let result = try program.run()
    #expect(result.status == 0)
    #expect(result.output.contains("1 cell succeeded"))
    #expect(!result.output.contains("\u{1B}"))
  }
}
