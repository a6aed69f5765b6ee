/// The report of an edited notebook, as a page shows it.
extension LiveNotebook {
  /// The records of all cells, each with what later cells put in place of its displays.
  var records: [CellRecord] {
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

  /// All that is known, as a page shows it.
  func report(stamp: Stamp) -> Report {
    Report(
      notebook: notebook, parameters: parameters, records: records, inlineResults: inlineResults, stamp: stamp,
      isRunning: false)
  }

  /// By cell index, the outputs of cells that failed before they did.
  var previousOutputs: [Int: [CellOutput]] {
    steps.reduce(into: [:]) { outputs, step in
      if let cell = step.step.cell { outputs[cell.index] = step.outcome?.previousOutputs }
    }
  }

  /// The inline values that are known.
  var inlineResults: [Notebook.InlineValue.ID: InlineResult] {
    var results: [Notebook.InlineValue.ID: InlineResult] = [:]
    for step in steps {
      if case .inlineValue(let value) = step.step.code { results[value.id] = step.outcome?.inlineResult }
    }
    return results
  }
}
