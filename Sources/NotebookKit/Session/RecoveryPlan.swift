/// Steps that a fresh kernel has to run again before a plan goes on, and those of the plan that cannot run any more.
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
    /// Its place in the history.
    var index: Int
    /// True if it runs; else only its library is loaded, for functions and types.
    var runs: Bool
  }

  /// In the order of the history.
  private(set) var actions: [Action] = []
  /// For the unit of each step that cannot run the reason, as in "since `total` is lost: …".
  private(set) var kept: [Int: String] = [:]
  /// Steps to run again that draw random numbers without a seed, by their place in the history.
  private(set) var unseeded: [Int] = []

  init(_ history: RunHistory, before following: [Following]) {
    let entries = history.entries
    var analysis = EffectsAnalysis()
    let effects = entries.map { $0.effects(by: &analysis) } + following.map { $0.effects(by: &analysis) }
    let graph = DependencyGraph(effects)
    var lost: [Int: Source] = [:]
    for (index, needs) in graph.needs.enumerated() {
      if index < entries.count, case .lost(let loss) = entries[index].outcome, loss != .kept {
        lost[index] = Source(origin: index, loss: loss)
      } else if let need = needs.first(where: { lost[$0.maker] != nil }), let source = lost[need.maker] {
        lost[index] = source
        guard index >= entries.count, following[index - entries.count].isCompiled else { continue }
        let step = following[index - entries.count].step
        let steps = entries.map(\.step) + following.map(\.step)
        let isDeclared = need.variable.map { effects[need.maker].declared.contains($0) } ?? false
        kept[step.unit] = source.sentence(on: need, isDeclared: isDeclared, of: steps)
      }
    }
    let running = following.indices.filter { following[$0].isCompiled && kept[following[$0].step.unit] == nil }
    let needed = Set(graph.ancestors(of: running.map { $0 + entries.count }))
    for (index, entry) in entries.enumerated() {
      switch entry.outcome {
      case .executedInCopy, .refused: continue
      case .executed, .lost:
        let runs = needed.contains(index) && entry.outcome == .executed
        if runs || entry.step.isVisible { actions.append(Action(index: index, runs: runs)) }
        if runs, effects[index].drawsUnseeded { unseeded.append(index) }
      }
    }
  }

  /// Origin of what is lost.
  private struct Source {
    /// The step at fault.
    var origin: Int
    var loss: RunHistory.Loss

    /// Reason for which a step that has this need cannot run.
    func sentence(on need: DependencyGraph.Need, isDeclared: Bool, of steps: [RunStep]) -> String {
      let maker = steps[need.maker].description
      let end =
        switch loss {
        case .kernelEnded(let line): "the kernel ended there on line \(line)"
        case .failedAgain(let line): "that failed on line \(line) when it was run again"
        case .kept: "that did not run"
        }
      guard let variable = need.variable else {
        return "\(maker) may have changed the working directory, the environment or the streams, and \(end)"
      }
      if need.maker != origin {
        return "`\(variable.name)` is lost: \(maker) needs what was lost in \(steps[origin].description)"
      }
      return "`\(variable.name)` is lost: \(maker) \(isDeclared ? "set" : "may have changed") it, and \(end)"
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
  /// True if later steps see what it declares.
  fileprivate var isVisible: Bool { if case .inlineValue = code { false } else { true } }

  /// The step as sentences name it.
  fileprivate var description: String {
    switch code {
    case .parameters: "the parameters' module"
    case .cell(let cell): "cell \(cell.index + 1)"
    case .inlineValue(let value): "the inline value on line \(value.line)"
    }
  }
}
