import Foundation

extension SweepRunner {
  /// A runner of points with this machine's compiler and kernels.
  package convenience init(
    _ plan: Plan, installation: Installation, observe: @escaping @Sendable (Event) -> Void = { _ in }
  ) {
    self.init(
      plan,
      runPoint: { plan, point, runner in
        let parameters = point.parameters(plan.notebook.frontMatter.parameters)
        let writer = ReportWriter(notebook: plan.notebook, folder: plan.folder.folder(of: point))
        let keeper = ReportKeeper()
        let session = Session(
          notebook: plan.notebook, parameters: parameters, options: plan.options, streamFolder: writer.streamFolder,
          fronts: [writer, keeper], installation: installation, dependencies: plan.dependencies)
        try writer.prepare()
        let summary = try await runner.watching(session) {
          try await session.complete(.allSteps(of: plan.notebook, parameters: parameters))
        }
        return (summary, keeper.report)
      }, observe: observe)
  }

  /// Runs the notebook of a sweep's report, which shows the table and plots it.
  ///
  /// - Returns: The report.
  /// - Throws: ``ExecutionError``, the errors of ``Session/complete(_:)``.
  package func writeReport(of table: SweepTable, in folder: SweepFolder, installation: Installation) async throws -> URL
  {
    try folder.writeReport(of: table)
    let notebook = try NotebookParser.read(folder.notebookOfReport)
    let writer = ReportWriter(notebook: notebook, folder: folder.folder)
    var options = RunOptions()
    options.keepsGoing = true
    let session = Session(
      notebook: notebook, parameters: [], options: options, streamFolder: writer.streamFolder, fronts: [writer],
      installation: installation)
    try writer.prepare()
    _ = try await watching(session) { try await session.complete(.allSteps(of: notebook, parameters: [])) }
    return writer.page
  }
}
