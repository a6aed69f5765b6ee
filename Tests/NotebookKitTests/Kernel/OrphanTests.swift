import Foundation
import TestSupport
import Testing

/// Tests that no descendant of cells outlives the run, whatever it does to escape.
@Suite("Processes left by cells")
struct OrphanTests {
  /// A function that runs a shell command, and one that waits for a file. Foundation's `Process` would also wait for
  /// processes that the command leaves running.
  private static let helpers = """
    func shell(_ command: String) throws {
      guard system("exec </dev/null >/dev/null 2>&1; " + command) == 0 else { throw CocoaError(.executableLoad) }
    }
    func wait(for name: String) { while !FileManager.default.fileExists(atPath: name) { usleep(1000) } }
    """

  /// Shell commands that start a daemon which has dropped its session, the run's mark, its parent, or all of them. Each
  /// writes its process identifier.
  private static let daemons = [
    #"env -i /usr/bin/setsid /bin/sh -c 'echo $$ > one.tmp; mv one.tmp one; exec /bin/sleep 300' &"#,
    #"env -i /bin/sh -c 'echo $$ > two.tmp; mv two.tmp two; exec /bin/sleep 300' &"#,
    #"setsid sh -c 'echo $$ > three.tmp; mv three.tmp three; exec sleep 300' &"#,
    #"(setsid sh -c '(env -i setsid sh -c "echo \$\$ > four.tmp; mv four.tmp four; exec sleep 300" &) &') &"#,
  ]
  private static let names = ["one", "two", "three", "four"]

  private static var start: String {
    let commands = daemons.map { "try shell(#\"\"\"\n\($0)\n\"\"\"#)" }
    return ([helpers] + commands + names.map { "wait(for: \"\($0)\")" }).joined(separator: "\n")
  }

  private func identifiers(of notebook: ScratchNotebook) throws -> [pid_t] {
    try Self.names.map { name in
      let text = try String(contentsOf: notebook.folder.appending(path: name), encoding: .utf8)
      return try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    }
  }

  @Test("Daemons end with the run, whatever they have dropped")
  func daemons() throws {
    let notebook = try ScratchNotebook([Self.start, "let others = \(Self.names)"])
    defer { notebook.remove() }
    let result = try notebook.run()
    #expect(result.status == 0, "\(result.errors)")
    for identifier in try identifiers(of: notebook) { #expect(!isAlive(identifier)) }
  }

  /// The effect of a last cell on its kernel, and then on the runner.
  enum End: String, CaseIterable, CustomTestStringConvertible {
    case stopsItself = "kill(getpid(), SIGSTOP)"
    case killsItself = "kill(getpid(), SIGKILL)"
    case killsItsGuard = "kill(getppid(), SIGKILL)\nwhile true { usleep(1000) }"
    case isLeftByTheRunner = "while true { usleep(1000) }"
    case isLeftStopped = "kill(getpid(), SIGSTOP); while true { usleep(1000) }"
    var testDescription: String { "\(self)" }
    var killsRunner: Bool { self == .isLeftByTheRunner || self == .isLeftStopped }
  }

  @Test("Daemons end with a kernel that is stopped, killed or left alone", arguments: End.allCases)
  func daemonsOf(_ end: End) throws {
    let last = """
      try "\\(getpid())".write(toFile: "kernel.tmp", atomically: true, encoding: .utf8)
      rename("kernel.tmp", "kernel")
      \(end.rawValue)
      """
    let notebook = try ScratchNotebook([Self.start, last])
    defer { notebook.remove() }
    let process = try notebook.start()
    try notebook.waitForFile("kernel")
    let text = try String(contentsOf: notebook.folder.appending(path: "kernel"), encoding: .utf8)
    let kernel = try #require(pid_t(text))
    if end.killsRunner {
      process.send(signal: SIGKILL)
    } else if end == .stopsItself {
      process.send(signal: SIGTERM)
    }
    let result = try process.result()
    if !end.killsRunner { #expect(!result.isSignal) }
    // Without its guard, a kernel's daemon that has dropped everything is found by a cgroup only, if there is one.
    let daemons = try identifiers(of: notebook)
    let identifiers = [kernel] + (end == .killsItsGuard ? Array(daemons[1...2]) : daemons)
    try waitUntil("all are gone") { identifiers.allSatisfy { !isAlive($0) } }
  }

  /// A bomb with an end, so a failure of this test harms nothing else.
  @Test("A cell that starts processes without end is stopped, and nothing of it is left")
  func tooManyProcesses() throws {
    let cell = """
      \(Self.helpers)
      try shell("for i in $(seq 1200); do (sleep 300 & sleep 300 &) & done; sleep 300")
      """
    let notebook = try ScratchNotebook([cell, "2"])
    defer { notebook.remove() }
    #expect(try notebook.run().status == 1)
    #expect(
      try notebook.outputs()[0].last == "error: The cell was stopped because it had started more than 1000 processes.")
    let folder = notebook.folder.resolvingSymlinksInPath().path
    let left = try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { name in
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(name)/cwd")) == folder
    }
    #expect(left == [])
  }

  @Test("The memory limit includes all descendants of a cell")
  func memoryOfChildren() throws {
    let cell = """
      let children = try (0..<6).map { _ in
        let child = Process()
        child.executableURL = URL(filePath: "/usr/bin/python3")
        child.arguments = ["-c", "import time; b = bytearray(b'x' * (150 << 20)); time.sleep(300)"]
        try child.run()
        return child
      }
      for child in children { child.waitUntilExit() }
      """
    let notebook = try ScratchNotebook([cell, "2"])
    defer { notebook.remove() }
    #expect(try notebook.run(["--memory-limit", "600M"]).status == 1)
    #expect(
      try notebook.outputs()[0].last
        == "error: The cell was stopped because the kernel held more than 600 MB (--memory-limit).")
  }

  @Test("Pages that forked copies share are counted once")
  func memoryOfCopies() throws {
    let cell = """
      let shared = [UInt8](repeating: 1, count: 200 << 20)
      let children = try (0..<1).map { _ in try Process.run(URL(filePath: "/usr/bin/python3"), arguments: ["-c", \"\"\"
        import os, time
        b = bytearray(b'x' * (200 << 20))
        for _ in range(8):
            if os.fork() == 0:
                time.sleep(0.6)
                os._exit(0)
        for _ in range(8): os.wait()
        \"\"\"]) }
      for child in children { child.waitUntilExit() }
      shared.count
      """
    let notebook = try ScratchNotebook([cell])
    defer { notebook.remove() }
    let result = try notebook.run(["--memory-limit", "900M"])
    #expect(result.status == 0, "\(result.errors)")
  }

  @Test("A compiler does not outlive its runner", arguments: [SIGTERM, SIGKILL])
  func compilers(_ signal: Int32) throws {
    // Not in the cache, so a compiler runs.
    let notebook = try ScratchNotebook((0..<8).map { "let a\($0)_\(UInt32.random(in: 0 ... .max)) = \($0)" })
    defer { notebook.remove() }
    let process = try notebook.start()
    let runner = process.identifier
    var found: [pid_t] = []
    try waitUntil("a compiler runs") {
      found = try children(of: runner, named: "swift-frontend")
      return !found.isEmpty
    }
    process.send(signal: signal)
    _ = try process.result()
    try waitUntil("the compiler is gone") { found.allSatisfy { !isAlive($0) } }
  }

  private func children(of parent: pid_t, named name: String) throws -> [pid_t] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { pid_t($0) }.filter { process in
      let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
      // After the name in brackets: state, parent.
      let match = status?.firstMatch(of: #/\((.*)\) [A-Z] (\d+) /#)
      return match.map { $0.output.1 == name && pid_t($0.output.2) == parent } ?? false
    }
  }
}
