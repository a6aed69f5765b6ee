import Foundation

/// The toolchain, the library and the cache with which this machine compiles and runs cells.
package struct Installation: Sendable {
  /// The environment of this process, which kernels inherit.
  package let environment: [String: String]
  package let toolchain: Toolchain
  package let library: CoreLibrary
  package let cache: CellCache

  /// - Throws: ``CompilationError`` if nothing can be compiled here.
  package init(
    environment: [String: String] = ProcessInfo.processInfo.environment, command: URL = CoreLibrary.runningCommand
  ) throws(CompilationError) {
    self.environment = environment
    toolchain = try Toolchain(environment: environment)
    library = try CoreLibrary(command: command)
    cache = try CellCache(environment: environment)
  }

  /// The compiler's name for itself; nil if it has none.
  package var compilerVersion: String? { toolchain.version(keptIn: cache) }

  /// A compiler of one notebook's cells, whose scratch files are in a temporary folder that nothing else uses.
  package func compiler(
    of notebook: Notebook, dependencies: NotebookDependencies = NotebookDependencies()
  ) -> CellCompiler {
    CellCompiler(
      toolchain: toolchain, library: library, cache: cache, fileName: notebook.file.lastPathComponent,
      scratch: TemporaryFolders.newURL(), dependencies: dependencies)
  }
}
