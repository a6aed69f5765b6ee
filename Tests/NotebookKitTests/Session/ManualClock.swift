import NotebookKit
import Synchronization

/// A clock that stands still until a test ends a wait.
final class ManualClock: Sendable {
  private struct Sleeper {
    var id: Int
    var duration: Duration
    var continuation: CheckedContinuation<Void, any Error>
  }

  private struct State {
    var now = Duration.zero
    var nextID = 0
    var sleepers: [Sleeper] = []
    var cancelled: Set<Int> = []
  }

  private let state = Mutex(State())

  var clock: SessionClock {
    SessionClock(now: { self.state.withLock { $0.now } }, sleep: { try await self.sleep($0) })
  }

  private func sleep(_ duration: Duration) async throws {
    let id = state.withLock { state in
      state.nextID += 1
      return state.nextID
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let isCancelled = state.withLock { state in
          if state.cancelled.contains(id) { return true }
          state.sleepers.append(Sleeper(id: id, duration: duration, continuation: continuation))
          return false
        }
        if isCancelled { continuation.resume(throwing: CancellationError()) }
      }
    } onCancel: {
      let sleeper = state.withLock { state in
        state.cancelled.insert(id)
        return state.sleepers.firstIndex { $0.id == id }.map { state.sleepers.remove(at: $0) }
      }
      sleeper?.continuation.resume(throwing: CancellationError())
    }
  }

  /// Ends one wait of exactly this length as soon as someone waits that long; the time advances by it.
  func pass(_ duration: Duration) async {
    while !endOneWait(of: duration), !Task.isCancelled { await Task.yield() }
  }

  /// Ends waits of this length until a condition holds.
  func pass(_ duration: Duration, until holds: () -> Bool) async {
    while !holds(), !Task.isCancelled {
      _ = endOneWait(of: duration)
      await Task.yield()
    }
  }

  private func endOneWait(of duration: Duration) -> Bool {
    let sleeper = state.withLock { state -> Sleeper? in
      guard let index = state.sleepers.firstIndex(where: { $0.duration == duration }) else { return nil }
      state.now += duration
      return state.sleepers.remove(at: index)
    }
    sleeper?.continuation.resume()
    return sleeper != nil
  }
}
