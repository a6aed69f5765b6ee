import Display
import Foundation
import NotebookKit
import Synchronization

/// A session of a small notebook with a fake kernel, a fake compiler and a clock that does not advance.
struct SessionFixture {
  let kernel: FakeKernel
  let compiler: FakeCompiler
  let clock = ManualClock()
  let front = RecordingFront()
  let notebook: Notebook
  let session: Session
  let plan: RunPlan

  /// - Parameters:
  ///   - text: The notebook.
  ///   - lines: The answers of the symbolizer: the notebook's line of every trace.
  ///   - successors: The kernels that start after the first, in order.
  ///   - fronts: Fronts before the recording one.
  init(
    _ text: String, parameters: [Parameter] = [], kernel: FakeKernel = FakeKernel(),
    successors: [FakeKernel] = [], compiler: FakeCompiler = FakeCompiler(), line: Int? = nil,
    fronts: [any SessionFront] = [], others: (any OtherRanks)? = nil,
    streamFolder: URL = URL(filePath: "/proc/none"), configure: (inout RunOptions) -> Void = { _ in }
  ) throws {
    self.kernel = kernel
    self.compiler = compiler
    notebook = try NotebookParser.parse(source: Data(text.utf8), file: URL(filePath: "note.md"))
    plan = RunPlan.allSteps(of: notebook, parameters: parameters).numbered
    let kernels = KernelQueue([kernel] + successors)
    var options = RunOptions(memoryLimit: 1 << 30)
    configure(&options)
    session = Session(
      report: Report(
        notebook: notebook, parameters: parameters,
        records: notebook.cells.map { CellRecord(status: $0.options.eval ? .waiting : .skipped) }, stamp: Stamp(),
        isRunning: true),
      options: options, streamFolder: streamFolder, fronts: fronts + [front],
      tools: SessionTools(
        compiler: compiler, startKernel: kernels.next, symbolize: { _ in line.map { "f\nnote.md:\($0)\n" } },
        clock: clock.clock, others: others))
  }

  /// Cells with these sources, each after a line of prose. The first cell's code is on line 4, as in a notebook.
  static func text(_ cells: [String]) -> String {
    cells.map { "Prose.\n\n```swift\n\($0)\n```\n" }.joined(separator: "\n")
  }

  func run() async throws -> RunSummary { try await session.complete(plan) }

  /// Each cell's outputs in the last report, as `kind: text`.
  var outputs: [[String]] { front.report?.records.map { $0.outputs.map(\.line) } ?? [] }
  var statuses: [CellRecord.Status] { front.report?.records.map(\.status) ?? [] }
}

/// Returns the given kernels in order.
private final class KernelQueue: Sendable {
  private let kernels: Mutex<[FakeKernel]>
  init(_ kernels: [FakeKernel]) { self.kernels = Mutex(kernels) }

  @Sendable func next() throws -> any Kernel {
    try kernels.withLock { kernels in
      if kernels.isEmpty { throw ExecutionError.kernelNotStarted("there is none left") }
      return kernels.removeFirst()
    }
  }
}

/// A front that records the events and the last report; it can fail, as with a full disk.
final class RecordingFront: SessionFront {
  struct Failure: Error, Equatable {}

  private let state = Mutex((events: [String](), report: Report?.none))
  private let failingEvent: String?

  /// - Parameter failingEvent: The first word of the event at which it throws.
  init(failingEvent: String? = nil) { self.failingEvent = failingEvent }

  func observe(_ event: SessionEvent, report: Report) throws {
    state.withLock {
      $0.events.append(event.line)
      $0.report = report
    }
    if let failingEvent, event.line.hasPrefix(failingEvent) { throw Failure() }
  }

  var events: [String] { state.withLock { $0.events } }
  var report: Report? { state.withLock { $0.report } }

  /// Returns early if the test's time limit has passed.
  func waitFor(_ event: String) async {
    while !events.contains(event), !Task.isCancelled { await Task.yield() }
  }
}

extension SessionEvent {
  /// The event as a line.
  var line: String {
    switch self {
    case .started(let count): "started \(count)"
    case .cellBegan(let index, let line): "cell \(index) began on line \(line)"
    case .cellBeganAgain(let index, _): "cell \(index) began again"
    case .recovered(let recovery): "recovered after line \(recovery.line), cells \(recovery.cells)"
    case .progress(let label, let completed, let total, _): "progress \(label) \(completed)/\(total ?? 0)"
    case .outputsChanged(let cell): "outputs of cell \(cell)"
    case .cellEnded(let index, _, let record): "cell \(index) ended: \(record.status)"
    case .inlineValueFailed(let line, let failure): "inline value on line \(line) failed: \(failure.summary)"
    case .inlineValueEnded(let line): "inline value on line \(line) ended"
    case .ended: "ended"
    case .abandoned: "abandoned"
    }
  }
}

extension CellOutput {
  /// The output as a line.
  var line: String {
    switch self {
    case .stream(let stream, let text): "\(stream): \(text)"
    case .display(let bundle, _): "display: \(bundle.text(.plainText) ?? "")"
    case .result(let bundle): "result: \(bundle.text(.plainText) ?? "")"
    case .progress(let bar): "progress: \(bar.completed)"
    case .warning(let text): "warning: \(text)"
    case .failure(let failure): (failure.wasExpected ? "expected: " : "failure: ") + failure.summary
    case .notice(let text): "notice: \(text)"
    }
  }
}

extension RunPlan {
  /// The plan with modules that are named by the numbers of cells, and of units for inline values.
  var numbered: RunPlan {
    RunPlan(
      steps: steps.map { step in
        var step = step
        switch step.code {
        case .parameters: break
        case .cell(let cell): step.module = "Cell_\(cell.index + 1)"
        case .inlineValue: step.module = "Inline_\(step.unit)"
        }
        return step
      })
  }
}
