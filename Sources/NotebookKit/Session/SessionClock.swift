/// The clock with which a session measures cells and waits; tests use one that they move themselves.
package struct SessionClock: Sendable {
  /// The time since some moment in the past.
  package var now: @Sendable () -> Duration
  /// Waits; throws if the task is cancelled meanwhile.
  package var sleep: @Sendable (Duration) async throws -> Void

  package init(
    now: @escaping @Sendable () -> Duration, sleep: @escaping @Sendable (Duration) async throws -> Void
  ) {
    self.now = now
    self.sleep = sleep
  }

  /// The machine's clock, which continues while the machine sleeps.
  package static let continuous = {
    let start = ContinuousClock.now
    return SessionClock(now: { ContinuousClock.now - start }, sleep: { try await Task.sleep(for: $0) })
  }()
}
