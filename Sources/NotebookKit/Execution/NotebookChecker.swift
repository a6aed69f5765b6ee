import Foundation

/// Type-checks every cell of a notebook without running one.
package struct NotebookChecker {
  private let notebook: Notebook
  private let compiler: CellCompiler

  /// - Throws: ``CompilationError`` if nothing can be compiled here.
  package init(notebook: Notebook) throws(CompilationError) {
    self.notebook = notebook
    compiler = CellCompiler(
      toolchain: try Toolchain(), library: try CoreLibrary(), cache: try CellCache(),
      fileName: notebook.file.lastPathComponent,
      interfaces: FileManager.default.temporaryDirectory.appending(path: "etude-check-\(getpid())-\(UUID().uuidString)")
    )
  }

  /// What is wrong, in the compiler's words and the notebook's lines; a cell that uses what a faulty cell declares is
  /// named instead of being blamed.
  ///
  /// - Throws: The file system's errors.
  package func problems() throws -> [String] {
    try compiler.prepare()
    defer { try? FileManager.default.removeItem(at: compiler.interfaces) }
    var scope = Scope()
    var problems: [String] = []
    var unknown = UnsetNames()
    let rewriter = CellRewriter(fileName: compiler.fileName)
    for (place, step) in RunStep.steps(of: notebook, parameters: notebook.frontMatter.parameters).enumerated() {
      let module = step.moduleName(place: place)
      switch step {
      case .parameters(let parameters):
        _ = try compiler.check(
          module: module, source: parameters.map(\.declaration).joined(separator: "\n") + "\n")
        scope.add(parameters.map(\.item), module: module)
      case .inlineValue(let value, _):
        let result = try compiler.check(
          module: module, source: rewriter.inlineModule(value, prologue: scope.prologue))
        if !result.succeeded { problems.append(result.diagnostics) }
      case .cell(let cell):
        if let (name, line) = unknown.firstUse(in: cell.source) {
          problems.append(
            "\(compiler.fileName):\(cell.line): not checked: it uses `\(name)` of the cell on line \(line), which does not compile\n"
          )
          continue
        }
        let items = try compiler.items(of: cell.source)
        let source = rewriter.module(
          source: cell.source, line: cell.line, items: items ?? [], prologue: scope.prologue)
        let result = try compiler.check(module: module, source: source)
        if result.succeeded, cell.options.expect == .compileError {
          problems.append("\(compiler.fileName):\(cell.line): the cell was expected not to compile, but it does\n")
        } else if result.succeeded {
          if cell.options.expect != .trap { scope.add(items ?? [], module: module) }
        } else if cell.options.expect != .compileError {
          problems.append(result.diagnostics)
          unknown.noteSkipped(items ?? [], stop: cell.line)
        }
      }
    }
    return problems
  }
}
