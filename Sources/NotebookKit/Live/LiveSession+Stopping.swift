import Synchronization

/// Stopping and ending.
extension LiveSession {
  /// Ends the call at work after the step that runs.
  package nonisolated func stop() {
    let pipeline = work.withLock { work in
      work.isStopping = true
      return work.pipeline
    }
    pipeline?.cancel()
  }

  /// Asks the running cell to stop; the call at work runs no further step.
  package nonisolated func interrupt() {
    work.withLock { $0.isInterrupted = true }
    session.interrupt()
  }

  /// Ends the kernel without waiting for the running cell.
  ///
  /// - Parameter isLast: True if the session ends.
  package nonisolated func interruptAtOnce(isLast: Bool = false) {
    if isLast { work.withLock { $0.hasEnded = true } }
    stop()
    work.withLock { $0.isInterrupted = true }
    session.interruptAtOnce()
  }

  /// The code of the cell that runs; nil if none does.
  package nonisolated var runningSource: String? { board.runningSource }

  /// Ends the kernel; all that is shown stays, and is to run again.
  package func restart() async {
    await session.endKernel()
    hasKernel = false
    live.expire(live.steps.indices)
    show()
  }

  /// Ends the session.
  package func end() async {
    work.withLock { $0.hasEnded = true }
    await session.endKernel()
    compiler.finish()
  }
}
