/// Type-checks every cell of a notebook without running one.
package struct NotebookChecker: Sendable {
  private let notebook: Notebook
  private let compiler: CellCompiler
  private let tools = ToolGroup()

  package init(notebook: Notebook, dependencies: NotebookDependencies, installation: Installation) {
    self.notebook = notebook
    compiler = installation.compiler(of: notebook, dependencies: dependencies)
  }

  /// The compiler's diagnostics, in the notebook's lines. If a cell uses declarations of a faulty cell, that cell is
  /// named instead.
  ///
  /// - Throws: The file system's errors; `CancellationError` after ``cancel()``.
  package func problems() throws -> [String] { try findings().problems }

  /// The errors, and the warnings of cells that show theirs, in the notebook's lines.
  ///
  /// - Throws: As ``problems()``.
  package func findings() throws -> (problems: [String], warnings: [String]) { try tools.run(find) }

  /// Stops ``problems()``.
  package func cancel() { tools.end() }

  private func find() throws -> (problems: [String], warnings: [String]) {
    try compiler.prepare()
    defer { compiler.finish() }
    var check = NotebookCheck(compiler: compiler)
    try check.update(to: RunStep.steps(of: notebook, parameters: notebook.frontMatter.parameters))
    return (check.steps.compactMap(\.problem), check.steps.compactMap(\.warnings))
  }
}
