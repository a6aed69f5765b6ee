import Display
import Foundation
import KernelProtocol
import NotebookKit
import Testing

/// A plan that continues in a fresh kernel after its kernel has ended.
@Suite("A session whose kernel ends", .timeLimit(.minutes(20)))
struct SessionRecoveryTests {
  private func fixture(
    _ cells: [String], _ scripts: [String: [KernelOutput]]..., keepsGoing: Bool = true, line: Int? = nil,
    configure: (inout RunOptions) -> Void = { _ in }
  ) throws -> (SessionFixture, [FakeKernel]) {
    let kernels = scripts.map { FakeKernel($0) }
    let fixture = try SessionFixture(
      SessionFixture.text(cells), kernel: kernels[0], successors: Array(kernels[1...]),
      compiler: FakeCompiler(hasIndex: true), line: line
    ) {
      $0.keepsGoing = keepsGoing
      configure(&$0)
    }
    return (fixture, kernels)
  }

  private let traps = ["Cell_3": KernelOutput.traps]

  @Test("Later cells run in a fresh kernel, after their inputs were silently recomputed there")
  func runsAgainWhatIsNeeded() async throws {
    let (fixture, kernels) = try fixture(
      ["let a = 1", "let b = 2", "fatalError()", "print(a)", "let c = 3"],
      ["Cell_1": [.prints("one"), .returns], "Cell_3": KernelOutput.traps],
      ["Cell_1": [.prints("one"), .returns], "Cell_4": [.prints("1"), .returns]])
    let summary = try await fixture.run()
    #expect(kernels[0].modules == ["Cell_1", "Cell_2", "Cell_3"])
    #expect(kernels[1].modules == ["Cell_1", "Cell_4", "Cell_5"])
    #expect(kernels[1].loadedModules == ["Cell_2", "Cell_3"])
    #expect(
      fixture.outputs == [
        ["stdout: one"], [],
        [
          "failure: Fatal error: end",
          "notice: The run continued in a fresh kernel. Cell 1 was rerun to restore its state; the outputs are those of the first run.",
        ], ["stdout: 1"], [],
      ])
    #expect(summary.succeeded == 4 && summary.failed.map(\.cell) == [2] && summary.notRun == 0)
    #expect(
      fixture.front.events.drop { $0 != "cell 2 ended: failed" }.prefix(4) == [
        "cell 2 ended: failed", "cell 0 began again", "recovered after line 16, cells [0]", "cell 3 began on line 22",
      ])
  }

  @Test("A cell that may trap by `error: true` is enough to continue, and leaves the run a success")
  func allowedTrap() async throws {
    let (fixture, kernels) = try fixture(
      ["//| error: true\nfatalError()", "let a = 1"], ["Cell_1": KernelOutput.traps], [:], keepsGoing: false)
    #expect(try await fixture.run().isSuccess)
    #expect(kernels[1].modules == ["Cell_2"])
    #expect(
      fixture.outputs[0].last
        == "notice: The run continued in a fresh kernel. No later cell needs an earlier one.")
  }

  @Test("Without either, nothing changes")
  func noRecovery() async throws {
    let (fixture, _) = try fixture(["fatalError()", "let a = 1"], ["Cell_1": KernelOutput.traps], keepsGoing: false)
    _ = try await fixture.run()
    #expect(fixture.statuses[1] == .notRun(reason: "The kernel and its state ended on line 4."))
  }

  @Test("No kernel is started after the last cell")
  func lastCell() async throws {
    let (fixture, _) = try fixture(["let a = 1", "fatalError()"], ["Cell_2": KernelOutput.traps])
    #expect(try await fixture.run().failed.count == 1)
    #expect(fixture.outputs[1] == ["failure: Fatal error: end"])
  }

  @Test("Cells that need the state of the trapped cell, directly or indirectly, are not run")
  func keptFromRunning() async throws {
    let (fixture, kernels) = try fixture(
      ["let a = 1", "let b = 1", "a += 1\nlet c = 1\nfatalError()", "print(a)", "let d = c", "print(d)", "print(b)"],
      [
        "Cell_3": [
          .crash(CrashReport(signal: 4, trace: [CodePlace(unit: 2, offset: 8)])), .ended(.signalled(4)),
        ]
      ], [:], line: 18)
    let summary = try await fixture.run()
    #expect(kernels[1].modules == ["Cell_2", "Cell_7"])
    #expect(
      fixture.outputs[3...5] == [
        [
          "failure: Not run, because `a` is lost: cell 3 may have changed it, and the kernel ended there on line 18."
        ],
        ["failure: Not run, because `c` is lost: cell 3 set it, and the kernel ended there on line 18."],
        ["failure: Not run, because `d` is lost: cell 5 needs values that were lost in cell 3."],
      ])
    #expect(summary.failed.map(\.cell) == [2, 3, 4, 5])
    // Their functions and types are there nevertheless.
    #expect(kernels[1].loadedModules == ["Cell_1", "Cell_3", "Cell_4", "Cell_5", "Cell_6"])
  }

  @Test("Cells are rerun in order, with everything that changed their results")
  func order() async throws {
    let (fixture, kernels) = try fixture(
      ["let a = 1", "a += 1", "let b = a", "fatalError()", "print(b)", "a += 1", "print(a)"],
      ["Cell_4": KernelOutput.traps], [:])
    _ = try await fixture.run()
    #expect(kernels[1].modules == ["Cell_1", "Cell_2", "Cell_3", "Cell_5", "Cell_6", "Cell_7"])
  }

  @Test("A second trap takes a third kernel, and both losses are known there")
  func secondTrap() async throws {
    let (fixture, kernels) = try fixture(
      ["let a = 1", "let b = 1\nfatalError()", "let c = a\nfatalError()", "print(b)", "print(c)", "print(a)"],
      ["Cell_2": KernelOutput.traps], ["Cell_3": KernelOutput.traps], [:])
    let summary = try await fixture.run()
    #expect(kernels.map(\.modules) == [["Cell_1", "Cell_2"], ["Cell_1", "Cell_3"], ["Cell_1", "Cell_6"]])
    #expect(summary.failed.map(\.cell) == [1, 2, 3, 4])
    #expect(fixture.outputs[3].first?.hasPrefix("failure: `b` has no value: its cell ended on line 10") == true)
    #expect(fixture.outputs[4].first?.hasPrefix("failure: `c` has no value: its cell ended on line 17") == true)
  }

  // MARK: - The second time

  @Test("A cell that traps only the second time is at fault; what needs it is kept, and the rest continues")
  func trapTheSecondTime() async throws {
    let (fixture, kernels) = try fixture(
      ["let a = 1", "let b = 1", "fatalError()", "print(a)", "print(b)"], traps, ["Cell_1": KernelOutput.traps], [:])
    let summary = try await fixture.run()
    #expect(kernels.map(\.modules) == [["Cell_1", "Cell_2", "Cell_3"], ["Cell_1"], ["Cell_2", "Cell_5"]])
    #expect(
      fixture.outputs[0].first
        == "failure: When it was rerun, because the kernel had ended on line 16: Fatal error: end")
    #expect(fixture.statuses[0] == .failed)
    #expect(
      fixture.outputs[3] == [
        "failure: Not run, because `a` is lost: cell 1 set it, and the kernel ended there on line 4."
      ])
    #expect(summary.failed.map(\.cell) == [2, 0, 3] && summary.succeeded == 2)
  }

  @Test("A cell that throws only the second time is at fault too")
  func throwTheSecondTime() async throws {
    let (fixture, kernels) = try fixture(
      ["let a = 1", "let b = 1", "fatalError()", "print(a)", "print(b)"], traps, ["Cell_1": [.throwing("no")]], [:])
    _ = try await fixture.run()
    #expect(kernels.map(\.modules) == [["Cell_1", "Cell_2", "Cell_3"], ["Cell_1"], ["Cell_2", "Cell_5"]])
    #expect(kernels[1].hasEnded)
    #expect(
      fixture.outputs[3].first?.hasSuffix("cell 1 set it, and that failed on line 4 when it was rerun.") == true)
  }

  @Test("A cell that threw at first may throw again")
  func throwsBothTimes() async throws {
    let (fixture, kernels) = try fixture(
      ["let a = 1\na += 1\ntry work()", "let b = 1", "fatalError()", "a += 1"],
      ["Cell_1": [.throwing("no")], "Cell_3": KernelOutput.traps], ["Cell_1": [.throwing("no")]])
    // If a cell threw at an unknown position, none of its names has a value.
    _ = try await fixture.run()
    #expect(kernels.count == 2 && fixture.statuses[0] == .failed)
    #expect(fixture.outputs[0] == ["failure: Broken: no"])
  }

  @Test("A different output in the rerun is reported, and the shown output stays")
  func differing() async throws {
    let (fixture, _) = try fixture(
      ["let a = 1", "let b = 1", "fatalError()", "print(a, b)"],
      ["Cell_1": [.prints("x"), .returns], "Cell_3": KernelOutput.traps], ["Cell_1": [.prints("y"), .returns]])
    _ = try await fixture.run()
    #expect(fixture.outputs[0] == ["stdout: x"])
    #expect(fixture.outputs[2].last?.hasSuffix("The second time, cell 1 had a different output.") == true)
  }

  @Test("A time limit applies the second time as well")
  func timeoutTheSecondTime() async throws {
    let (fixture, kernels) = try fixture(
      ["//| timeout: 5\nlet a = 1", "fatalError()", "print(a)"], ["Cell_2": KernelOutput.traps], ["Cell_1": []], [:])
    let run = Task { try await fixture.run() }
    while kernels[1].requests.isEmpty { await Task.yield() }
    await fixture.clock.pass(.seconds(5))
    _ = try await run.value
    #expect(fixture.outputs[0].first?.hasSuffix("The cell ran longer than its timeout of 5 s and was stopped.") == true)
    #expect(kernels[2].modules == [])
  }

  @Test("An interruption while a cell runs again ends the run, and no cell is at fault")
  func interruption() async throws {
    let (fixture, kernels) = try fixture(
      ["let a = 1", "fatalError()", "print(a)"], ["Cell_2": KernelOutput.traps], ["Cell_1": []])
    let run = Task { try await fixture.run() }
    while kernels[1].requests.isEmpty { await Task.yield() }
    fixture.session.interrupt()
    await fixture.clock.pass(.seconds(2))
    let summary = try await run.value
    #expect(summary.wasInterrupted && summary.failed.map(\.cell) == [1])
    #expect(kernels[1].interruptions == 1)
    #expect(fixture.statuses == [.succeeded, .failed, .notRun(reason: "The run was interrupted.")])
  }

  @Test("A fresh kernel is ended when it uses too much memory, and has its own first reason to stop")
  func memory() async throws {
    let (fixture, kernels) = try fixture(
      ["//| timeout: 5\nwhile true {}", "while true {}", "let a = 1"], ["Cell_1": []], ["Cell_2": []], [:])
    let run = Task { try await fixture.run() }
    await fixture.clock.pass(.seconds(5))
    while kernels[1].requests.isEmpty { await Task.yield() }
    kernels[1].residentBytes = 2 << 30
    await fixture.clock.pass(.milliseconds(50)) { kernels[1].hasEnded }
    #expect(try await run.value.failed.map(\.failure.kind) == [.timeout, .memory])
    #expect(kernels[2].modules == ["Cell_3"])
  }

  @Test("A kernel that cannot be started again ends the session")
  func noKernel() async throws {
    let (fixture, _) = try fixture(["fatalError()", "let a = 1"], ["Cell_1": KernelOutput.traps])
    await #expect(throws: ExecutionError.kernelNotStarted("there is none left")) { try await fixture.run() }
    #expect(fixture.front.events.last == "abandoned")
  }

  // MARK: - Displays

  @Test("Repeated displays keep their names, and new ones get new names")
  func displays() async throws {
    func show(_ text: String, _ id: String) -> KernelOutput { .message(.display(MIMEBundle(plainText: text), id: id)) }
    func update(_ text: String, _ id: String) -> KernelOutput { .message(.update(MIMEBundle(plainText: text), id: id)) }
    let (fixture, _) = try fixture(
      ["display(0)", "let a = 1", "fatalError()", "print(a)", "display(2)"],
      [
        "Cell_1": [show("zero", "display-1"), .returns], "Cell_2": [show("old", "display-2"), .returns],
        "Cell_3": KernelOutput.traps,
      ],
      [
        "Cell_2": [show("old", "display-1"), update("again", "display-1"), .returns],
        "Cell_4": [update("new", "display-1"), .returns],
        "Cell_5": [show("own", "display-2"), update("own 2", "display-2"), .returns],
      ])
    _ = try await fixture.run()
    #expect(fixture.outputs[0] == ["display: zero"])
    #expect(fixture.outputs[1] == ["display: new"])
    #expect(fixture.outputs[4] == ["display: own 2"])
  }

  @Test("Parameters run again first, and an expected trap never")
  func parametersAndCopies() async throws {
    let kernels = [FakeKernel(["Cell_2": KernelOutput.traps]), FakeKernel()]
    let fixture = try SessionFixture(
      SessionFixture.text(["//| expect: trap\nlet a = 1", "fatalError()", "let b = 1"]),
      parameters: [Parameter(name: "hop", value: .integer(512), line: 1)], kernel: kernels[0],
      successors: [kernels[1]], compiler: FakeCompiler(hasIndex: true)
    ) { $0.keepsGoing = true }
    _ = try await fixture.run()
    #expect(kernels[1].modules == ["Parameters", "Cell_3"])
  }
}
