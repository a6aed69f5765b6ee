import KernelProtocol

/// Steps that a session has performed so far, as far as a fresh kernel needs them.
struct RunHistory {
  /// A compiled step and its result.
  struct Entry {
    let step: RunStep
    let module: CompiledModule
    let references: CellReferences
    let items: [TopLevelItem]
    var outcome: Outcome
    /// Number of items that began to run; nil if all did, or if that is not known.
    var reached: Int?
    /// True if an error ended it.
    var hasFailed = false
    /// False if no fresh kernel could load its library.
    var isLoadable = true
    /// Its first outputs, as in the report.
    var outputs: [CellOutput] = []
  }

  enum Outcome: Equatable {
    case executed
    /// Executed in a copy of the kernel, which is gone.
    case executedInCopy
    /// Never loaded, since it uses a name that was not set.
    case refused
    /// Its state is lost.
    case lost(Loss)
  }

  /// Reason why a step's state is lost.
  enum Loss: Equatable {
    /// The kernel ended in it, on the notebook's line.
    case kernelEnded(line: Int)
    /// It failed when it was run again, on the notebook's line.
    case failedAgain(line: Int)
    /// It was not run because it needs lost state; it is loaded for its declarations.
    case kept
    /// The kernel that had executed it ended later, and another replaced it.
    case endedSince
  }

  private(set) var entries: [Entry] = []

  mutating func append(_ entry: Entry) { entries.append(entry) }

  /// Notes that the library of a step cannot be loaded.
  mutating func leaveOut(_ index: Int) { entries[index].isLoadable = false }

  /// True if the state of some step is lost.
  var hasLosses: Bool { entries.contains { if case .lost = $0.outcome { true } else { false } } }

  /// Notes that the kernel has ended and that no step will run again automatically. Parameters are constants, which do.
  mutating func loseState() {
    for index in entries.indices where entries[index].outcome == .executed {
      if case .parameters = entries[index].step.code { continue }
      entries[index].outcome = .lost(.endedSince)
    }
  }

  /// Notes that a step's state is lost.
  mutating func lose(_ index: Int, _ loss: Loss) { entries[index].outcome = .lost(loss) }
}

extension RunHistory.Entry {
  /// Effects that the step had on the kernel's state.
  func effects(by analysis: inout EffectsAnalysis) -> StepEffects {
    switch (step.code, outcome) {
    // Whatever follows may read a parameter.
    case (.parameters, _): StepEffects(changesProcess: true)
    case (_, .executedInCopy): StepEffects()
    case (_, .refused): analysis.effects(of: references, items: items, runs: false)
    case (_, .executed), (_, .lost): analysis.effects(of: references, items: items, reached: reached)
    }
  }
}
