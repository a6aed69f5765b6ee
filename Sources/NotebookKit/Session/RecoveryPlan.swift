/// Steps that a fresh kernel has to run again before a plan continues, and steps of the plan that can no longer run.
struct RecoveryPlan {
  /// A step that is still to run, and its compilation.
  struct Following {
    var step: RunStep
    var compilation: StepCompilation
    /// The symbols in its code.
    var references: CellReferences
  }

  /// A step of the history that the fresh kernel needs.
  struct Action: Equatable {
    /// Its position in the history.
    var index: Int
    /// True if it runs; else only its library is loaded, for functions and types.
    var runs: Bool
  }

  /// In the order of the history.
  private(set) var actions: [Action] = []
  /// For the unit of each step that cannot run the reason, as in "since `total` is lost: …".
  private(set) var kept: [Int: String] = [:]
  /// Steps to run again that draw random numbers without a seed, by their position in the history.
  private(set) var unseeded: [Int] = []

  /// - Parameter isInteractive: True if no step needs settings of the process, such as its working folder.
  init(_ history: RunHistory, before following: [Following], isInteractive: Bool = false) {
    let entries = history.entries
    var analysis = EffectsAnalysis()
    let effects = entries.map { $0.effects(by: &analysis) } + following.map { $0.effects(by: &analysis) }
    let graph = DependencyGraph(effects)
    let losses = entries.enumerated().compactMap { index, entry -> (Int, RunHistory.Loss)? in
      if case .lost(let loss) = entry.outcome, loss != .kept { (index, loss) } else { nil }
    }
    let lost = LostState(
      of: entries.map(\.step) + following.map(\.step), effects, graph, losses: Dictionary(uniqueKeysWithValues: losses),
      ignoresProcess: isInteractive)
    for (index, step) in following.enumerated() where step.isCompiled {
      kept[step.step.unit] = lost.reasons[entries.count + index]
    }
    let running = following.indices.filter { following[$0].isCompiled && kept[following[$0].step.unit] == nil }
    let needed = Set(graph.ancestors(of: running.map { $0 + entries.count }))
    for (index, entry) in entries.enumerated() {
      switch entry.outcome {
      case .executedInCopy, .refused: continue
      case .executed, .lost:
        let runs = needed.contains(index) && entry.outcome == .executed
        if runs || entry.step.isVisible && entry.isLoadable { actions.append(Action(index: index, runs: runs)) }
        if runs, effects[index].drawsUnseeded { unseeded.append(index) }
      }
    }
  }
}

extension RecoveryPlan.Following {
  fileprivate var isCompiled: Bool { if case .compiled = compilation { true } else { false } }

  /// Effects of the step on the kernel's state.
  fileprivate func effects(by analysis: inout EffectsAnalysis) -> StepEffects {
    guard case .compiled(_, let items) = compilation else { return StepEffects() }
    var effects = analysis.effects(of: references, items: items)
    guard step.cell?.options.expect == .trap else { return effects }
    // It runs in a copy of the kernel.
    effects.read.formUnion(effects.written)
    return StepEffects(read: effects.read)
  }
}

extension RunStep {
  /// True if later steps see its declarations.
  var isVisible: Bool { if case .inlineValue = code { false } else { true } }
}
