/// Type-checks every cell of a notebook without running one.
package struct NotebookChecker: Sendable {
  private let notebook: Notebook
  private let compiler: CellCompiler
  private let tools = ToolGroup()

  package init(notebook: Notebook, dependencies: NotebookDependencies, installation: Installation) {
    self.notebook = notebook
    compiler = installation.compiler(of: notebook, dependencies: dependencies)
  }

  /// The compiler's diagnostics, in the notebook's lines. A cell that uses what a faulty cell declares is named instead
  /// of being blamed.
  ///
  /// - Throws: The file system's errors; `CancellationError` after ``cancel()``.
  package func problems() throws -> [String] { try tools.run(findProblems) }

  /// Stops ``problems()``.
  package func cancel() { tools.end() }

  private func findProblems() throws -> [String] {
    try compiler.prepare()
    defer { compiler.finish() }
    var scope = CompiledScope(imports: compiler.dependencies.imports)
    var problems: [String] = []
    var unknown = UnsetNames()
    let steps = RunStep.steps(of: notebook, parameters: notebook.frontMatter.parameters)
    var parser = StepParser(steps, compiler: compiler)
    for (position, step) in steps.enumerated() {
      let items = try parser.items(at: position)
      if let cell = step.cell, let (name, line) = unknown.firstUse(in: CellReferences(text: cell.source, items: items))
      {
        problems.append(
          "\(compiler.fileName):\(cell.line): not checked: it uses `\(name)` of the cell on line \(line), which does not compile\n"
        )
        unknown.noteSkipped(CellReferences(text: cell.source, items: items), stop: cell.line)
        continue
      }
      let (addition, diagnostics) = try check(step, items, in: scope)
      let expectsError = step.cell?.options.expect == .compileError
      if let addition, !expectsError {
        try scope.add(addition, compiler: compiler)
      } else if addition != nil, let cell = step.cell {
        problems.append("\(compiler.fileName):\(cell.line): the cell was expected not to compile, but it does\n")
      } else if !expectsError {
        problems.append(diagnostics)
        if let cell = step.cell {
          unknown.noteSkipped(CellReferences(text: cell.source, items: items), stop: cell.line)
        }
      }
    }
    return problems
  }

  /// Addition of a step to what later ones see; nil, and why, if it does not compile.
  private func check(
    _ step: RunStep, _ items: [TopLevelItem], in scope: CompiledScope
  ) throws -> (CompiledScope.Addition?, diagnostics: String) {
    var diagnostics = ""
    var next: StepSource? = scope.source(of: step, items: items, fileName: compiler.fileName)
    while let source = next {
      let result = try compiler.check(
        module: step.module, source: source.source, imports: source.imports, options: source.options)
      if let interface = result.interface {
        guard
          let better = try scope.source(
            of: step, insteadOf: source, warnings: result.diagnostics, result.occurrences, compiler: compiler)
        else { return (.module(interface, result.occurrences, source), "") }
        next = better
        continue
      }
      next = try scope.source(of: step, after: source, diagnostics: result.diagnostics, compiler: compiler)
      if next == nil {
        diagnostics = try scope.rejection(result.diagnostics, source: source, compiler: compiler)
      }
    }
    return (nil, diagnostics)
  }
}
