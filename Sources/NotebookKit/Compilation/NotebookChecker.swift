/// Type-checks every cell of a notebook without running one.
package struct NotebookChecker {
  private let notebook: Notebook
  private let compiler: CellCompiler

  package init(notebook: Notebook, dependencies: NotebookDependencies, installation: Installation) {
    self.notebook = notebook
    compiler = installation.compiler(of: notebook, dependencies: dependencies)
  }

  /// The compiler's diagnostics, in the notebook's lines. A cell that uses what a faulty cell declares is named instead
  /// of being blamed.
  ///
  /// - Throws: The file system's errors.
  package func problems() throws -> [String] {
    try compiler.prepare()
    defer { compiler.removeInterfaces() }
    var scope = CompiledScope()
    var problems: [String] = []
    var unknown = UnsetNames()
    for step in RunStep.steps(of: notebook, parameters: notebook.frontMatter.parameters) {
      if let cell = step.cell, let (name, line) = unknown.firstUse(in: CellReferences(text: cell.source, items: [])) {
        problems.append(
          "\(compiler.fileName):\(cell.line): not checked: it uses `\(name)` of the cell on line \(line), which does not compile\n"
        )
        continue
      }
      let source = try StepSource(of: step, in: scope.names, compiler: compiler)
      let result = try compiler.check(
        module: step.module, source: source.source, options: source.options)
      let expectsError = step.cell?.options.expect == .compileError
      if result.succeeded, expectsError, let cell = step.cell {
        problems.append("\(compiler.fileName):\(cell.line): the cell was expected not to compile, but it does\n")
      } else if result.succeeded {
        let key = compiler.key(
          module: step.module, source: source.source, upstream: scope.upstream, options: source.options)
        try scope.add(step.module, key: key, occurrences: result.occurrences, source, compiler: compiler)
      } else if !expectsError {
        problems.append(result.diagnostics)
        if let cell = step.cell {
          unknown.noteSkipped(CellReferences(text: cell.source, items: source.items), stop: cell.line)
        }
      }
    }
    return problems
  }
}
