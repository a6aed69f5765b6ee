import Display
import Foundation

/// What is done with each step, and what its end means for the report and for the steps after it.
extension NotebookRunner {
  func perform(_ step: RunStep, _ outcome: CompilationPipeline.Outcome, _ place: Int) async throws {
    switch step {
    case .parameters: await performParameters(outcome, place)
    case .cell(let cell): try await perform(cell, outcome, place)
    case .inlineValue(let value, let cell): try await perform(value, afterCell: cell, outcome, place)
    }
  }

  private func performParameters(_ outcome: CompilationPipeline.Outcome, _ place: Int) async {
    guard case .compiled(let product, _) = outcome else {
      endOfRun = endOfRun ?? "The parameters could not be compiled."
      return
    }
    if await execute(product, place) != .outcome(.returned) {
      endOfRun = endOfRun ?? "The kernel ended before the first cell."
    }
  }

  // MARK: - Cells

  private func perform(_ cell: Cell, _ outcome: CompilationPipeline.Outcome, _ place: Int) async throws {
    recorder = writer.recorder(forCell: cell.index)
    recordedCell = cell.index
    var failure: CellFailure?
    switch outcome {
    case .failed(let reason): failure = CellFailure(kind: .runner, summary: "The cell could not be compiled: \(reason)")
    case .rejected(let diagnostics): failure = .rejected(diagnostics, file: notebook.file.lastPathComponent)
    case .compiled(let product, let items):
      if !product.warnings.isEmpty { recorder.append(.warning(product.warnings)) }
      if let use = unset.firstUse(in: cell.source, declaring: items) {
        failure = .unset(use.name, stop: use.line, line: cell.line)
        unset.noteSkipped(items, stop: use.line)
      } else {
        failure = await execute(cell, product, place)
        // What a cell declares that is meant to trap went with the copy of the kernel in which it ran.
        if cell.options.expect != .trap {
          unset.note(items, of: cell.source, line: cell.line, stop: failure.map { $0.line ?? cell.line })
        }
      }
    }
    conclude(cell, failure)
    try writer.write(report)
    observe(.cellEnded(index: cell.index, line: cell.line, record: report.records[cell.index]))
  }

  private func execute(_ cell: Cell, _ product: CellCompiler.Product, _ place: Int) async -> CellFailure? {
    report.records[cell.index].status = .running
    let start = ContinuousClock.now
    let end = await execute(product, place, inCopy: cell.options.expect == .trap, timeout: cell.options.timeout)
    report.records[cell.index].duration = (ContinuousClock.now - start).seconds
    return describe(end)
  }

  private func conclude(_ cell: Cell, _ failure: CellFailure?) {
    recorder.finish()
    recordedCell = nil
    var failure = failure
    if let expected = cell.options.expect {
      if failure?.kind.expectation == expected {
        failure?.wasExpected = true
      } else {
        failure = .missing(expected, instead: failure, line: cell.line)
      }
    }
    if let failure { recorder.append(.failure(failure)) }
    report.records[cell.index].outputs = recorder.outputs()
    let isFault = failure.map { !$0.wasExpected } ?? false
    report.records[cell.index].status = isFault ? .failed : .succeeded
    if isFault, let failure { note(failure, ofCell: cell.index, isAllowed: cell.options.error) }
  }

  private func note(_ failure: CellFailure, ofCell index: Int, isAllowed: Bool) {
    if !isAllowed { failures.append(RunSummary.Failure(cell: index, failure: failure)) }
    let line = failure.line ?? notebook.cells[index].line
    if kernelHasEnded {
      endOfRun = endOfRun ?? "The kernel and its state ended on line \(line)."
    } else if !isAllowed, !options.keepsGoing {
      endOfRun = endOfRun ?? "The run stopped at the failure on line \(line)."
    }
  }

  // MARK: - Inline values

  private func perform(
    _ value: Notebook.InlineValue, afterCell cell: Int?, _ outcome: CompilationPipeline.Outcome, _ place: Int
  ) async throws {
    // What an expression prints has no place in a sentence.
    recorder = writer.recorder(forProseOnLine: value.line)
    var failure: CellFailure?
    inlineValue = nil
    switch outcome {
    case .failed(let reason): failure = CellFailure(kind: .runner, summary: reason)
    case .rejected(let diagnostics): failure = .rejected(diagnostics, file: notebook.file.lastPathComponent)
    case .compiled(let product, _):
      if let use = unset.firstUse(in: value.expression) {
        failure = .unset(use.name, stop: use.line, line: value.line)
      } else {
        failure = describe(await execute(product, place))
      }
    }
    let result = inlineValue.map(InlineResult.value) ?? .failure(failure?.summary ?? "The expression has no value.")
    report.inlineResults[value.id] = result
    if let failure {
      note(failure, ofCell: cell ?? 0, isAllowed: false)
      observe(.inlineValueFailed(line: value.line, failure))
    }
    try writer.write(report)
  }
}

extension Duration {
  fileprivate var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
