import Display
import Foundation
import KernelProtocol

extension Session {
  /// Waits for the kernel's first message.
  ///
  /// - Throws: ``ExecutionError/kernelNotStarted(_:)`` with its last words if it ends instead.
  func waitUntilReady() async throws {
    guard state.kernel == .starting else { return }
    var words = Data()
    while state.kernel == .starting {
      let output = await kernel?.next()
      if case .stream(_, let data)? = output { words.append(data) }
      _ = state.take(output)
    }
    guard state.kernel == .ended, state.goesOn else { return }
    let text =
      state.stopSentence ?? String(decoding: words, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    throw ExecutionError.kernelNotStarted(text.isEmpty ? "it ended at once." : text)
  }

  /// Compiles and executes one step, unless the plan has ended.
  func perform(_ step: RunStep, at position: Int, of pipeline: CompilationPipeline) async throws {
    guard state.goesOn else { return state.skip(step) }
    if let event = state.beginCompiling(step) { try emit(event) }
    let result = await pipeline.result(at: position)
    // The plan may have been stopped meanwhile.
    guard state.goesOn else { return state.skip(step) }
    performedCount = position + 1
    try await execute(step, result)
  }

  /// Executes a compiled step, if it can run, and completes its record.
  ///
  /// - Parameter isRetried: True if another kernel took the place of one that had ended before the step began.
  func execute(_ step: RunStep, _ compilation: StepCompilation, isRetried: Bool = false) async throws {
    if let module = state.begin(step, compilation) {
      // Remarks of the compiler come before what the cell puts out.
      if options.isInteractive, let event = state.flush() { try emit(event) }
      let start = tools.clock.now()
      let end = try await execute(module, of: step)
      if !isRetried, state.endedBeforeStep(end) {
        let cause = Self.cause(of: end, tracer)
        causeOfEnd = Task { cause }
        try await recover(before: [state.following(step, compilation)])
        return try await execute(step, compilation, isRetried: true)
      }
      state.finish(
        end, after: (tools.clock.now() - start).seconds, describedBy: FailureDescription(tracer: tracer))
    } else if let module = state.moduleToLoad {
      _ = try await execute(module, of: step, runs: false)
    }
    for event in state.conclude() { try emit(event) }
  }

  /// Has the kernel execute a step's module, or only load it, and takes in its outputs until the step ends.
  func execute(_ module: CompiledModule, of step: RunStep, runs: Bool = true) async throws -> UnitEnd {
    tracer.note(module, of: step)
    kernel?.send(
      .execute(
        KernelUnit(
          index: step.unit, library: module.library.path, entry: module.entryPoint,
          inCopy: runs && step.cell?.options.expect == .trap, runs: runs, takesInput: takesInput && runs,
          parameters: step.parameterValues, figures: step.cell?.options.figures ?? FigureSettings(),
          generators: tools.others == nil ? [:] : state.generators)))
    let timer = runs ? step.cell?.options.timeout.map { stop(after: $0, as: .cellTimeout(seconds: $0)) } : nil
    defer { timer?.cancel() }
    while true {
      let output = (await kernel?.next()).map(tracer.placed)
      if let output, runs, !state.isRunningAgain { for front in fronts { front.observe(output) } }
      if let end = state.take(output) { return end }
      if case .message(.progress(let bar))? = output {
        try emit(.progress(label: bar.label, completed: bar.completed, total: bar.total, detail: bar.remark))
      }
    }
  }
}
