import Files
import Foundation

/// An error of a run on several ranks.
///
/// ```swift
/// do { try Ranks.all.wait() } catch ClusterError.silent(let rank, _, _) { print("rank \(rank) is late") }
/// ```
public enum ClusterError: UserFacingError, Equatable {
  /// The library of MPI cannot be opened.
  case unavailable(reason: String)
  /// MPI failed.
  case failed(call: String, reason: String)
  /// A rank did not answer in time.
  case silent(rank: Int, seconds: Double, work: String)
  /// A rank sent an unexpected message: it runs other code.
  case diverged(rank: Int, expected: String, found: String)
  /// No rank has this number.
  case noRank(Int, count: Int)
  /// The number of ranks cannot share the number of shards.
  case unevenShards(Int, ranks: Int)
  /// A value could not be sent.
  case notSendable(type: String, reason: String)

  /// The message for users: what is wrong with which value, and what to do.
  public var description: String {
    switch self {
    case .unavailable(let reason):
      "The ranks cannot be joined: \(reason). Install Open MPI with `apt install openmpi-bin`, and start with its mpirun."
    case .failed(let call, let reason): "MPI failed to \(call): \(reason). See the output of mpirun."
    case .silent(let rank, let seconds, let work):
      "Rank \(rank) did not reach \(work) within \(Int(seconds)) s. See its output; if it was running, give more time "
        + "by ETUDE_RANK_TIMEOUT."
    case .diverged(let rank, let expected, let found):
      "Rank \(rank) is at \(found), and this one at \(expected). All ranks must run the same: use no clocks, "
        + "machines or unseeded generators."
    case .noRank(let rank, let count): "There is no rank \(rank) of \(count). Ranks count from 0."
    case .unevenShards(let shards, let ranks):
      "\(shards) shards cannot be distributed over \(ranks) ranks. Use a power of two for both, with no more ranks than shards."
    case .notSendable(let type, let reason): "A value of type \(type) cannot be sent to other ranks: \(reason)."
    }
  }
}
