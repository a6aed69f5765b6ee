/// Another version of an edited notebook.
extension LiveNotebook {
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
}
