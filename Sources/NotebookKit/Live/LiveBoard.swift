import Foundation
import Synchronization

/// All that a live page shows at some moment.
package struct LiveSnapshot: Sendable {
  package var report: Report
  /// By cell index; cells that do not run have none.
  package var states: [Int: CellLiveState]
  /// The earlier outputs of failed cells, by cell index.
  package var previousOutputs: [Int: [CellOutput]] = [:]
  package var activity: Activity

  package init(
    report: Report, states: [Int: CellLiveState], previousOutputs: [Int: [CellOutput]] = [:], activity: Activity
  ) {
    self.report = report
    self.states = states
    self.previousOutputs = previousOutputs
    self.activity = activity
  }

  package enum Activity: Equatable, Sendable {
    case idle
    /// The kernel starts.
    case starting
    /// A cell runs, by index.
    case running(cell: Int, since: Date)
    /// The kernel has ended while no cell ran.
    case ended
  }
}

/// The front that joins a session's events with the states of cells, and shows both.
///
/// A version of the notebook that is about to be adopted is shown at once: cells keep their records and states, and
/// changed cells are marked.
final class LiveBoard: SessionFront {
  private struct State {
    /// The session's knowledge, in terms of the version that it has adopted.
    var snapshot: LiveSnapshot
    /// A later version of the notebook.
    var announced: (notebook: Notebook, parameters: [Parameter])?
  }

  private let state: Mutex<State>
  private let show: @Sendable (LiveSnapshot) -> Void

  /// - Parameter isKept: True if the report is of an earlier session, and is yet to be compared with the notebook.
  init(_ report: Report, isKept: Bool = false, show: @escaping @Sendable (LiveSnapshot) -> Void) {
    let checked = isKept ? report.notebook.cells.filter(\.options.eval) : []
    let states = Dictionary(uniqueKeysWithValues: checked.map { ($0.index, CellLiveState.compiling) })
    state = Mutex(State(snapshot: LiveSnapshot(report: report, states: states, activity: .idle)))
    self.show = show
  }

  private func change(_ body: (inout State) -> Void) {
    // Fronts must see the changes in order.
    state.withLock { state in
      body(&state)
      show(state.announced.map { state.snapshot.moved(to: $0.notebook, parameters: $0.parameters) } ?? state.snapshot)
    }
  }

  /// Shows a version of the notebook before it is adopted.
  func announce(_ notebook: Notebook, parameters: [Parameter]) { change { $0.announced = (notebook, parameters) } }

  func show(_ activity: LiveSnapshot.Activity) { change { $0.snapshot.activity = activity } }

  /// - Parameter isAdopted: True if the report is of the version that was announced last.
  func show(
    _ report: Report, _ states: [Int: CellLiveState], previousOutputs: [Int: [CellOutput]] = [:],
    isAdopted: Bool = false
  ) {
    change { state in
      let isLatest = state.announced.map { $0.notebook == report.notebook && $0.parameters == report.parameters }
      if isAdopted, isLatest == true { state.announced = nil }
      state.snapshot.previousOutputs = previousOutputs
      state.snapshot.report = report
      state.snapshot.states = states
      if case .running = state.snapshot.activity { state.snapshot.activity = .idle }
    }
  }

  func observe(_ event: SessionEvent, report: Report) {
    change { state in
      var snapshot: LiveSnapshot {
        get { state.snapshot }
        set { state.snapshot = newValue }
      }
      snapshot.report = report
      switch event {
      case .cellBegan(let index, _):
        let now = Date()
        snapshot.states[index] = .running(since: now, progress: nil)
        snapshot.activity = .running(cell: index, since: now)
      case .progress(_, let completed, let total, _):
        if case .running(let cell, _) = snapshot.activity, case .running(let since, _)? = snapshot.states[cell] {
          let fraction = total.flatMap { $0 > 0 ? Double(completed) / Double($0) : nil }
          snapshot.states[cell] = .running(since: since, progress: fraction)
        }
      case .cellEnded: snapshot.activity = .idle
      default: break
      }
    }
  }

  /// The code of the running cell; nil if there is none.
  var runningSource: String? {
    state.withLock { state in
      guard case .running(let cell, _) = state.snapshot.activity else { return nil }
      return state.snapshot.report.notebook.cells[safe: cell]?.source
    }
  }
}

extension LiveSnapshot {
  /// The snapshot of a later version of the notebook until it is adopted.
  fileprivate func moved(to notebook: Notebook, parameters: [Parameter]) -> LiveSnapshot {
    let origins = CellMatching(report.notebook.cells.map(\.identity), notebook.cells.map(\.identity)).origins
    var result = self
    result.report.notebook = notebook
    result.report.parameters = parameters
    result.states = [:]
    result.previousOutputs = [:]
    result.report.records = notebook.cells.map { cell in
      guard let origin = origins[cell.index], let record = report.records[safe: origin] else {
        if cell.options.eval { result.states[cell.index] = .queued }
        return CellRecord(status: cell.options.eval ? .waiting : .skipped)
      }
      result.states[cell.index] = states[origin]
      result.previousOutputs[cell.index] = previousOutputs[origin]
      if report.notebook.cells[origin].source != cell.source {
        if case .running? = states[origin] {
        } else {
          result.states[cell.index] = .stale(reason: "Its code changed.", lastRun: record.duration)
        }
      }
      if case .running(origin, let since) = activity { result.activity = .running(cell: cell.index, since: since) }
      return record
    }
    var values: [String: [InlineResult]] = [:]
    for value in report.notebook.inlineValues.reversed() {
      if let known = report.inlineResults[value.id] { values[value.expression, default: []].append(known) }
    }
    result.report.inlineResults = [:]
    for value in notebook.inlineValues { result.report.inlineResults[value.id] = values[value.expression]?.popLast() }
    return result
  }
}

extension Cell {
  /// The identity of the step across edits of the notebook.
  var identity: CellMatching.Cell { CellMatching.Cell(label: options.label, source: source) }
}
