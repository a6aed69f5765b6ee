import Foundation

extension Session {
  /// A session with this machine's compiler and kernel.
  ///
  /// - Parameters:
  ///   - parameters: The notebook's parameters, overrides applied.
  ///   - dependencies: The notebook's packages and sources, built.
  ///   - streamFolder: The folder of streams that are longer than the report shows; created when needed.
  ///   - ranks: The folder in which the ranks of a run meet; nil for a run of one process.
  package init(
    notebook: Notebook, parameters: [Parameter], options: RunOptions, streamFolder: URL, fronts: [any SessionFront],
    installation: Installation, dependencies: NotebookDependencies = NotebookDependencies(),
    ranks: RankFolder? = nil
  ) {
    let records = notebook.cells.map { CellRecord(status: $0.options.eval ? .waiting : .skipped) }
    let version = installation.toolchain.version(keptIn: installation.cache)
    var stamp = Stamp.describing(notebook, compiler: version, dependencies: dependencies)
    if let ranks { stamp.entries.append(ranks.stampEntry) }
    var tools = SessionTools(of: installation, notebook: notebook, dependencies: dependencies)
    tools.others = ranks
    self.init(
      report: Report(notebook: notebook, parameters: parameters, records: records, stamp: stamp, isRunning: true),
      options: options, streamFolder: streamFolder, fronts: fronts,
      tools: tools)
  }
}
