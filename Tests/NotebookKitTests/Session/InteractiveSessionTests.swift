import Display
import Foundation
import KernelProtocol
import NotebookKit
import Testing

/// Cells that a person runs one after another.
@Suite("A session in which cells arrive one by one", .timeLimit(.minutes(20)))
struct InteractiveSessionTests {
  /// A session whose first kernel ends in the third cell.
  private func fixture(_ cells: [String]) throws -> (SessionFixture, [FakeKernel]) {
    let kernels = [FakeKernel(["Cell_3": [.message(.began)] + KernelOutput.traps]), FakeKernel()]
    let fixture = try SessionFixture(
      SessionFixture.text(cells), kernel: kernels[0], successors: [kernels[1]], compiler: FakeCompiler(hasIndex: true)
    ) {
      $0.isInteractive = true
      $0.keepsGoing = true
    }
    return (fixture, kernels)
  }

  /// Runs each cell as a separate plan.
  private func run(_ fixture: SessionFixture) async throws {
    try await fixture.session.start()
    for step in fixture.plan.steps { try await fixture.session.run(RunPlan(steps: [step])) }
    _ = try await fixture.session.end()
  }

  @Test("After the end of a kernel nothing runs again; libraries are loaded for functions and types")
  func nothingRunsAgain() async throws {
    let (fixture, kernels) = try fixture(["let a = 1", "let b = 2", "fatalError()", "let c = 3"])
    try await run(fixture)
    #expect(kernels[1].loadedModules == ["Cell_1", "Cell_2", "Cell_3"])
    #expect(kernels[1].modules == ["Cell_4"])
  }

  @Test("A cell that needs lost state is not run, and neither are later ones that need it")
  func lost() async throws {
    let (fixture, kernels) = try fixture(["let a = 1", "let b = 2", "fatalError()", "print(3)", "print(a)"])
    try await run(fixture)
    #expect(kernels[1].modules == ["Cell_4"])
    #expect(
      fixture.outputs[4] == [
        "failure: Not run, because `a` is lost: cell 1 set it, and the process that ran it has ended. Run cell 1 again."
      ])
  }

  @Test("A variable that is set again can be used")
  func setAgain() async throws {
    let (fixture, kernels) = try fixture(["let a = 1", "let b = 2", "fatalError()", "let a = 4", "print(a)"])
    try await run(fixture)
    #expect(kernels[1].modules == ["Cell_4", "Cell_5"])
  }

  @Test("A change of the process that is lost keeps no cell from running")
  func process() async throws {
    let (fixture, kernels) = try fixture(["setenv(\"a\", \"b\", 1)", "let b = 2", "fatalError()", "print(3)"])
    try await run(fixture)
    #expect(kernels[1].modules == ["Cell_4"])
  }

  @Test("A kernel that had ended before it took up a cell is not that cell's fault")
  func endedBefore() async throws {
    let kernels = [FakeKernel(["Cell_2": [.ended(.signalled(9))]]), FakeKernel()]
    let fixture = try SessionFixture(
      SessionFixture.text(["let a = 1", "print(2)"]), kernel: kernels[0], successors: [kernels[1]],
      compiler: FakeCompiler(hasIndex: true)
    ) {
      $0.isInteractive = true
      $0.keepsGoing = true
    }
    try await run(fixture)
    #expect(kernels[1].loadedModules == ["Cell_1"])
    #expect(kernels[1].modules == ["Cell_2"])
    #expect(fixture.statuses == [.succeeded, .succeeded])
  }

  @Test("An interruption before a plan begins is that plan's, and no later one's")
  func interruptedEarly() async throws {
    let (fixture, kernels) = try fixture(["let a = 1", "let b = 2"])
    try await fixture.session.start()
    for step in fixture.plan.steps {
      let isFirst = step.cell?.index == 0
      try await fixture.session.run(RunPlan(steps: [step]), wasInterrupted: { isFirst })
    }
    #expect(kernels[0].modules == ["Cell_2"])
    #expect(await fixture.session.takeRecord(ofCell: 0).status == .notRun(reason: "The run was interrupted."))
    _ = try await fixture.session.end()
  }

  @Test("A record that was taken is not kept")
  func records() async throws {
    let (fixture, _) = try fixture(["let a = 1"])
    try await fixture.session.start()
    await fixture.session.makePlace(forCell: 3)
    try await fixture.session.run(fixture.plan)
    #expect(await fixture.session.report.records.count == 4)
    #expect(await fixture.session.takeRecord(ofCell: 0).status == .succeeded)
    _ = try await fixture.session.end()
  }
}
