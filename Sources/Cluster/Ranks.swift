import Display
import Foundation

/// The processes that run one notebook together, each under its number.
///
/// Without `mpirun` there is one rank, and everything below works on it.
///
/// ```swift
/// let ranks = try Ranks.all
/// print("rank \(ranks.rank) of \(ranks.count)")
/// let total = try ranks.sum(Tensor([Float(ranks.rank)]))  // the same on every rank, bit for bit
/// ```
public final class Ranks: Sendable {
  /// Number of this process, from 0.
  public let rank: Int
  /// Number of processes.
  public let count: Int
  /// Nil for a single rank.
  let mpi: MPI?

  private static let opened = Result { try Ranks(ProcessInfo.processInfo.environment) }

  /// All processes of this run. MPI is opened when this is first read.
  ///
  /// - Throws: ``ClusterError/unavailable(reason:)`` if `mpirun` started this process and MPI cannot be opened.
  public static var all: Ranks { get throws { try opened.get() } }

  /// True on the rank that writes the report: the first, or the only one.
  public var isFirst: Bool { rank == 0 }

  private init(_ environment: [String: String]) throws {
    guard let launched = LaunchedRank(environment) else {
      (rank, count, mpi) = (0, 1, nil)
      return
    }
    let patience = environment["ETUDE_RANK_TIMEOUT"].flatMap { Double($0) } ?? 600
    let mpi = try MPI(launched, patience: patience)
    (rank, count, self.mpi) = (mpi.rank, mpi.count, mpi)
    CellRuntime.atEnd { mpi.end() }
  }

  /// Messages and bytes that this rank has exchanged with the others so far; none if it is alone.
  public var traffic: Traffic { mpi?.traffic ?? Traffic() }
}
