import Display
import Foundation
import KernelProtocol

/// A notebook that is edited.
extension Session {
  /// Takes in the notebook as it is now, with the records of its cells. The steps of the pass that begins are performed
  /// or passed over, in the notebook's order.
  package func beginPass(over report: Report) throws {
    tracer.notebook = report.notebook
    try emit(state.beginPass(over: report))
  }

  /// Has something done when a kernel that is started from now on ends between two steps.
  package func whenKernelIsLost(_ action: @escaping @Sendable () -> Void) { whenKernelIsLost = action }

  /// Ends the kernel at work, and starts another.
  ///
  /// - Throws: ``ExecutionError/kernelNotStarted(_:)``.
  package func renewKernel() async throws {
    memoryWatch?.cancel()
    await kernel?.endAndWait()
    state.beginKernel()
    try startKernel()
    try await waitUntilReady()
  }

  /// Ends the kernel at work, if there is one.
  package func endKernel() async {
    memoryWatch?.cancel()
    await kernel?.endAndWait()
    kernel = nil
    state.loseKernel()
  }

  /// Has the kernel load the library of a step that does not run in it.
  func load(_ step: LiveStep) async throws {
    guard case .compiled(let module, _) = step.compilation else { return }
    _ = try await execute(module, of: step.step, runs: false)
  }

  /// Evaluates an expression in a copy of the kernel at work that is thrown away, between two passes. Nothing else
  /// changes, whatever the expression does.
  ///
  /// - Returns: nil if no kernel is ready, if a step is at work, or if there is no value within the time.
  func evaluate(_ module: CompiledModule, unit: Int, withinSeconds seconds: Int) async -> MIMEBundle? {
    guard let kernel, state.kernel == .ready, !state.isAtWork, !isEvaluating else { return nil }
    isEvaluating = true
    kernel.send(
      .execute(
        KernelUnit(
          index: unit, library: module.library.path, entry: module.entryPoint, inCopy: true, secondsInCopy: seconds)))
    var value: MIMEBundle?
    while let output = await kernel.next() {
      if case .message(.inlineValue(let bundle)) = output { value = bundle }
      guard case .message(.finished) = output else { continue }
      isEvaluating = false
      return value
    }
    isEvaluating = false
    noteEnd(of: kernel)
    return nil
  }

  /// Takes in what is known of a step that the pass leaves as it is.
  func passOver(_ step: LiveStep) {
    if case .compiled(let module, _) = step.compilation { tracer.note(module, of: step.step) }
    state.passOver(step)
  }

  /// Executes a step of the pass, unless it was stopped.
  ///
  /// - Parameter reason: The reason for which it cannot run, if it needs what is lost.
  /// - Returns: The step's outcome; nil if the pass was stopped before it.
  func perform(_ step: LiveStep, kept reason: String? = nil) async throws -> LiveOutcome? {
    // A kernel that ended by itself is not the fault of this step, which another one executes.
    guard state.goesOn, state.kernel == .ready || !step.compiles || reason != nil else { return nil }
    if let event = state.beginCompiling(step.step) { try emit(event) }
    state.kept[step.step.unit] = reason
    state.namesShownBefore = step.outcome?.record.outputs.displayNames ?? []
    let watch = flushOutputs()
    defer { watch.cancel() }
    try await execute(step.step, step.compilation)
    return state.liveOutcome
  }

  /// True unless the plan or pass was stopped.
  package var goesOn: Bool { state.goesOn }
  /// True if the kernel takes requests.
  package var hasKernel: Bool { state.kernel == .ready }
  /// The records as they are.
  package var report: Report { state.report }
}
