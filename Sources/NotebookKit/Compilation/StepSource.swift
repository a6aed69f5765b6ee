/// The source of the module that a step becomes, and what later steps see of it.
struct StepSource {
  var source: String
  var items: [TopLevelItem]
  /// Whether it is compiled with `-O`.
  var optimize = false
  /// Whether later steps see what it declares.
  var isVisible = false

  /// The module's source for a place in the notebook that sees `scope`.
  ///
  /// - Throws: The file system's errors.
  init(of step: RunStep, in scope: Scope, compiler: some ModuleCompiler) throws {
    let rewriter = CellRewriter(fileName: compiler.fileName)
    switch step.code {
    case .parameters(let parameters):
      source = parameters.map(\.declaration).joined(separator: "\n") + "\n"
      items = parameters.map(\.item)
      isVisible = true
    case .inlineValue(let value):
      source = rewriter.inlineModule(value, prologue: scope.prologue)
      items = []
    case .cell(let cell):
      items = try compiler.items(of: cell.source) ?? []
      source = rewriter.module(source: cell.source, line: cell.line, items: items, prologue: scope.prologue)
      optimize = cell.options.optimize
      // Declarations of a cell that is meant to trap are gone with the copy of the kernel in which it ran.
      isVisible = cell.options.expect != .trap
    }
  }
}
