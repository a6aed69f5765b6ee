extension LiveSession {
  /// A demand for cells to run.
  package enum Request: Equatable, Sendable {
    /// Whatever is stale and runs unasked.
    case stale
    /// A cell, by index, even if it is fresh or slow, with its dependencies.
    case cell(Int)
    /// All that is stale in cells up to this one, however long it takes.
    case staleThrough(Int)
    /// Whatever is stale, however long it takes.
    case allStale
    /// Every cell, in a fresh kernel.
    case all
  }
}

extension LiveNotebook {
  /// The positions of the requested steps.
  func positions(of request: LiveSession.Request) -> Set<Int> {
    func stale(_ matches: (Int) -> Bool) -> Set<Int> {
      Set(steps.indices.filter { !steps[$0].isFresh && matches(steps[$0].step.cell?.index ?? 0) })
    }
    switch request {
    case .stale: return []
    case .cell(let cell): return Set(steps.indices.filter { steps[$0].step.cell?.index == cell })
    case .staleThrough(let cell): return stale { $0 <= cell }
    case .allStale: return stale { _ in true }
    case .all: return Set(steps.indices)
    }
  }
}
