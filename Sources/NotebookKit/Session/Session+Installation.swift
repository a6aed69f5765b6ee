import Foundation

extension Session {
  /// A session with this machine's compiler and kernel.
  ///
  /// - Parameters:
  ///   - parameters: The notebook's parameters, overrides applied.
  ///   - streamFolder: The folder of streams that are longer than the report shows; made when one is.
  package init(
    notebook: Notebook, parameters: [Parameter], options: RunOptions, streamFolder: URL, fronts: [any SessionFront],
    installation: Installation
  ) {
    let records = notebook.cells.map { CellRecord(status: $0.options.eval ? .waiting : .skipped) }
    let version = installation.toolchain.version(keptIn: installation.cache)
    self.init(
      report: Report(
        notebook: notebook, parameters: parameters, records: records,
        stamp: .describing(notebook, compiler: version), isRunning: true),
      options: options, streamFolder: streamFolder, fronts: fronts,
      tools: SessionTools(of: installation, notebook: notebook))
  }
}
