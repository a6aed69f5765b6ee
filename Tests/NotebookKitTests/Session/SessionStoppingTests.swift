import Display
import Foundation
import KernelProtocol
import NotebookKit
import Testing

/// Everything that ends a session before its last step, on a stopped clock.
@Suite("Stopping a session", .timeLimit(.minutes(20)))
struct SessionStoppingTests {
  private let endless = FakeKernel(["Cell_1": [.prints("so far\n")]])

  /// A session with an endless first cell, and its run, begun.
  private func begin(
    _ text: String = SessionFixture.text(["while true {}", "let b = 2"]), kernel: FakeKernel,
    configure: (inout RunOptions) -> Void = { _ in }
  ) async throws -> (SessionFixture, Task<RunSummary, any Error>) {
    let fixture = try SessionFixture(text, kernel: kernel, configure: configure)
    return (fixture, Task { try await fixture.run() })
  }

  @Test("A cell's timeout ends the kernel")
  func cellTimeout() async throws {
    let (fixture, run) = try await begin(
      SessionFixture.text(["//| timeout: 5\nwhile true {}", "let b = 2"]), kernel: endless)
    await fixture.clock.pass(.seconds(5))
    let summary = try await run.value
    #expect(
      fixture.outputs[0]
        == ["stdout: so far\n", "failure: The cell ran longer than its timeout of 5 s and was stopped."])
    #expect(fixture.statuses[1] == .notRun(reason: "The kernel and its state ended on line 5."))
    #expect(fixture.front.report?.records[0].duration == 5)
    #expect(summary.failed.map(\.failure.kind) == [.timeout])
  }

  @Test("The timeout of the run ends the plan")
  func runTimeout() async throws {
    let (fixture, run) = try await begin(kernel: endless) { $0.timeout = 20 }
    await fixture.front.waitFor("cell 0 began on line 4")
    await fixture.clock.pass(.seconds(20))
    let summary = try await run.value
    #expect(fixture.statuses[1] == .notRun(reason: "The run took longer than 20 s (--timeout) and was stopped."))
    #expect(summary.notRun >= 1 && !summary.wasInterrupted)
  }

  @Test("A timeout longer than a duration can be is not a limit")
  func endlessTimeout() async throws {
    let fixture = try SessionFixture(SessionFixture.text(["//| timeout: 1e300\n1"])) { $0.timeout = 1e300 }
    #expect(try await fixture.run().isSuccess)
  }

  @Test("A kernel that uses too much memory is ended")
  func memory() async throws {
    let (fixture, run) = try await begin(kernel: endless)
    while fixture.kernel.requests.isEmpty { await Task.yield() }
    // A second wait says that the first look at the memory is over.
    await fixture.clock.pass(.milliseconds(50))
    await fixture.clock.pass(.milliseconds(50))
    #expect(!fixture.kernel.hasEnded)
    fixture.kernel.residentBytes = 2 << 30
    await fixture.clock.pass(.milliseconds(50)) { fixture.kernel.hasEnded }
    #expect(try await run.value.failed.map(\.failure.kind) == [.memory])
    #expect(
      fixture.outputs[0].last
        == "failure: The cell was stopped because the kernel held more than 1.0 GB (--memory-limit).")
  }

  @Test("A kernel that uses too much memory before it is ready ends the session, and no other follows")
  func memoryBeforeReady() async throws {
    let kernel = FakeKernel(starting: [])
    let (fixture, run) = try await begin(kernel: kernel)
    kernel.residentBytes = 2 << 30
    await fixture.clock.pass(.milliseconds(50)) { kernel.hasEnded }
    await #expect(throws: ExecutionError.self) { try await run.value }
  }

  @Test("A kernel with too many processes is ended")
  func processes() async throws {
    let (fixture, run) = try await begin(kernel: endless)
    while fixture.kernel.requests.isEmpty { await Task.yield() }
    fixture.kernel.processCount = 1001
    await fixture.clock.pass(.milliseconds(50)) { fixture.kernel.hasEnded }
    #expect(try await run.value.failed.count == 1)
    #expect(
      fixture.outputs[0].last == "failure: The cell was stopped because it had started more than 1000 processes.")
  }

  @Test("An interrupted cell that checks ends automatically, and the kernel lives until the end")
  func interrupt() async throws {
    let thrown = KernelOutput.message(
      .finished(.threw(type: "Interrupted", description: "Interrupted: asked.", interrupted: true, trace: [])))
    let kernel = FakeKernel(["Cell_1": [.prints("so far\n")]], whenInterrupted: [thrown])
    let (fixture, run) = try await begin(kernel: kernel)
    while kernel.requests.isEmpty { await Task.yield() }
    fixture.session.interrupt()
    let summary = try await run.value
    #expect(summary.wasInterrupted && !summary.isSuccess)
    #expect(fixture.outputs[0] == ["stdout: so far\n", "failure: Interrupted: asked."])
    #expect(fixture.statuses[1] == .notRun(reason: "The run was interrupted."))
    #expect(kernel.interruptions == 1)
  }

  @Test("An interruption does not end the kernel of a plan that begins after it")
  func interruptBeforeALaterPlan() async throws {
    let thrown = KernelOutput.message(
      .finished(.threw(type: "Interrupted", description: "Interrupted: asked.", interrupted: true, trace: [])))
    let kernel = FakeKernel(["Cell_1": [.prints("so far\n")]], whenInterrupted: [thrown])
    let fixture = try SessionFixture(SessionFixture.text(["while true {}"]), kernel: kernel)
    try await fixture.session.start()
    let first = Task { try await fixture.session.run(fixture.plan) }
    while kernel.requests.isEmpty { await Task.yield() }
    fixture.session.interrupt()
    try await first.value
    let second = Task { try await fixture.session.run(fixture.plan) }
    while kernel.requests.count < 2 { await Task.yield() }
    await fixture.clock.pass(.seconds(2))
    for _ in 0..<100 { await Task.yield() }
    #expect(!kernel.hasEnded)
    fixture.session.interrupt()
    try await second.value
    #expect(try await fixture.session.end().wasInterrupted)
  }

  @Test("A plan after the kernel's end skips its cells and says why")
  func planWithoutAKernel() async throws {
    let kernel = FakeKernel(["Cell_1": [.ended(.signalled(4))]])
    let fixture = try SessionFixture(SessionFixture.text(["1"]), kernel: kernel)
    try await fixture.session.start()
    try await fixture.session.run(fixture.plan)
    try await fixture.session.run(fixture.plan)
    _ = try await fixture.session.end()
    #expect(fixture.statuses == [.notRun(reason: "The kernel and its state ended on line 4.")])
  }

  @Test("An interrupted cell that never checks is ended two seconds later")
  func interruptOfACellThatNeverChecks() async throws {
    let (fixture, run) = try await begin(kernel: endless)
    while fixture.kernel.requests.isEmpty { await Task.yield() }
    fixture.session.interrupt()
    await fixture.clock.pass(.seconds(2))
    #expect(try await run.value.wasInterrupted)
    #expect(fixture.outputs[0] == ["stdout: so far\n", "failure: The run was interrupted."])
  }

  @Test("A second interruption does not wait for the cell")
  func secondInterrupt() async throws {
    let (fixture, run) = try await begin(kernel: endless)
    while fixture.kernel.requests.isEmpty { await Task.yield() }
    fixture.session.interrupt()
    fixture.session.interruptAtOnce()
    // The clock stands still, so nothing else ends the cell.
    #expect(try await run.value.wasInterrupted)
    #expect(fixture.outputs[0] == ["stdout: so far\n", "failure: The run was interrupted."])
  }

  @Test("An interruption before the kernel is ready lets no cell run")
  func earlyInterrupt() async throws {
    let fixture = try SessionFixture(SessionFixture.text(["1"]), kernel: FakeKernel(starting: []))
    let run = Task { try await fixture.run() }
    await fixture.front.waitFor("started 1")
    fixture.session.interrupt()
    await fixture.clock.pass(.seconds(2))
    #expect(try await run.value == RunSummary(succeeded: 0, failed: [], notRun: 1, wasInterrupted: true))
  }

  @Test("A running cell's outputs are sent twice per second if there are new ones")
  func flushing() async throws {
    let (fixture, run) = try await begin(kernel: endless)
    while fixture.kernel.requests.isEmpty { await Task.yield() }
    await fixture.clock.pass(.milliseconds(500)) { fixture.front.events.contains("outputs of cell 0") }
    #expect(fixture.outputs[0] == ["stdout: so far\n"])
    #expect(fixture.statuses[0] == .running)
    await fixture.clock.pass(.milliseconds(500))
    await fixture.clock.pass(.milliseconds(500))
    #expect(fixture.front.events.filter { $0 == "outputs of cell 0" }.count == 1)
    fixture.session.interrupt()
    await fixture.clock.pass(.seconds(2))
    _ = try await run.value
  }

  // MARK: - What cannot be done

  @Test("A kernel that ends before it is ready ends the session with its words")
  func kernelThatDoesNotStart() async throws {
    let fixture = try SessionFixture(
      SessionFixture.text(["1"]), kernel: FakeKernel(starting: [.prints(" no library \n"), .ended(.exited(1))]))
    await #expect(throws: ExecutionError.kernelNotStarted("no library")) { try await fixture.run() }
    #expect(fixture.front.events == ["started 1", "abandoned"])
    #expect(fixture.statuses == [.notRun(reason: "The kernel could not be started: no library")])
    let silent = try SessionFixture(SessionFixture.text(["1"]), kernel: FakeKernel(starting: [.ended(.exited(1))]))
    await #expect(throws: ExecutionError.kernelNotStarted("it ended at once.")) { try await silent.run() }
  }

  @Test(
    "A front that fails ends the session and its kernel, and the record says so",
    arguments: ["started", "cell 0 ended", "inline value", "ended"])
  func frontThatFails(at event: String) async throws {
    let fixture = try SessionFixture(
      "```swift\nlet a = 1\n```\n\nA `{swift} a`.\n\n```swift\nlet b = 2\n```\n",
      fronts: [RecordingFront(failingEvent: event)])
    await #expect(throws: RecordingFront.Failure()) { try await fixture.run() }
    #expect(fixture.kernel.hasEnded)
    #expect(fixture.compiler.isFinished)
    if event != "ended" {
      #expect(fixture.front.events.last == "abandoned")
      #expect(fixture.front.report?.isRunning == false)
      #expect(fixture.statuses[1] == .notRun(reason: "Failure()"))
    }
  }

  @Test("A report that cannot be written ends the session")
  func unwritableReport() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "etude-test-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    // A folder has the path of the page.
    try FileManager.default.createDirectory(
      at: folder.appending(path: "note.html/x"), withIntermediateDirectories: true)
    let text = SessionFixture.text(["1"])
    let writer = ReportWriter(
      notebook: try NotebookParser.parse(source: Data(text.utf8), file: URL(filePath: "note.md")), folder: folder)
    let fixture = try SessionFixture(text, fronts: [writer])
    try writer.prepare()
    let error = await #expect(throws: ExecutionError.self) { try await fixture.run() }
    #expect(error?.description.hasPrefix("\(folder.path)/note.html cannot be written: ") == true)
    #expect(fixture.kernel.modules == [])
    #expect(fixture.kernel.hasEnded)
  }
}
