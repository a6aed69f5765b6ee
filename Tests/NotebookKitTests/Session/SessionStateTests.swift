import Display
import Files
import Foundation
import KernelProtocol
import NotebookKit
import Testing

/// The transitions of a session's state, without a kernel.
@Suite("The state of a session", .timeLimit(.minutes(20)))
struct SessionStateTests {
  private func newState(_ cells: [String] = ["let a = 1"]) throws -> SessionState {
    let notebook = try NotebookParser.parse(
      source: Data(SessionFixture.text(cells).utf8), file: URL(filePath: "note.md"))
    let report = Report(
      notebook: notebook, parameters: [], records: notebook.cells.map { _ in CellRecord() }, stamp: Stamp(),
      isRunning: true)
    return SessionState(report: report, keepsGoing: false, streamFolder: URL(filePath: "/proc/none"))
  }

  private func steps(of state: SessionState) -> [RunStep] {
    RunStep.steps(of: state.report.notebook, parameters: [])
  }

  private let module = CompiledModule(
    name: "Cell_1", library: URL(filePath: "/fake/Cell_1.so"),
    interface: ModuleInterface(
      module: "Cell_1", file: URL(filePath: "/fake/Cell_1.swiftmodule"), hash: ContentHash(parts: ["1"])),
    key: ContentHash(parts: ["1"]))

  @Test("The timeout of the run ends the plan also while the kernel is being ended for another reason")
  func laterReasonEndsThePlan() throws {
    var state = try newState()
    _ = state.beginPlan()
    let first = state.stop(.memory(limit: 1 << 30))
    #expect(first && state.goesOn)
    let second = state.stop(.notebookTimeout(seconds: 1))
    #expect(!second && !state.goesOn)
  }

  @Test("A cell is compiling, then running, then has succeeded")
  func cellSucceeds() throws {
    var state = try newState()
    let steps = steps(of: state)
    _ = state.beginPlan()
    _ = state.beginCompiling(steps[0])
    #expect(state.report.records[0].status == .compiling)
    let executed = state.begin(steps[0], .compiled(module, items: []))
    #expect(executed == module)
    #expect(state.report.records[0].status == .running)
    var end = state.take(.prints("text"))
    #expect(end == nil)
    #expect(state.report.records[0].outputs == [])
    let events = [state.flush()?.line, state.flush()?.line]
    #expect(events == ["outputs of cell 0", nil])
    #expect(state.report.records[0].outputs == [.stream(.stdout, "text")])
    end = state.take(.returns)
    let tracer = Tracer(notebook: state.report.notebook) { _ in nil }
    state.finish(try #require(end), after: 0.5, describedBy: FailureDescription(tracer: tracer))
    let conclusions = [state.conclude().map(\.line), state.conclude().map(\.line)]
    #expect(conclusions == [["cell 0 ended: succeeded"], []])
    #expect(state.report.records[0].duration == 0.5)
  }

  @Test("The first reason to stop is the reported one")
  func firstStopReason() throws {
    var state = try newState()
    let steps = steps(of: state)
    _ = state.begin(steps[0], .compiled(module, items: []))
    let areFirst = [state.stop(.memory(limit: 1 << 20)), state.stop(.interrupted)]
    #expect(areFirst == [true, false])
    let end = state.take(.ended(.signalled(15)))
    #expect(end == .died(.signalled(15), nil, .memory(limit: 1 << 20)))
    #expect(state.kernel == .ended)
  }

  @Test("A cell's timeout and its memory end the kernel; the rest ends the plan itself")
  func whatEndsThePlan() throws {
    for (reason, goesOn) in [
      (StopReason.cellTimeout(seconds: 1), true), (.memory(limit: 1), true), (.notebookTimeout(seconds: 1), false),
      (.interrupted, false),
    ] {
      var state = try newState()
      _ = state.stop(reason)
      #expect(state.goesOn == goesOn)
    }
  }

  @Test("Nothing is left to interrupt once the plan has ended")
  func interruptAfterTheEnd() throws {
    var state = try newState(["#error", "2"])
    let steps = steps(of: state)
    _ = state.begin(steps[0], .rejected(diagnostics: ""))
    _ = state.conclude()
    #expect(!state.goesOn)
    let isInterrupted = state.interrupt()
    #expect(!isInterrupted)
    let summary = state.end()
    #expect(!summary.wasInterrupted)
  }

  @Test("A later plan continues after a failure, but not after an early stop or without a kernel")
  func laterPlans() throws {
    var state = try newState()
    let steps = steps(of: state)
    _ = state.interrupt()
    _ = state.beginPlan()
    #expect(!state.goesOn)

    state = try newState()
    _ = state.take(.message(.ready))
    _ = state.beginPlan()
    _ = state.begin(steps[0], .rejected(diagnostics: ""))
    _ = state.conclude()
    #expect(!state.goesOn)
    _ = state.beginPlan()
    #expect(state.goesOn)

    _ = state.begin(steps[0], .rejected(diagnostics: ""))
    _ = state.take(nil)
    _ = state.conclude()
    _ = state.beginPlan()
    #expect(!state.goesOn)
  }

  @Test("An abandoned session leaves no cell waiting or running")
  func abandoning() throws {
    var state = try newState(["1", "2"])
    let steps = steps(of: state)
    _ = state.begin(steps[0], .compiled(module, items: []))
    _ = state.abandon(because: RecordingFront.Failure())
    #expect(state.report.records.map(\.status) == [.notRun(reason: "Failure()"), .notRun(reason: "Failure()")])
    #expect(!state.report.isRunning)
  }
}
