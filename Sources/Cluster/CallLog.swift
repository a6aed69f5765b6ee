import Synchronization

/// A call in which all ranks meet, by its place among those of this process.
package struct ClusterCall: Equatable, Sendable {
  /// From 1.
  package let number: Int
  /// The purpose, as in “a sum of 10 numbers”.
  package let work: String
}

/// The calls of this process in which ranks meet, in the order in which its cells make them.
///
/// Ranks that run the same make the same calls. The runner compares the logs after each cell.
package final class CallLog: Sendable {
  /// The only one: a process is one rank.
  package static let ofProcess = CallLog()

  private struct State {
    var count = 0
    var digest: UInt64 = 14_695_981_039_346_656_037
    var whenWaiting: @Sendable (ClusterCall) -> Void = { _ in }
  }

  private let state = Mutex(State())

  package init() {}

  /// Takes in a call.
  package func note(_ work: String) -> ClusterCall {
    state.withLock { state in
      state.count += 1
      // FNV-1a over the words and an end.
      for byte in Array(work.utf8) + [0] { state.digest = (state.digest ^ UInt64(byte)) &* 1_099_511_628_211 }
      return ClusterCall(number: state.count, work: work)
    }
  }

  /// Number of calls so far.
  package var count: Int { state.withLock { $0.count } }

  /// A hash of all calls so far and their order.
  package var digest: String { String(state.withLock { $0.digest }, radix: 16) }

  /// Has something done when a call has waited for another rank for a second.
  package func whenWaiting(_ action: @escaping @Sendable (ClusterCall) -> Void) {
    state.withLock { $0.whenWaiting = action }
  }

  /// Says that a call has waited for a second.
  func waits(in call: ClusterCall) { state.withLock { $0.whenWaiting }(call) }
}
