import Foundation
import Synchronization

/// Runs the points of a sweep, several at a time, and keeps the outcome of each as soon as it is there.
///
/// A finished point does not run again, unless the notebook or its parameters have changed. A point that
/// fails stops no other.
package final class SweepRunner: Sendable {
  /// The points of a sweep, and the way to run them.
  package struct Plan: Sendable {
    package var notebook: Notebook
    package var points: [SweepPoint]
    package var folder: SweepFolder
    /// Number of points that run at a time.
    package var jobs: Int
    /// True to run failed points again.
    package var retriesFailures: Bool
    /// True for a process that shares the points with others and leaves the table to the first one.
    package var joins = false
    package var options: RunOptions
    package var dependencies: NotebookDependencies

    package init(
      notebook: Notebook, points: [SweepPoint], folder: SweepFolder, jobs: Int = 1, retriesFailures: Bool = false,
      options: RunOptions = RunOptions(), dependencies: NotebookDependencies = NotebookDependencies()
    ) {
      self.notebook = notebook
      self.points = points
      self.folder = folder
      self.jobs = jobs
      self.retriesFailures = retriesFailures
      self.options = options
      self.dependencies = dependencies
    }
  }

  /// A change in a sweep, for those who show it.
  package enum Event: Sendable {
    /// So many points are kept from an earlier sweep.
    case kept(count: Int)
    /// A point's run has ended.
    case ended(index: Int, PointResult, seconds: Double)
    /// A point could not run, or its outcome not be kept; the next sweep tries it again.
    case abandoned(index: Int, reason: String)
  }

  /// Runs one point's notebook: writes its report and comes back with the end of the run and the report as it ended.
  package typealias PointRun = @Sendable (Plan, SweepPoint, SweepRunner) async throws -> (RunSummary, Report?)

  private struct State {
    var sessions: [ObjectIdentifier: Session] = [:]
    var wasInterrupted = false
    var results: [PointResult?]
  }

  private let plan: Plan
  private let runPoint: PointRun
  private let observe: @Sendable (Event) -> Void
  private let state: Mutex<State>

  /// - Parameters:
  ///   - runPoint: The runner of a point: a session of this machine, or a test's.
  ///   - observe: Called for each change, by several threads at a time if several points run.
  package init(
    _ plan: Plan, runPoint: @escaping PointRun, observe: @escaping @Sendable (Event) -> Void = { _ in }
  ) {
    self.plan = plan
    self.runPoint = runPoint
    self.observe = observe
    state = Mutex(State(results: Array(repeating: nil, count: plan.points.count)))
  }

  /// The points with the outcomes that are there.
  package var table: SweepTable {
    let results = state.withLock { $0.results }
    return SweepTable(
      notebook: plan.notebook.file.lastPathComponent,
      rows: zip(plan.points, results).map { point, result in
        SweepTable.Row(point: point, result: result, report: plan.folder.reportPath(of: point))
      })
  }

  /// True if the sweep was asked to end.
  package var wasInterrupted: Bool { state.withLock { $0.wasInterrupted } }

  /// Runs all points that are not finished.
  ///
  /// - Throws: ``SweepError/notWritten(path:reason:)`` if the table cannot be written.
  package func run() async throws {
    var waiting = takeUpKept()[...]
    let kept = plan.points.count - waiting.count
    if kept > 0 { observe(.kept(count: kept)) }
    try writeTable()
    // Points that other processes were found to run, since one of them last ended here.
    var foreign = 0
    try await withThrowingTaskGroup(of: (index: Int, isOurs: Bool).self) { group in
      for _ in 0..<min(max(plan.jobs, 1), waiting.count) {
        if let index = waiting.popFirst() { group.addTask { (index, await self.run(index)) } }
      }
      while let (index, isOurs) = try await group.next() {
        if isOurs {
          foreign = 0
          try writeTable()
        } else {
          // It may still be left over, should that process end.
          waiting.append(index)
          foreign += 1
          if foreign >= waiting.count { try await Task.sleep(for: .milliseconds(100)) }
        }
        if let index = waiting.popFirst(), !wasInterrupted { group.addTask { (index, await self.run(index)) } }
      }
    }
  }

  private func writeTable() throws(SweepError) { if !plan.joins { try plan.folder.write(table) } }

  /// Receives the outcomes that an earlier sweep has left.
  ///
  /// - Returns: The indices of the other points.
  private func takeUpKept() -> [Int] {
    plan.points.indices.filter { index in
      guard let kept = keptResult(at: index) else { return true }
      state.withLock { $0.results[index] = kept }
      return false
    }
  }

  /// The outcome of a point that need not run again.
  private func keptResult(at index: Int) -> PointResult? {
    let point = plan.points[index]
    return plan.folder.keptResult(of: point, run: name(ofRun: point)).flatMap {
      $0.status == .succeeded || !plan.retriesFailures ? $0 : nil
    }
  }

  private func name(ofRun point: SweepPoint) -> String {
    PointResult.name(
      of: plan.notebook, parameters: point.parameters(plan.notebook.frontMatter.parameters),
      dependencies: plan.dependencies)
  }

  /// Runs a point.
  ///
  /// - Returns: False if another process is at it.
  private func run(_ index: Int) async -> Bool {
    if wasInterrupted { return true }
    let point = plan.points[index]
    let start = ContinuousClock.now
    do {
      guard let claim = try plan.folder.claim(point) else { return false }
      defer { plan.folder.release(claim) }
      if let kept = keptResult(at: index) {
        state.withLock { $0.results[index] = kept }
        return true
      }
      plan.folder.forgetResult(of: point)
      let (summary, report) = try await runPoint(plan, point, self)
      if summary.wasInterrupted { return true }
      let result = PointResult(run: name(ofRun: point), summary, report)
      try plan.folder.keep(result, of: point)
      state.withLock { $0.results[index] = result }
      observe(.ended(index: index, result, seconds: (ContinuousClock.now - start) / .seconds(1)))
    } catch {
      if !wasInterrupted { observe(.abandoned(index: index, reason: String(describing: error))) }
    }
    return true
  }

  // MARK: - Stopping

  /// Has an interruption reach a session as long as `body` runs.
  package func watching<Value: Sendable>(
    _ session: Session, _ body: @Sendable () async throws -> Value
  ) async rethrows -> Value {
    let wasInterrupted = state.withLock { state in
      state.sessions[ObjectIdentifier(session)] = session
      return state.wasInterrupted
    }
    if wasInterrupted { session.interrupt() }
    defer { _ = state.withLock { $0.sessions.removeValue(forKey: ObjectIdentifier(session)) } }
    return try await body()
  }

  /// Asks the running cells to stop, and begins no further point.
  package func interrupt() { for session in stop() { session.interrupt() } }

  /// Ends the kernels running, and begins no further point.
  package func interruptAtOnce() { for session in stop() { session.interruptAtOnce() } }

  private func stop() -> [Session] {
    state.withLock { state in
      state.wasInterrupted = true
      return Array(state.sessions.values)
    }
  }
}
