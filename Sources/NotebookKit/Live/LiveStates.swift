/// The states of a live notebook's cells, in words for the page.
struct LiveStates {
  private let live: LiveNotebook
  private let waiting: [Int: LivePlanner.Reason]
  private let queued: Set<Int>

  /// - Parameters:
  ///   - waiting: Stale steps that wait, and why.
  ///   - queued: Steps of the plan at work that were not yet performed.
  init(of live: LiveNotebook, waiting: [Int: LivePlanner.Reason], queued: Set<Int>) {
    self.live = live
    self.waiting = waiting
    self.queued = queued
  }

  /// By cell index; cells that do not run have none.
  var states: [Int: CellLiveState] {
    var states: [Int: CellLiveState] = [:]
    for (position, step) in live.steps.enumerated() {
      if let cell = step.step.cell { states[cell.index] = state(of: step, at: position) }
    }
    return states
  }

  private func state(of step: LiveStep, at position: Int) -> CellLiveState {
    if queued.contains(position) { return .queued }
    guard step.isFresh else {
      return .stale(reason: sentence(about: position), lastRun: step.outcome?.seconds)
    }
    // A failure that the cell expects does not count.
    if step.outcome?.record.status == .failed { return .failed }
    return step.outcome?.keptFrom.map(CellLiveState.kept) ?? .fresh
  }

  private func sentence(about position: Int) -> String {
    func name(_ position: Int) -> String { live.steps[position].step.description }
    let change = live.change(at: position)
    switch waiting[position] {
    case nil: return change
    case .takesLong(let seconds) where !seconds.isFinite: return "\(change) It waits until you run it."
    case .takesLong(let seconds): return "\(change) It took \(seconds.rough) last time, so it waits until you run it."
    case .keepsChanging: return "\(change) It changes in every run of the cell, so it waits until you run it."
    case .isOff: return "\(change) Its `live: off` makes it wait until you run it."
    case .needs(let maker): return "\(change) It needs \(name(maker)), which is stale."
    case .needsAgain(let maker, let seconds) where !seconds.isFinite:
      return "\(change) It needs \(name(maker)), which was interrupted."
    case .needsAgain(let maker, let seconds):
      return "\(change) It needs \(name(maker)) to run again, which took \(seconds.rough)."
    case .wouldLose(let holder, let seconds) where !seconds.isFinite:
      return "\(change) It needs a fresh kernel, which loses the state of \(name(holder))."
    case .wouldLose(let holder, let seconds):
      return "\(change) It needs a fresh kernel, which loses the state of \(name(holder)), which took \(seconds.rough)."
    }
  }
}

extension Double {
  /// Seconds as a reader wants them: `7 s`, `3 min`.
  fileprivate var rough: String {
    self < 90 ? "\(Int(rounded())) s" : "\(Int((self / 60).rounded())) min"
  }
}
