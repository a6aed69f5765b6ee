import Display
import Foundation
import KernelProtocol
import NotebookKit
import Testing

/// The logic of a session, with a fake kernel and a fake compiler.
@Suite("A session", .timeLimit(.minutes(20)))
struct SessionTests {
  @Test("A run executes every step once, in the notebook's order")
  func everyStepOnce() async throws {
    let fixture = try SessionFixture(
      "Before `{swift} 1`.\n\n```swift\nlet a = 1\n```\n\n```swift\n//| eval: false\nlet b = 2\n```\n\n```swift\nlet c = a\n```\n",
      parameters: [Parameter(name: "hop", value: .integer(512), line: 1)],
      kernel: FakeKernel([
        "Cell_1": [.prints("text\n"), .message(.result(MIMEBundle(plainText: "1"))), .returns],
        "Inline_1": [.message(.inlineValue(MIMEBundle(plainText: "one"))), .returns],
      ]))
    let summary = try await fixture.run()
    #expect(fixture.kernel.modules == ["Parameters", "Inline_1", "Cell_1", "Cell_3"])
    #expect(summary == RunSummary(succeeded: 2, failed: [], skipped: 1, notRun: 0, wasInterrupted: false))
    #expect(fixture.outputs == [["stdout: text\n", "result: 1"], [], []])
    #expect(fixture.statuses == [.succeeded, .skipped, .succeeded])
    #expect(
      fixture.front.events == [
        "started 3", "inline value on line 1 ended", "cell 0 began on line 4", "cell 0 ended: succeeded",
        "cell 2 began on line 13", "cell 2 ended: succeeded", "ended",
      ])
    #expect(fixture.kernel.hasEnded)
    #expect(fixture.compiler.isPrepared && fixture.compiler.isFinished)
    #expect(fixture.front.report?.isRunning == false)
  }

  @Test("The values of parameters travel with their unit, and another value needs no other module")
  func parameterValues() async throws {
    let products = FakeCompiler.Products()
    var compiled: [[String]] = []
    for value in [Parameter.Value.number(.infinity), .number(-2.5)] {
      let fixture = try SessionFixture(
        SessionFixture.text(["1"]),
        parameters: [
          Parameter(name: "rate", value: value, line: 1),
          Parameter(name: "words", value: .list([.text("a\"")]), line: 2),
        ],
        compiler: FakeCompiler(products: products))
      _ = try await fixture.run()
      let rate = value == .number(-2.5) ? "-2.5" : "\"inf\""
      #expect(fixture.kernel.requests.map(\.parameters) == [["rate": rate, "words": "[\"a\\\"\"]"], [:]])
      compiled.append(fixture.compiler.made)
    }
    #expect(compiled == [["Cell_1", "Parameters"], []])
  }

  @Test("A second plan continues in the same kernel and sees what the first declared, though that failed")
  func twoPlans() async throws {
    let fixture = try SessionFixture(
      SessionFixture.text(["let a = 1", "try work()", "let b = a"]),
      kernel: FakeKernel(["Cell_2": [.throwing("no")]]))
    let steps = fixture.plan.steps
    try await fixture.session.start()
    try await fixture.session.run(RunPlan(steps: Array(steps[..<2])))
    #expect(!fixture.kernel.hasEnded)
    try await fixture.session.run(RunPlan(steps: [steps[2]]))
    let summary = try await fixture.session.end()
    #expect(fixture.kernel.modules == ["Cell_1", "Cell_2", "Cell_3"])
    #expect(fixture.compiler.imports(of: "Cell_3") == ["Cell_1"])
    #expect(summary.succeeded == 2)
    #expect(summary.failed.map(\.cell) == [1])
  }

  @Test("A thrown error ends the plan; the cells after it say why they did not run")
  func thrownError() async throws {
    let fixture = try SessionFixture(
      SessionFixture.text(["try work()", "let b = 2"]), kernel: FakeKernel(["Cell_1": [.throwing("no sound")]]))
    let summary = try await fixture.run()
    #expect(fixture.outputs == [["failure: Broken: no sound"], []])
    #expect(fixture.statuses == [.failed, .notRun(reason: "The run stopped at the failure on line 4.")])
    #expect(summary.failed.map(\.cell) == [0])
    #expect(summary.notRun == 1 && !summary.isSuccess)
  }

  @Test("With --keep-going, or with `error: true`, the plan continues after a failure", arguments: [true, false])
  func goingOn(keepsGoing: Bool) async throws {
    let cell = keepsGoing ? "try work()" : "//| error: true\ntry work()"
    let fixture = try SessionFixture(
      SessionFixture.text([cell, "let b = 2"]), kernel: FakeKernel(["Cell_1": [.throwing("no")]])
    ) { $0.keepsGoing = keepsGoing }
    let summary = try await fixture.run()
    #expect(fixture.statuses == [.failed, .succeeded])
    // A failure that a cell allows is not a failure of the run.
    #expect(summary.isSuccess == !keepsGoing)
  }

  @Test("A trap ends the kernel and with it the plan")
  func trap() async throws {
    let fixture = try SessionFixture(
      SessionFixture.text(["fatalError()", "let b = 2"]), kernel: FakeKernel(["Cell_1": KernelOutput.traps]))
    #expect(try await fixture.run().failed.first?.failure.kind == .trap)
    // The runtime's words move from the stream into the failure.
    #expect(fixture.outputs == [["failure: Fatal error: end"], []])
    #expect(fixture.statuses.last == .notRun(reason: "The kernel and its state ended on line 4."))
  }

  @Test("A kernel that silently disappears fails the running cell")
  func kernelThatIsGone() async throws {
    let fixture = try SessionFixture(
      SessionFixture.text(["_exit(3)"]), kernel: FakeKernel(["Cell_1": [.ended(.exited(3))]]))
    _ = try await fixture.run()
    #expect(fixture.outputs == [["failure: The kernel's process ended itself with status 3."]])
  }

  @Test("exit in a cell is a failure of that cell")
  func exit() async throws {
    let fixture = try SessionFixture(
      SessionFixture.text(["exit(0)"]), kernel: FakeKernel(["Cell_1": [.message(.finished(.exited(status: 0)))]]))
    _ = try await fixture.run()
    #expect(fixture.outputs == [["failure: The cell called exit(0)."]])
  }

  @Test("A cell that does not compile is never executed")
  func compileError() async throws {
    let fixture = try SessionFixture(SessionFixture.text(["\n#error"]))
    let failure = try await fixture.run().failed.first?.failure
    #expect(failure?.line == 5 && failure?.details == "note.md:5:1: error: wrong\n")
    #expect(fixture.kernel.modules == [])
    #expect(fixture.outputs == [["failure: The cell does not compile: wrong"]])
    #expect(fixture.statuses == [.failed])
  }

  @Test("A compiler that cannot be run fails the cell; warnings come before its outputs")
  func compilerTrouble() async throws {
    let fixture = try SessionFixture(
      SessionFixture.text(["let a = 1", "let b = 2"]), kernel: FakeKernel(["Cell_1": [.prints("out"), .returns]]),
      compiler: FakeCompiler(unavailable: ["Cell_2"], warnings: ["Cell_1": "note.md:2:5: warning: unused"]))
    _ = try await fixture.run()
    #expect(fixture.outputs[0] == ["warning: note.md:4:5: warning: unused", "stdout: out"])
    #expect(fixture.outputs[1].first?.hasPrefix("failure: The cell could not be compiled: ") == true)
  }

  @Test("Parameters that cannot be compiled, or end the kernel, end the plan before the first cell")
  func parameters() async throws {
    let parameters = [Parameter(name: "hop", value: .integer(512), line: 1)]
    let uncompiled = try SessionFixture(
      SessionFixture.text(["1"]), parameters: parameters, compiler: FakeCompiler(unavailable: ["Parameters"]))
    _ = try await uncompiled.run()
    #expect(uncompiled.statuses == [.notRun(reason: "The parameters could not be compiled.")])
    let dead = try SessionFixture(
      SessionFixture.text(["1"]), parameters: parameters, kernel: FakeKernel(["Parameters": [.ended(.exited(0))]]))
    _ = try await dead.run()
    #expect(dead.statuses == [.notRun(reason: "The kernel ended before the first cell.")])
  }

  // MARK: - Expectations

  @Test("An expected failure is a success, and anything else a failure")
  func expectations() async throws {
    let fixture = try SessionFixture(
      SessionFixture.text([
        "//| expect: throw\ntry work()", "//| expect: compile-error\n#error", "//| expect: trap\nfatalError()",
        "//| expect: trap\nlet a = 1", "//| expect: throw\n#error",
      ]),
      kernel: FakeKernel([
        "Cell_1": [.throwing("as it should")],
        "Cell_3": [.crash(CrashReport(signal: 4)), .message(.finished(.copyDied(signal: 4)))],
      ])
    ) { $0.keepsGoing = true }
    let summary = try await fixture.run()
    #expect(
      fixture.outputs == [
        ["expected: Broken: as it should"], ["expected: The cell does not compile: wrong"],
        [
          "expected: The code trapped without a message. An index out of range, an overflow, a `!` of nil and a failed "
            + "precondition trap this way in optimised code. Check the values on this line."
        ],
        ["failure: The cell was expected to trap, but it succeeded."],
        ["failure: The cell was expected to throw an error, but: The cell does not compile: wrong"],
      ])
    #expect(fixture.statuses == [.succeeded, .succeeded, .succeeded, .failed, .failed])
    #expect(summary.succeeded == 3 && summary.failed.count == 2)
    #expect(fixture.kernel.requests.map(\.inCopy) == [false, true, true])
  }

  // MARK: - Names and values

  @Test("A cell that uses a name after a failure is not executed")
  func unsetNames() async throws {
    let fixture = try SessionFixture(
      SessionFixture.text([
        "//| error: true\nlet before = 1\nlet x = try work()", "//| error: true\nlet y = x",
        "//| error: true\nprint(y)", "print(before)", "let x = 2", "print(x)",
      ]),
      kernel: FakeKernel(["Cell_1": [.throwing("no", at: [CodePlace(unit: 0, offset: 8)])]]), line: 6
    ) { $0.keepsGoing = true }
    _ = try await fixture.run()
    #expect(fixture.kernel.modules == ["Cell_1", "Cell_4", "Cell_5", "Cell_6"])
    #expect(fixture.outputs[1] == ["failure: `x` has no value: its cell ended on line 6, before it was set."])
    #expect(fixture.outputs[2] == ["failure: `y` has no value: its cell ended on line 6, before it was set."])
  }

  @Test("Inline values are kept in order; one that fails is reported and ends the plan")
  func inlineValues() async throws {
    let fixture = try SessionFixture(
      "```swift\nlet a = 1\n```\n\nValues `{swift} a`, `{swift} b`.\n\n```swift\nlet c = 1\n```\n",
      kernel: FakeKernel([
        "Inline_1": [.message(.inlineValue(MIMEBundle(plainText: "1"))), .prints("lost"), .returns],
        "Inline_2": [.throwing("none")],
      ]))
    let summary = try await fixture.run()
    #expect(
      fixture.front.events[3...] == [
        "inline value on line 5 ended", "inline value on line 5 failed: Broken: none", "inline value on line 5 ended",
        "ended",
      ])
    #expect(fixture.kernel.modules == ["Cell_1", "Inline_1", "Inline_2"])
    #expect(fixture.outputs == [[], []])
    #expect(summary.failed.map(\.cell) == [0])
    #expect(fixture.statuses[1] == .notRun(reason: "The run stopped at the failure on line 2."))
  }

  @Test("An inline value can fail in a notebook without cells")
  func inlineValueWithoutCells() async throws {
    let fixture = try SessionFixture(
      "Value `{swift} a`.\n", kernel: FakeKernel(["Inline_0": [.throwing("none")]]))
    #expect(try await fixture.run().failed.count == 1)
  }

  @Test("An update reaches every display of its value, in earlier cells too")
  func displayUpdates() async throws {
    func show(_ text: String) -> KernelOutput { .message(.display(MIMEBundle(plainText: text), id: "x")) }
    func update(_ text: String) -> KernelOutput { .message(.update(MIMEBundle(plainText: text), id: "x")) }
    let fixture = try SessionFixture(
      SessionFixture.text(["display(1)", "update(2)"]),
      kernel: FakeKernel(["Cell_1": [show("1"), update("2"), .returns], "Cell_2": [update("3"), .returns]]))
    _ = try await fixture.run()
    #expect(fixture.outputs == [["display: 3"], []])
  }

  @Test("Progress is reported at once and leaves nothing in the finished report")
  func progress() async throws {
    let bar = ProgressReport(id: "bar", label: "epoch", completed: 1, total: 5)
    let fixture = try SessionFixture(
      SessionFixture.text(["fit()"]), kernel: FakeKernel(["Cell_1": [.message(.progress(bar)), .returns]]))
    _ = try await fixture.run()
    #expect(fixture.front.events[2] == "progress epoch 1/5")
    #expect(fixture.outputs == [[]])
  }

  @Test("Output of a cell before and after a progress bar is one stream")
  func joinedStreams() async throws {
    let bar = ProgressReport(id: "bar", label: "epoch", completed: 1, total: 5)
    let fixture = try SessionFixture(
      SessionFixture.text(["fit()"]),
      kernel: FakeKernel(["Cell_1": [.prints("a"), .message(.progress(bar)), .prints("b\n"), .returns]]))
    _ = try await fixture.run()
    #expect(fixture.outputs == [["stdout: ab\n"]])
  }

  @Test("A stream beyond the limit is cut in the report and whole in its file")
  func longStream() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "etude-test-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let half = String(repeating: "a", count: CellRecorder.shownBytes / 2)
    let fixture = try SessionFixture(
      SessionFixture.text(["print()"]),
      kernel: FakeKernel(["Cell_1": [.prints(half), .prints(half), .prints("beyond"), .returns]]),
      streamFolder: folder.appending(path: "streams"))
    _ = try await fixture.run()
    #expect(
      fixture.outputs == [
        [
          "stdout: \(half + half)",
          "notice: The cell printed 100006 bytes; the first 100000 are shown. All are in streams/cell-1.txt.",
        ]
      ])
    let kept = try String(contentsOf: folder.appending(path: "streams/cell-1.txt"), encoding: .utf8)
    #expect(kept == half + half + "beyond")
  }
}
