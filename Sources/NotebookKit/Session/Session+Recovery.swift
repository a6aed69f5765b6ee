import KernelProtocol

/// A fresh kernel in place of one that ended.
extension Session {
  /// Takes in that a kernel has ended, unless a step waits for it, whose failure that is.
  func noteEnd(of kernel: (any Kernel)?) {
    guard let kernel, kernel === self.kernel, state.kernel == .ready, !state.isAtWork, !isEvaluating else { return }
    memoryWatch?.cancel()
    self.kernel = nil
    let reason = state.stopSentence
    state.loseKernel()
    // Its last outputs are nobody's, but for its last words.
    causeOfEnd = Task { [tracer] in
      let cause = if let reason { reason } else { await Self.cause(of: kernel, tracer) }
      await kernel.endAndWait()
      return cause
    }
    whenKernelIsLost?()
  }

  /// The reason for which a kernel has ended by itself, as its last outputs tell it.
  static func cause(of kernel: any Kernel, _ tracer: Tracer) async -> String? {
    var crash: CrashReport?
    while let output = await kernel.next() {
      switch tracer.placed(output) {
      case .crash(let report): crash = report
      case .ended(let end): return cause(of: .died(end, crash, nil), tracer)
      default: break
      }
    }
    return nil
  }

  static func cause(of end: UnitEnd, _ tracer: Tracer) -> String? {
    var recorder = CellRecorder(overflowFile: nil)
    return FailureDescription(tracer: tracer).failure(of: end, recorder: &recorder)?.summary
  }

  /// Starts a fresh kernel instead of one that ended, and runs in it again what the next steps need.
  ///
  /// A step that fails although it had not failed at first is lost as well, and another kernel takes its turn; so each
  /// turn loses a step more or is the last.
  func recover(before steps: ArraySlice<RunStep>, _ pipeline: CompilationPipeline) async throws {
    guard state.needsKernel else { return }
    var following: [RecoveryPlan.Following] = []
    for (position, step) in zip(steps.indices, steps) {
      following.append(state.following(step, await pipeline.result(at: position)))
    }
    try await recover(before: following)
  }

  func recover(before following: [RecoveryPlan.Following]) async throws {
    while state.needsKernel {
      if state.isKernelAbandoned { await kernel?.endAndWait() }
      let actions = state.beginRecovery(before: following, cause: await causeOfEnd?.value)
      let start = tools.clock.now()
      try startKernel()
      try await waitUntilReady()
      for action in actions where state.kernel == .ready && state.goesOn { try await perform(action) }
      // A kernel that has loaded a part of the libraries is none to go on in.
      guard state.goesOn else { return await endKernel() }
      for event in state.endRecovery(after: (tools.clock.now() - start).seconds) { try emit(event) }
    }
  }

  func perform(_ action: RecoveryPlan.Action) async throws {
    let (entry, event) = state.begin(action)
    if let event { try emit(event) }
    let end = try await execute(entry.module, of: entry.step, runs: action.runs)
    let description = FailureDescription(tracer: tracer)
    for event in state.finishAgain(action, end, describedBy: description) { try emit(event) }
  }
}
