/// Stopping a plan early, and watching for the reasons to do so.
extension Session {
  /// Asks the running cell to stop; the kernel is ended if the cell does not stop within two seconds.
  package nonisolated func interrupt() { Task { await self.stopGracefully() } }

  func stopGracefully() async {
    guard state.interrupt() else { return }
    kernel?.interrupt()
    pipeline?.cancel()
    let plan = state.planCount
    let interrupted = kernelCount
    try? await tools.clock.sleep(.seconds(2))
    // Nor is a kernel that took the place of this one.
    guard interrupted == 0 || interrupted == kernelCount else { return }
    // A plan that began after this one's end is not meant.
    if (plan == state.planCount || plan == 0) && state.isAtWork { stop(.interrupted) }
  }

  /// Ends the kernel without waiting for the running cell.
  package nonisolated func interruptAtOnce() { Task { await self.stopAtOnce() } }

  func stopAtOnce() {
    guard state.interrupt() else { return }
    stop(.interrupted)
  }

  func stop(_ reason: StopReason) {
    if reason.endsPlan { pipeline?.cancel() }
    if state.stop(reason) { kernel?.end() }
  }

  func stop(after seconds: Double, as reason: StopReason) -> Task<Void, Never> {
    Task {
      // A year is as good as no limit, and `Duration` cannot hold much longer times.
      let limit = Duration.seconds(min(seconds, 365 * 86_400))
      guard (try? await self.tools.clock.sleep(limit)) != nil, !Task.isCancelled else { return }
      self.stop(reason)
    }
  }

  func watchTime() -> Task<Void, Never>? {
    options.timeout.map { stop(after: $0, as: .notebookTimeout(seconds: $0)) }
  }

  func watchMemory(of kernel: any Kernel) -> Task<Void, Never> {
    let (clock, limit, processLimit) = (tools.clock, options.memoryLimit, options.processLimit)
    return Task {
      while (try? await clock.sleep(.milliseconds(50))) != nil {
        if let bytes = kernel.residentBytes, bytes > limit { self.stop(.memory(limit: limit)) }
        if kernel.processCount > processLimit { self.stop(.processes(limit: processLimit)) }
      }
    }
  }

  /// Brings the record of the running cell up to date twice a second.
  func flushOutputs() -> Task<Void, Never> {
    let clock = tools.clock
    return Task {
      while (try? await clock.sleep(.milliseconds(500))) != nil {
        // A front that fails does so again when the cell has ended.
        if let event = self.state.flush() { try? self.emit(event) }
      }
    }
  }
}

extension Duration {
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
