import Display
import Foundation
import NotebookKit
import Synchronization
import TestSupport
import Testing

@Suite("Runs of a sweep")
struct SweepRunnerTests {
  private static func notebook(in folder: URL, cell: String = "let x = lr") throws -> Notebook {
    let text = "---\nparams:\n  lr: 0.1\n---\n\n```swift\n\(cell)\n```\n"
    let file = folder.appending(path: "note.md")
    try Data(text.utf8).write(to: file)
    return try NotebookParser.read(file)
  }

  private static func plan(_ notebook: Notebook, in folder: URL, jobs: Int = 1) throws -> SweepRunner.Plan {
    let points = try SweepRequest(arguments: ["lr=1,2,3,4"]).points(of: notebook.frontMatter.parameters)
    return SweepRunner.Plan(
      notebook: notebook, points: points, folder: SweepFolder(of: notebook.file, in: folder.appending(path: "Output")),
      jobs: jobs)
  }

  /// Points that ran, in order.
  private final class Log: Sendable {
    let ran = Mutex<[String]>([])
    let events = Mutex<[String]>([])
  }

  /// Runs a sweep whose points publish ten times their rate.
  ///
  /// - Parameters:
  ///   - failing: The rate at which a cell fails.
  ///   - broken: The rate at which no output can be written.
  private static func sweep(
    _ plan: SweepRunner.Plan, failing: Double? = nil, broken: Double? = nil
  ) async throws -> (ran: [String], events: [String], csv: String) {
    let log = Log()
    let runner = SweepRunner(
      plan,
      runPoint: { plan, point, _ in
        log.ran.withLock { $0.append(point.label) }
        guard case .number(let rate) = point.settings[0].value else { throw CancellationError() }
        if rate == broken { throw SweepError.notWritten(path: "x", reason: "No space left on device") }
        let value = PublishedValue("error", .number(rate * 10))
        let record = CellRecord(status: .succeeded, outputs: [.display(value.mimeBundle, id: "display-1")])
        let failure = RunSummary.Failure(cell: 0, failure: CellFailure(kind: .thrown, summary: "no luck"))
        return (
          RunSummary(succeeded: 1, failed: rate == failing ? [failure] : [], notRun: 0, wasInterrupted: false),
          Report(notebook: plan.notebook, parameters: [], records: [record], stamp: Stamp(), isRunning: false)
        )
      },
      observe: { event in
        let text =
          switch event {
          case .kept(let count): "kept \(count)"
          case .ended(let index, let result, _): "ended \(index) \(result.status)"
          case .abandoned(let index, _): "abandoned \(index)"
          }
        log.events.withLock { $0.append(text) }
      })
    try await runner.run()
    return (
      log.ran.withLock { $0 }, log.events.withLock { $0 }, try String(contentsOf: plan.folder.table, encoding: .utf8)
    )
  }

  private static func withFolder(_ body: (URL) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "etude-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(folder)
  }

  @Test("A failed point and one that cannot be written stop no other")
  func failures() async throws {
    try await Self.withFolder { folder in
      let plan = try Self.plan(Self.notebook(in: folder), in: folder)
      let result = try await Self.sweep(plan, failing: 2, broken: 3)
      #expect(result.ran == ["lr=1", "lr=2", "lr=3", "lr=4"])
      #expect(result.events == ["ended 0 succeeded", "ended 1 failed", "abandoned 2", "ended 3 succeeded"])
      #expect(
        result.csv == """
          lr,error,status,failure,report
          1,10,succeeded,,points/lr=1/note.html
          2,20,failed,line 7: no luck,points/lr=2/note.html
          3,,unfinished,,points/lr=3/note.html
          4,40,succeeded,,points/lr=4/note.html

          """)
    }
  }

  @Test("Finished points are kept, failed ones among them unless they are to be tried again")
  func keeping() async throws {
    try await Self.withFolder { folder in
      var plan = try Self.plan(Self.notebook(in: folder), in: folder)
      _ = try await Self.sweep(plan, failing: 2, broken: 3)
      let second = try await Self.sweep(plan, failing: 2)
      #expect(second.ran == ["lr=3"])
      #expect(second.events == ["kept 3", "ended 2 succeeded"])
      plan.retriesFailures = true
      let third = try await Self.sweep(plan)
      #expect(third.ran == ["lr=2"])
      let once = try Self.plan(Self.notebook(in: folder), in: folder.appending(path: "other"))
      #expect(try await Self.sweep(once).csv == third.csv)
    }
  }

  @Test("Points of an edited notebook run again, those with a damaged result too")
  func edited() async throws {
    try await Self.withFolder { folder in
      let plan = try Self.plan(Self.notebook(in: folder), in: folder)
      _ = try await Self.sweep(plan)
      let result = plan.folder.folder(of: plan.points[1]).appending(path: "result.json")
      try Data(contentsOf: result).prefix(40).write(to: result)
      #expect(try await Self.sweep(plan).ran == ["lr=2"])
      let edited = try Self.plan(Self.notebook(in: folder, cell: "let x = lr * 2"), in: folder)
      #expect(try await Self.sweep(edited).ran.count == 4)
    }
  }

  @Test("Points that run side by side leave the same table")
  func sideBySide() async throws {
    try await Self.withFolder { folder in
      let notebook = try Self.notebook(in: folder)
      let alone = try await Self.sweep(Self.plan(notebook, in: folder.appending(path: "a")))
      let together = try await Self.sweep(Self.plan(notebook, in: folder.appending(path: "b"), jobs: 3))
      #expect(Set(together.ran) == Set(alone.ran))
      #expect(together.csv == alone.csv)
    }
  }

  // MARK: - The folder

  @Test("A folder with files of others, or of another notebook's sweep, is refused")
  func foreignFolders() throws {
    try withTemporaryFolder { folder in
      let notebook = try Self.notebook(in: folder)
      let output = folder.appending(path: "Output")
      let sweep = SweepFolder(of: notebook.file, in: output)
      try FileManager.default.createDirectory(at: sweep.folder, withIntermediateDirectories: true)
      try Data("mine".utf8).write(to: sweep.folder.appending(path: "list.txt"))
      let foreign = #expect(throws: SweepError.self) { try sweep.prepare() }
      #expect(foreign?.description.hasSuffix("Move them, or sweep with another -o folder.") == true)
      try FileManager.default.removeItem(at: sweep.folder)

      try sweep.prepare()
      let other = folder.appending(path: "b/note.md")
      try FileManager.default.createDirectory(at: other.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(notebook.source.utf8).write(to: other)
      let error = #expect(throws: SweepError.self) { try SweepFolder(of: other, in: output).prepare() }
      guard case .otherNotebook? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    }
  }

  @Test("Two sweeps at a time in one folder are refused")
  func twoAtATime() throws {
    try withTemporaryFolder { folder in
      let sweep = SweepFolder(of: try Self.notebook(in: folder).file, in: folder.appending(path: "Output"))
      try sweep.prepare()
      let error = #expect(throws: SweepError.self) { try sweep.prepare() }
      #expect(error?.description.hasSuffix("Wait for its end, or stop it.") == true)
    }
  }
}
