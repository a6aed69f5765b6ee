import Foundation

/// The rank of this process among those that `mpirun` or `srun` started, read from the environment.
///
/// MPI is not opened for it: the runner asks before a kernel exists.
package struct LaunchedRank: Equatable, Sendable {
  /// From 0.
  package let rank: Int
  /// Number of ranks.
  package let count: Int
  /// True if the ranks were started by MPICH's launcher.
  package let isMPICH: Bool

  /// The variables that launchers set: rank and number of ranks. Slurm sets separate variables for each step that srun
  /// starts; a job script has none of them.
  private static let names: [(rank: String, count: String, isMPICH: Bool)] = [
    ("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", false), ("PMI_RANK", "PMI_SIZE", true),
    ("PMIX_RANK", "SLURM_STEP_NUM_TASKS", false), ("SLURM_PROCID", "SLURM_STEP_NUM_TASKS", false),
  ]

  /// Nil for a process that no launcher started.
  package init?(_ environment: [String: String]) {
    for names in Self.names {
      guard let rank = environment[names.rank].flatMap({ Int($0) }),
        let count = environment[names.count].flatMap({ Int($0) }), count > 1, (0..<count).contains(rank)
      else { continue }
      self.rank = rank
      self.count = count
      isMPICH = names.isMPICH
      return
    }
    return nil
  }

  /// The environment for a child process that must not take part in this launch.
  package static func removed(from environment: [String: String]) -> [String: String] {
    environment.filter { entry in !names.contains { $0.rank == entry.key } }
  }
}
