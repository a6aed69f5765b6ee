import Foundation

/// Everything that ends a run before its last cell.
extension NotebookRunner {
  enum StopReason: Equatable, Sendable {
    case cellTimeout(seconds: Double)
    case notebookTimeout(seconds: Double)
    case memory(limit: Int)
    case interrupted
  }

  /// Asks the running cell to stop; it is ended if it does not within two seconds.
  package nonisolated func interrupt() { Task { await self.stopKindly() } }

  private func stopKindly() async {
    if endOfRun != nil, recordedCell == nil { return }
    wasInterrupted = true
    endOfRun = endOfRun ?? StopReason.interrupted.sentence
    kernel?.interrupt()
    cancelCompilation()
    try? await Task.sleep(for: .seconds(2))
    stop(.interrupted)
  }

  func stop(_ reason: StopReason) {
    guard stopReason == nil else { return }
    stopReason = reason
    // What a cell did ends the kernel; the cells after it are told so. All else ends the run itself.
    switch reason {
    case .cellTimeout, .memory: break
    case .notebookTimeout, .interrupted:
      endOfRun = endOfRun ?? reason.sentence
      cancelCompilation()
    }
    kernel?.end()
  }

  // MARK: - Watching

  func stopping(after seconds: Double, as reason: StopReason) -> Task<Void, Never> {
    Task {
      // A year is as good as for ever, and longer times cannot be reckoned with.
      guard (try? await Task.sleep(for: .seconds(min(seconds, 365 * 86_400)))) != nil, !Task.isCancelled else { return }
      self.stop(reason)
    }
  }

  func watchingTime() -> Task<Void, Never> {
    guard let seconds = options.timeout else { return Task {} }
    return stopping(after: seconds, as: .notebookTimeout(seconds: seconds))
  }

  func watchingMemory(of kernel: KernelProcess) -> Task<Void, Never> {
    let limit = options.memoryLimit
    return Task {
      while (try? await Task.sleep(for: .milliseconds(50))) != nil {
        if let held = kernel.residentBytes, held > limit { self.stop(.memory(limit: limit)) }
      }
    }
  }
}
