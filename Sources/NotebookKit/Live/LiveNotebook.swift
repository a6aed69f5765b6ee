import Files
import KernelProtocol

/// An edited notebook: its current steps, their dependencies, and the knowledge about each.
struct LiveNotebook: Sendable {
  let notebook: Notebook
  let parameters: [Parameter]
  var steps: [LiveStep] = []
  private(set) var graph = DependencyGraph([])
  /// For each step that cannot run because it needs lost state, the reason.
  private(set) var reasons: [Int: String] = [:]
  var analysis = EffectsAnalysis()
  var stamps = FileStamps()
  /// Files that some step writes, and folders with such files.
  var written: Set<StepEffects.Variable> = []
  private(set) var madeFiles = MadeFiles()
  /// Files that a step writes and another program has changed since.
  var changedOutside: Set<StepEffects.Variable> = []

  init(_ notebook: Notebook, parameters: [Parameter]) {
    self.notebook = notebook
    self.parameters = parameters
  }

  /// A notebook as an earlier session left it: the knowledge about its steps, without their dependencies.
  init(
    _ notebook: Notebook, keeping outcomes: [String: LiveOutcome], by name: (RunStep) -> String, madeFiles: MadeFiles
  ) {
    self.init(notebook, parameters: notebook.frontMatter.parameters)
    self.madeFiles = madeFiles
    steps = plan.steps.map { step in
      var result = LiveStep(step, compiled: step, .failed(reason: "It has not been compiled yet."))
      result.outcome = outcomes[name(step)]
      return result
    }
  }

  /// The steps to compile. Each parameter is a separate step, so only its users depend on it.
  var plan: RunPlan {
    RunPlan(
      steps: RunStep.steps(of: notebook, parameters: parameters).flatMap { step in
        guard case .parameters(let parameters) = step.code else { return [step] }
        return parameters.map { RunStep(.parameters([$0]), unit: step.unit, module: step.module) }
      })
  }

  // MARK: - Steps

  /// Adds the next step of the plan.
  mutating func append(_ step: LiveStep) {
    var step = step
    analyse(&step)
    graph.append(step.effects)
    steps.append(step)
    if steps.contains(where: { $0.outcome?.endOfKernel != nil }) { findReasons() }
  }

  /// Receives all steps of the plan at once.
  ///
  /// - Parameter madeFiles: The previous version's knowledge of the files that steps have written.
  mutating func take(_ steps: [LiveStep], madeFiles: MadeFiles) {
    self.steps = steps
    self.madeFiles = madeFiles
    changedOutside = self.madeFiles.changedOutside()
    analyse()
    for position in steps.indices where self.steps[position].outcome?.keptFrom != nil && self.steps[position].isFresh {
      let inputs = self.inputs(of: position)
      self.steps[position].outcome?.inputs = inputs
    }
  }

  /// Receives the outcome of a step's execution.
  mutating func note(_ outcome: LiveOutcome, at position: Int) {
    let earlier = steps[position].outcome
    // The files that other code used have not been recorded yet.
    let knownFiles = earlier?.inputs.unit == steps[position].step.unit ? earlier?.files : nil
    var outcome = outcome
    outcome.inputs.unit = steps[position].step.unit
    outcome.version = steps[position].version
    outcome.lastingVersion = steps[position].lastingVersion
    outcome.codeHash = steps[position].step.codeHash
    if outcome.hasFailed {
      outcome.previousOutputs = earlier?.hasFailed == true ? earlier?.previousOutputs : earlier?.record.outputs
    }
    if let earlier {
      // A kernel that ended could not tell which files it had read.
      if outcome.endOfKernel != nil { outcome.files = earlier.files }
      // Files that this code wrote earlier and found this time still belong to it.
      if earlier.codeHash != nil, earlier.codeHash == outcome.codeHash {
        outcome.files.adopt(madeBefore: earlier.files)
      }
    }
    steps[position].outcome = outcome
    if outcome.hasFailed || earlier?.hasFailed == true || outcome.files != knownFiles ?? FileUse()
      || stamps.differ(from: FileStamps.stamps(of: outcome.files))
    {
      // A failed step leaves its partial effects, and its files are known only now.
      analyse(executed: position)
    }
    let inputs = self.inputs(of: position)
    steps[position].outcome?.inputs = inputs
    if outcome.wasInterrupted { expire([position]) }
    changedOutside.subtract(steps[position].fileEffects.written)
    // A step may write into a file that another has opened.
    madeFiles.note(written)
  }

  /// Computes the dependencies of all steps again, and whether files have changed.
  ///
  /// - Parameter executed: A step that was just executed, whatever was known about its inputs before.
  mutating func analyse(executed: Int? = nil) {
    analysis = EffectsAnalysis()
    graph = DependencyGraph([])
    stamps = FileStamps()
    for index in steps.indices {
      let step = steps[index].step
      steps[index].outcome?.recognizeCode(of: step)
    }
    written = steps.reduce(into: []) { written, step in
      let effects = step.fileEffects
      written.formUnion(effects.written.union(effects.changedFolders))
    }
    for index in steps.indices {
      var step = steps[index]
      analyse(&step, wasExecuted: index == executed)
      graph.append(step.effects)
      steps[index] = step
    }
    findReasons()
  }

  /// True if a step could not be passed to the compiler, which may succeed the next time.
  var hasFailedCompilation: Bool {
    steps.contains { if case .failed = $0.compilation { true } else { false } }
  }

  /// Files that were read.
  var files: Set<String> {
    Set(steps.flatMap { $0.outcome?.files.read ?? [] })
  }

  /// Forgets all executions' versions, so every step is to be executed again.
  mutating func expire(_ positions: some Sequence<Int>) {
    for position in positions {
      steps[position].outcome?.version = nil
      steps[position].outcome?.lastingVersion = nil
    }
    findReasons()
  }

  mutating func analyse(_ step: inout LiveStep, wasExecuted: Bool = false) {
    let references = step.references
    let isCopy = step.step.cell?.options.expect == .trap
    var whole = analysis
    let full = whole.effects(of: references, items: step.items, runs: step.compiles)
    step.effects = full
    if isCopy {
      step.effects = StepEffects(read: full.read.union(full.written))
      step.effects.firstValues = full.firstValues
    }
    step.effects.add(step.fileEffects)
    (step.version, step.lastingVersion) = versions(of: step)
    if step.outcome?.keptFrom != nil, step.outcome?.lastingVersion == step.lastingVersion {
      step.outcome?.version = step.version
    }
    if wasExecuted, let files = step.outcome?.files {
      // A file that changed while it ran leaves it stale.
      let (version, lasting) = versions(of: step, withFiles: FileStamps.stamps(of: files))
      step.outcome?.version = version
      step.outcome?.lastingVersion = lasting
    }
    guard step.isFresh, let outcome = step.outcome, outcome.hasFailed, let cell = step.step.cell, !isCopy else {
      analysis = whole
      return
    }
    step.effects =
      outcome.hasRun
      ? analysis.effects(of: references, items: step.items, reached: outcome.stop.map { cell.reached($0, step.items) })
      : analysis.effects(of: references, items: step.items, runs: false)
    step.effects.add(step.fileEffects)
  }

  /// - Parameter found: The states of some files when the step read them, if they differ from the current ones.
  /// - Returns: The version, and the one that is valid in other sessions.
  mutating func versions(
    of step: LiveStep, withFiles found: [StepEffects.Variable: FileStamp] = [:]
  ) -> (ContentHash, ContentHash) {
    let (code, lastingCode) =
      switch step.compilation {
      case .compiled: ("\(step.step.unit)", step.step.codeHash?.hexadecimal ?? "")
      case .rejected(let diagnostics): (diagnostics, diagnostics)
      case .failed(let reason): (reason, reason)
      }
    // The code of a parameter is the same for all its values.
    let values = step.step.parameterValues.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
    let needs = graph.needs(of: step.effects)
    func makers(_ version: (LiveStep) -> ContentHash) -> [String] {
      needs.flatMap { need in [need.variable?.name ?? "", version(steps[need.maker]).hexadecimal] }
    }
    let outside = outsideFiles(of: step).sorted { $0.id < $1.id }
    var stamps = outside.flatMap { [$0.id, "\(found[$0] ?? self.stamps.stamp(of: $0))"] }
    // An outside change of a file that the step writes changes the step's result.
    for file in step.fileEffects.written.sorted(by: { $0.id < $1.id }) where madeFiles.changes(of: file) > 0 {
      stamps += [file.id, "\(madeFiles.changes(of: file))"]
    }
    return (
      ContentHash(parts: [code] + values + makers(\.version) + stamps),
      ContentHash(parts: [lastingCode] + values + makers(\.lastingVersion) + stamps)
    )
  }

  /// Files that a step reads and no step writes.
  func outsideFiles(of step: LiveStep) -> Set<StepEffects.Variable> {
    step.effects.read.filter(\.isFile).subtracting(written)
  }

  /// For each static variable that a step may be the first to use, a hash of the versions that determine its first
  /// value.
  func firstValues(of position: Int) -> [StepEffects.Variable: ContentHash] {
    steps[position].effects.firstValues.mapValues { variables in
      let versions = graph.needs[position].compactMap { need in
        need.variable.flatMap { variables.contains($0) ? "\($0.id) \(steps[need.maker].version.hexadecimal)" : nil }
      }
      return ContentHash(parts: versions.sorted())
    }
  }

  func inputs(of position: Int) -> LiveOutcome.Inputs {
    var inputs = LiveOutcome.Inputs(unit: steps[position].step.unit)
    for need in graph.needs[position] {
      inputs.versions[need.variable?.name ?? "", default: []].insert(steps[need.maker].version)
    }
    inputs.files = steps[position].outcome.map { FileStamps.stamps(of: $0.files) } ?? [:]
    return inputs
  }

  mutating func findReasons() {
    var losses: [Int: RunHistory.Loss] = [:]
    for (index, step) in steps.enumerated() where step.isFresh {
      if let line = step.outcome?.endOfKernel { losses[index] = .kernelEnded(line: line) }
    }
    reasons =
      losses.isEmpty ? [:] : LostState(of: steps.map(\.step), steps.map(\.effects), graph, losses: losses).reasons
  }
}

extension Cell {
  /// Number of the items that begin on the notebook's line `stop` or before.
  func reached(_ stop: Int, _ items: [TopLevelItem]) -> Int {
    let bytes = source.utf8
    return items.prefix { item in
      line + bytes.prefix(item.range.lowerBound).count { $0 == UInt8(ascii: "\n") } <= stop
    }.count
  }
}
