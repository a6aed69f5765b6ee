/// The source of the module that a step becomes, and what later steps see of it.
struct StepSource {
  var source: String
  var items: [TopLevelItem]
  var options: CompilationOptions
  /// Whether later steps see what it declares.
  var isVisible = false

  /// The cell's code and its first line in the notebook; empty for parameters and inline values.
  private var cell = (source: "", line: 1)
  private let prologue: [String]
  private let rewriter: CellRewriter

  /// The module's source for a place in the notebook that sees `scope`.
  ///
  /// - Throws: The file system's errors.
  init(of step: RunStep, in scope: Scope, compiler: some ModuleCompiler) throws {
    options = CompilationOptions(seesSwift6: scope.holdsSwift6)
    rewriter = CellRewriter(fileName: compiler.fileName)
    prologue = compiler.dependencies.imports + scope.prologue
    switch step.code {
    case .parameters(let parameters):
      source = parameters.map(\.declaration).joined(separator: "\n") + "\n"
      items = parameters.map(\.item)
      isVisible = true
    case .inlineValue(let value):
      source = rewriter.inlineModule(value, prologue: prologue)
      items = []
    case .cell(let cell):
      self.cell = (cell.source, cell.line)
      items = try compiler.items(of: cell.source) ?? []
      source = rewriter.module(source: cell.source, line: cell.line, items: items, prologue: prologue)
      options.optimize = cell.options.optimize
      options.languageMode = cell.options.languageMode ?? .swift5
      // Declarations of a cell that is meant to trap are gone with the copy of the kernel in which it ran.
      isVisible = cell.options.expect != .trap
    }
  }

  /// The source of the module's interface without some of its declarations.
  func reduced(hiding hidden: Set<String>, _ method: ReducedSource.Method) -> String {
    let reduced = ReducedSource(cell.source, items: items, hiding: hidden, method)
    return rewriter.module(source: reduced.source, line: cell.line, items: reduced.items, prologue: prologue)
  }

  /// The source whose items say what the compiler made of their names; unchanged without an index.
  func resolved(by occurrences: [SymbolOccurrence]?, module: String) -> StepSource {
    guard let occurrences, !cell.source.isEmpty else { return self }
    let references = CellReferences(occurrences, in: cell.source, line: cell.line, items: items)
    var result = self
    result.items = zip(items, references.items).map { $0.resolved(by: $1, module: module) }
    return result
  }
}
