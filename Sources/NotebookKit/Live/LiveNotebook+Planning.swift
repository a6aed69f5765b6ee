import KernelProtocol

/// The steps to run, and the reasons.
extension LiveNotebook {
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

  /// The reason for which a step's outputs are not those of the whole notebook as it is now.
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
          "it used more files than are known by name."
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
      guard let variable = need.variable else { return "\(name(of: need.maker)) may have changed the process." }
      if variable == .files { return "\(name(of: need.maker)) may have changed files that it uses." }
      return "`\(variable.name)` changed in \(steps[need.maker].step.description)."
    }
    if let file = changedFile(at: position) { return "The file `\(file.name)` changed." }
    return outcome.inputs.unit == step.step.unit ? "It is to run again." : "Something that its code uses has changed."
  }

  /// The first file from outside that is not as the step found it.
  func changedFile(at position: Int) -> StepEffects.Variable? {
    let found = steps[position].outcome?.inputs.files ?? [:]
    return outsideFiles(of: steps[position]).sorted { $0.id < $1.id }.first { file in
      guard let stamp = found[file], let now = stamps.known[file.id] else { return false }
      return stamp != now
    }
  }

  func name(of position: Int) -> String {
    let name = steps[position].step.description
    return name.prefix(1).uppercased() + name.dropFirst()
  }
}
