import KernelProtocol

/// The end of a run on ranks.
extension Session {
  /// Lets the kernel of a rank take leave of the others, as MPI demands of all that have done their work, once these have.
  func takeLeave() async throws {
    guard let others = tools.others, state.kernel == .ready, state.goesOn, let kernel else { return }
    let start = tools.clock.now()
    while state.goesOn {
      let missing = try others.askLeave()
      if let cause = others.otherEnd { return stop(.otherRank(cause.rank, reason: cause.reason)) }
      guard let missing else { break }
      if (tools.clock.now() - start).seconds > others.patience {
        stop(.otherRank(missing.rank, reason: .late(after: others.patience, missing.reason)))
      } else {
        try? await tools.clock.sleep(.milliseconds(50))
      }
    }
    guard state.goesOn else { return }
    kernel.send(.finish)
    while let output = await kernel.next() {
      guard case .ended(let end) = output else { continue }
      // One that was killed now has done its work, but MPI does not know that.
      if end != .exited(0), let cause = others.otherEnd { stop(.otherRank(cause.rank, reason: cause.reason)) }
      return
    }
  }

  /// Ends the kernel and the plan because another rank of the run has failed.
  package nonisolated func end(becauseOf rank: Int, reason: String) {
    Task { await self.stop(.otherRank(rank, reason: reason)) }
  }
}

extension String {
  /// The reason to end a run in which another rank does not come to its end.
  fileprivate static func late(after seconds: Double, _ reason: String) -> String {
    "it had not done its work \(Int(seconds)) s after this one: \(reason) If it needs more time, give it by "
      + "ETUDE_RANK_TIMEOUT."
  }
}
