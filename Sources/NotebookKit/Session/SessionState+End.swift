/// The end of a session.
extension SessionState {
  /// Notes why the session ends its kernel.
  ///
  /// - Returns: Whether this is the first reason for this kernel; a later one may still end the plan.
  package mutating func stop(_ reason: StopReason) -> Bool {
    if reason.endsPlan { endOfPlan = endOfPlan ?? reason.sentence }
    guard stopReason == nil else { return false }
    stopReason = reason
    return true
  }

  /// Notes that the run is to be interrupted.
  ///
  /// - Returns: Whether there is still something to interrupt.
  package mutating func interrupt() -> Bool {
    if endOfPlan != nil, attempt?.step.cell == nil { return false }
    wasInterrupted = true
    endOfPlan = endOfPlan ?? StopReason.interrupted.sentence
    return true
  }

  /// Ends the session in order.
  package mutating func end() -> RunSummary {
    report.isRunning = false
    noteOtherRank()
    let notRun = report.records.count { if case .notRun = $0.status { true } else { false } }
    let allowed = zip(cells, report.records).count { $0.options.error && $1.status == .failed }
    var summary = RunSummary(
      succeeded: report.records.count { $0.status == .succeeded }, failed: failures, allowed: allowed,
      skipped: report.records.count { $0.status == .skipped }, notRun: notRun, wasInterrupted: wasInterrupted)
    if case .otherRank(let rank, let reason) = stopReason { summary.otherRank = .init(rank: rank, reason: reason) }
    return summary
  }

  /// Says at the last cell that another rank has ended the run, if no cell of this one failed of it.
  mutating func noteOtherRank() {
    guard case .otherRank = stopReason, let reason = stopReason, let last = cells.last,
      !failures.contains(where: { $0.failure.summary == reason.sentence })
    else { return }
    report.records[last.index].outputs.append(.notice(reason.sentence))
    failures.append(
      RunSummary.Failure(cell: last.index, failure: CellFailure(kind: reason.kind, summary: reason.sentence)))
  }

  /// Ends the session because of an error: no cell is left waiting or running.
  package mutating func abandon(because error: any Error) -> SessionEvent {
    report.isRunning = false
    for index in report.records.indices {
      switch report.records[index].status {
      case .waiting, .compiling, .running: report.records[index].status = .notRun(reason: String(describing: error))
      case .succeeded, .failed, .notRun, .skipped: break
      }
    }
    return .abandoned
  }
}
