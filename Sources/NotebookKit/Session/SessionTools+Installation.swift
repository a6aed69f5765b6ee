import Display
import Foundation
import KernelProtocol

extension SessionTools {
  /// The compiler and the kernel of this machine, for one notebook.
  package init(
    of installation: Installation, notebook: Notebook, dependencies: NotebookDependencies = NotebookDependencies()
  ) {
    let compiler = installation.compiler(of: notebook, dependencies: dependencies)
    let environment = Self.kernelEnvironment(installation, compiler, seed: notebook.frontMatter.seed)
    let symbolizer = installation.toolchain.symbolizer
    self.init(
      compiler: compiler,
      startKernel: {
        Orphans.adopt()
        return try KernelProcess(
          program: installation.library.kernel, folder: notebook.file.deletingLastPathComponent(),
          environment: environment, mark: RunMark())
      },
      symbolize: { arguments in
        (try? ToolProcess.run(symbolizer, arguments)).map { String(decoding: $0.output, as: UTF8.self) }
      })
  }

  /// The installation's own environment, and variables that make a run repeatable.
  private static func kernelEnvironment(
    _ installation: Installation, _ compiler: CellCompiler, seed: Int?
  ) -> [String: String] {
    var environment = installation.environment
    environment["SWIFT_DETERMINISTIC_HASHING"] = "1"
    // The runtime leaves out its own trace when its backtracer is on; the kernel's handlers then replace it.
    environment["SWIFT_BACKTRACE"] = "enable=yes,color=no"
    environment["ETUDE_SEED"] = seed.map { String($0) }
    environment["OPENBLAS_NUM_THREADS"] = "1"
    let libraries = compiler.dependencies.libraries.map(\.path)
    environment[NotebookDependencies.environmentVariable] =
      libraries.isEmpty ? nil : libraries.joined(separator: "\n")
    // Read by `doc` in cells.
    environment["ETUDE_DOCUMENTATION"] = LibraryDocumentation(of: installation).file.path
    return environment
  }
}
