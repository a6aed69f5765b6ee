import Foundation
import TestSupport

/// Open MPI's program that starts ranks.
enum Launcher {
  static let program = URL(filePath: "/usr/bin/mpirun")
  static let isThere = FileManager.default.isExecutableFile(atPath: program.path)

  /// Runs a notebook on ranks, which wait for one another for so many seconds.
  static func run(_ notebook: ScratchNotebook, ranks: Int, timeout: Int = 60) throws -> ProgramResult {
    let etude = try Program.built("etude").url.path
    return try start(["-n", "\(ranks)", etude, "run", "note.md", "--to", "ipynb"], notebook, timeout: timeout)
  }

  /// Starts with your own arguments.
  static func start(_ arguments: [String], _ notebook: ScratchNotebook, timeout: Int = 60) throws -> ProgramResult {
    var program = Program(Self.program, ["--oversubscribe"] + arguments, in: notebook.folder)
    // As root in a container.
    for name in ["OMPI_ALLOW_RUN_AS_ROOT", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] { program.environment[name] = "1" }
    program.environment["ETUDE_THREADS"] = "1"
    program.environment["ETUDE_RANK_TIMEOUT"] = "\(timeout)"
    return try program.run()
  }
}
