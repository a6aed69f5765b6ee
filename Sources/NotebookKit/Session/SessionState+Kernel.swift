import Display
import KernelProtocol

/// Messages of the kernel.
extension SessionState {
  /// Takes in an output of the kernel; nil is the end of its outputs.
  ///
  /// - Returns: The end of the step at work, if this is it.
  package mutating func take(_ output: KernelOutput?) -> UnitEnd? {
    switch output {
    case .stream(let stream, let data): attempt?.recorder.append(stream, data)
    case .crash(let report): attempt?.crash = report
    case .message(.finished(let outcome)): return .outcome(outcome, attempt?.crash)
    case .message(let message): take(message)
    case .ended(let end): return kernelEnded(end)
    case nil: return kernelEnded(.exited(0))
    }
    return nil
  }

  mutating func take(_ message: KernelEvent) {
    switch message {
    case .ready: kernel = .ready
    case .began: attempt?.hasBegun = true
    case .display(let bundle, let id):
      // Its front has shown the value, and nobody else does.
      if isInteractive { return }
      let name = displayNames.show(id, known: nameShownBefore)
      attempt?.displayCount += 1
      attempt?.recorder.append(.display(bundle, id: name))
    case .result(let bundle): attempt?.recorder.append(.result(bundle))
    case .update(let bundle, let kernelName):
      if isInteractive { return }
      let id = displayNames.update(kernelName)
      // An earlier cell may have shown the value, and has it still if this one runs again.
      if attempt?.recorder.update(bundle, id: id) == true || attempt?.again != nil { return }
      attempt?.updates.append(DisplayUpdate(id: id, bundle: bundle))
      for record in report.records.indices { _ = report.records[record].outputs.update(bundle, id: id) }
    case .inlineValue(let bundle): attempt?.inlineValue = bundle
    case .notShown(let reason): attempt?.recorder.append(.notice(reason))
    case .progress(let progress): attempt?.recorder.progress(progress)
    case .cleared(let wait): attempt?.recorder.clear(wait: wait)
    case .files(let files): attempt?.files = files
    case .inputWanted, .finished, .rank: break
    }
  }

  mutating func kernelEnded(_ end: ProcessEnd) -> UnitEnd {
    kernel = .ended
    return .died(end, attempt?.crash, stopReason)
  }

  /// Notes that the kernel was ended between two steps.
  mutating func loseKernel() { kernel = .ended }

  /// Forgets what the kernel that ended was doing, and counts its successor's displays from the start.
  mutating func beginKernel() {
    kernel = .starting
    stopReason = nil
    displayNames.beginKernel()
  }

  /// The sentence about why the session is ending its kernel; nil if it is not.
  var stopSentence: String? { stopReason?.sentence }

  /// Brings the record of the running cell up to date.
  ///
  /// - Returns: Nil if no cell runs, or if it has put out nothing since the last time.
  package mutating func flush() -> SessionEvent? {
    guard let cell = attempt?.step.cell, attempt?.again == nil, attempt?.recorder.hasNews == true,
      let outputs = attempt?.recorder.outputs()
    else { return nil }
    report.records[cell.index].outputs = outputs
    return .outputsChanged(cell: cell.index)
  }
}
