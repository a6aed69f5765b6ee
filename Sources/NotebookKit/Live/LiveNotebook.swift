import Files
import KernelProtocol

/// An edited notebook: its current steps, their dependencies, and the knowledge about each.
struct LiveNotebook: Sendable {
  let notebook: Notebook
  let parameters: [Parameter]
  private(set) var steps: [LiveStep] = []
  private(set) var graph = DependencyGraph([])
  /// For each step that cannot run because it needs lost state, the reason.
  private(set) var reasons: [Int: String] = [:]
  private var analysis = EffectsAnalysis()
  private var stamps = FileStamps()
  /// Files that some step writes, and folders with such files.
  private var written: Set<StepEffects.Variable> = []
  private(set) var madeFiles = MadeFiles()
  /// Files that a step writes and another program has changed since.
  private var changedOutside: Set<StepEffects.Variable> = []

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

  private mutating func analyse(_ step: inout LiveStep, wasExecuted: Bool = false) {
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
  private mutating func versions(
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
  private func outsideFiles(of step: LiveStep) -> Set<StepEffects.Variable> {
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

  private func inputs(of position: Int) -> LiveOutcome.Inputs {
    var inputs = LiveOutcome.Inputs(unit: steps[position].step.unit)
    for need in graph.needs[position] {
      inputs.versions[need.variable?.name ?? "", default: []].insert(steps[need.maker].version)
    }
    inputs.files = steps[position].outcome.map { FileStamps.stamps(of: $0.files) } ?? [:]
    return inputs
  }

  private mutating func findReasons() {
    var losses: [Int: RunHistory.Loss] = [:]
    for (index, step) in steps.enumerated() where step.isFresh {
      if let line = step.outcome?.endOfKernel { losses[index] = .kernelEnded(line: line) }
    }
    reasons =
      losses.isEmpty ? [:] : LostState(of: steps.map(\.step), steps.map(\.effects), graph, losses: losses).reasons
  }

  // MARK: - Planning

  /// The planner of what runs next, for a kernel with this state.
  ///
  /// - Parameters:
  ///   - loaded: Units of the loaded libraries that state conformances.
  ///   - unsteady: Steps that ran again and again, and were not fresh afterwards.
  func planner(kernel: KernelState, hasKernel: Bool, loaded: Set<Int>, unsteady: Set<Int> = []) -> LivePlanner {
    // A conformance stays in the process, also if the notebook no longer states it.
    let isOutdated = !loaded.isSubset(of: steps.lazy.map(\.step.unit))
    let planned = steps.enumerated().map { index, step in
      var planned = LivePlanner.Step(
        unit: step.step.unit, version: step.version, effects: step.effects, isFresh: step.isFresh,
        seconds: step.secondsToExpect, policy: step.step.cell?.options.live ?? .ask,
        isRepeatable: step.isRepeatable, isLost: step.isFresh && step.outcome?.endOfKernel != nil,
        isKept: !step.compiles || reasons[index] != nil)
      planned.isUnsteady =
        unsteady.contains(index) || step.fileEffects.written.contains { madeFiles.keepsChanging($0) }
      planned.firstValues = firstValues(of: index)
      return planned
    }
    return LivePlanner(planned, graph: graph, kernel: kernel, hasKernel: hasKernel, isOutdated: isOutdated)
  }

  /// The reason why a step's outputs differ from those of the whole current notebook.
  func change(at position: Int) -> String {
    let step = steps[position]
    guard let outcome = step.outcome else { return "It has not run yet." }
    if outcome.wasInterrupted { return "It was interrupted." }
    if let file = step.usedFiles.intersection(changedOutside).map(\.name).min() { return "The file `\(file)` changed." }
    if outcome.keptFrom != nil, outcome.source == step.step.cell?.source {
      if let file = changedFile(at: position) { return "The file `\(file.name)` changed." }
      let reason =
        if outcome.files.hasProcesses {
          "it started processes, whose files are unknown."
        } else if !outcome.files.isComplete {
          "it used too many files to track."
        } else {
          "something that it uses has changed."
        }
      return "Its outputs are from an earlier session; \(reason)"
    }
    if outcome.inputs.unit != step.step.unit {
      guard let cell = step.step.cell, cell.source == outcome.source else { return "Its code changed." }
    }
    for need in graph.needs[position]
    where outcome.inputs.versions[need.variable?.name ?? ""]?.contains(steps[need.maker].version) != true {
      guard let variable = need.variable else { return "\(name(of: need.maker)) may have changed the process state." }
      if variable == .files { return "\(name(of: need.maker)) may have changed files that it uses." }
      return "`\(variable.name)` changed in \(steps[need.maker].step.description)."
    }
    if let file = changedFile(at: position) { return "The file `\(file.name)` changed." }
    return outcome.inputs.unit == step.step.unit ? "It will run again." : "Something that it uses has changed."
  }

  /// The first file from outside that is not as the step found it.
  func changedFile(at position: Int) -> StepEffects.Variable? {
    let found = steps[position].outcome?.inputs.files ?? [:]
    return outsideFiles(of: steps[position]).sorted { $0.id < $1.id }.first { file in
      guard let stamp = found[file], let now = stamps.known[file.id] else { return false }
      return stamp != now
    }
  }

  private func name(of position: Int) -> String {
    let name = steps[position].step.description
    return name.prefix(1).uppercased() + name.dropFirst()
  }

  // MARK: - Another version of the notebook

  /// The notebook with other values of its parameters, which need no compiler; nil for any other version.
  func setting(_ parameters: [Parameter], in notebook: Notebook) -> LiveNotebook? {
    guard parameters.map(\.declaration) == self.parameters.map(\.declaration), notebook == self.notebook else {
      return nil
    }
    var result = LiveNotebook(notebook, parameters: parameters)
    var steps = steps
    for (position, step) in result.plan.steps.enumerated() where step.cell == nil {
      steps[position].step.code = step.code
    }
    result.take(steps, madeFiles: madeFiles)
    return result
  }

  /// For each step of a plan for an edited notebook the outcome of the step here that it is.
  func outcomes(for notebook: Notebook, _ plan: RunPlan) -> [LiveOutcome?] {
    let origins = CellMatching(self.notebook.cells.map(\.identity), notebook.cells.map(\.identity)).origins
    let map = LineMap(
      origins.map { new, old in
        let (old, new) = (self.notebook.cells[old], notebook.cells[new])
        return (old.fenceLines.lowerBound..<old.fenceLines.upperBound + 1, new.line - old.line)
      }, in: notebook.file)
    var cells: [Int: LiveOutcome] = [:]
    var values: [String: [LiveOutcome]] = [:]
    for step in steps.reversed() {
      guard let outcome = step.outcome else { continue }
      switch step.step.code {
      case .cell(let cell): cells[cell.index] = outcome
      case .inlineValue, .parameters: values[step.step.text, default: []].append(outcome)
      }
    }
    return plan.steps.map { step in
      switch step.code {
      case .cell(let cell): origins[cell.index].flatMap { cells[$0] }?.moved(by: map)
      case .inlineValue: values[step.text]?.popLast()?.moved(by: map)
      case .parameters: values[step.text]?.popLast()
      }
    }
  }

  /// The records of all cells, with the values by which later cells have replaced their displays.
  private var records: [CellRecord] {
    var records = notebook.cells.map { CellRecord(status: $0.options.eval ? .waiting : .skipped) }
    for step in steps {
      guard let outcome = step.outcome else { continue }
      for update in outcome.updates {
        for index in records.indices { _ = records[index].outputs.update(update.bundle, id: update.id) }
      }
      if let cell = step.step.cell { records[cell.index] = outcome.record }
    }
    return records
  }

  /// Everything known, for a page.
  func report(stamp: Stamp) -> Report {
    Report(
      notebook: notebook, parameters: parameters, records: records, inlineResults: inlineResults, stamp: stamp,
      isRunning: false)
  }

  /// By cell index, the earlier outputs of failed cells.
  var previousOutputs: [Int: [CellOutput]] {
    steps.reduce(into: [:]) { outputs, step in
      if let cell = step.step.cell { outputs[cell.index] = step.outcome?.previousOutputs }
    }
  }

  /// The inline values that are known.
  private var inlineResults: [Notebook.InlineValue.ID: InlineResult] {
    var results: [Notebook.InlineValue.ID: InlineResult] = [:]
    for step in steps {
      if case .inlineValue(let value) = step.step.code { results[value.id] = step.outcome?.inlineResult }
    }
    return results
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
