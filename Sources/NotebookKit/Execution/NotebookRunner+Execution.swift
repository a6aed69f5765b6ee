import Display
import Foundation
import KernelProtocol

/// The run's side of the talk with the kernel.
extension NotebookRunner {
  /// How the execution of a unit ended, as seen from here.
  enum UnitEnd: Equatable, Sendable {
    case outcome(KernelOutcome, CrashReport? = nil)
    case died(ProcessEnd, CrashReport?, StopReason?)
  }

  /// Waits for the kernel's first word.
  ///
  /// - Throws: ``ExecutionError/kernelNotStarted(_:)`` with its last words if it ends instead.
  func waitUntilReady(_ kernel: KernelProcess) async throws(ExecutionError) {
    var words = Data()
    while let event = await kernel.next() {
      switch event {
      case .message(.ready): return
      case .stream(_, let data): words.append(data)
      default: continue
      }
    }
    kernelHasEnded = true
    if stopReason != nil { return }
    let text = String(decoding: words, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    throw .kernelNotStarted(text.isEmpty ? "it ended at once." : text)
  }

  /// Runs a unit to its end, recording what it puts out.
  func execute(
    _ product: CellCompiler.Product, _ place: Int, inCopy: Bool = false, timeout: Double? = nil
  ) async -> UnitEnd {
    tracer.libraries[place] = product.library
    let entry = CellCompiler.entryPoint(of: product.module)
    kernel?.send(.execute(KernelUnit(index: place, library: product.library.path, entry: entry, inCopy: inCopy)))
    let timer = timeout.map { seconds in stopping(after: seconds, as: .cellTimeout(seconds: seconds)) }
    defer { timer?.cancel() }
    var crash: CrashReport?
    while let event = await kernel?.next() {
      switch event {
      case .stream(let stream, let data): recorder.append(stream, data)
      case .crash(let report): crash = report
      case .message(.finished(let outcome)): return .outcome(outcome, crash)
      case .message(let message): take(message)
      case .ended(let end):
        kernelHasEnded = true
        return .died(end, crash, stopReason)
      }
    }
    kernelHasEnded = true
    return .died(.exited(0), crash, stopReason)
  }

  private func take(_ message: KernelEvent) {
    switch message {
    case .display(let bundle, let id): recorder.append(.display(bundle, id: id))
    case .result(let bundle): recorder.append(.result(bundle))
    case .update(let bundle, let id):
      // The place may have been shown by an earlier cell.
      if recorder.update(bundle, id: id) { return }
      for record in report.records.indices { _ = report.records[record].outputs.update(bundle, id: id) }
    case .inlineValue(let bundle): inlineValue = bundle
    case .progress(let progress):
      recorder.progress(progress)
      observe(
        .progress(
          label: progress.label, completed: progress.completed, total: progress.total, detail: progress.remark))
    case .ready, .finished: break
    }
  }

  /// What a unit's end means in words; nil if it did what it should.
  func describe(_ end: UnitEnd) -> CellFailure? {
    FailureDescription(tracer: tracer, file: notebook.file.lastPathComponent).failure(of: end, recorder: &recorder)
  }

  /// Brings the report on disk up to date twice a second while a cell runs.
  func flushing() -> Task<Void, Never> {
    Task {
      while (try? await Task.sleep(for: .milliseconds(500))) != nil { self.flush() }
    }
  }

  private func flush() {
    guard let recordedCell, recorder.hasNews else { return }
    report.records[recordedCell].outputs = recorder.outputs()
    // A report that cannot be written is said when the cell has ended.
    try? writer.write(report)
  }
}
