/// The source of the module that a step becomes, and what later steps see of it.
struct StepSource: Sendable {
  var items: [TopLevelItem]
  var options: CompilationOptions
  /// True if later steps see what it declares.
  let isVisible: Bool
  /// Part of the scope that it sees.
  let view: ScopeView

  private let code: RunStep.Code
  private let rewriter: CellRewriter

  /// The source of a step that sees `view`.
  ///
  /// - Parameter items: The top-level items of the step's cell.
  init(of step: RunStep, items: [TopLevelItem], in view: ScopeView, fileName: String) {
    self.view = view
    code = step.code
    rewriter = CellRewriter(fileName: fileName)
    options = CompilationOptions(seesSwift6: view.holdsSwift6)
    switch code {
    case .parameters(let parameters):
      self.items = parameters.map(\.item)
      isVisible = true
    case .inlineValue:
      self.items = []
      isVisible = false
    case .cell(let cell):
      self.items = items
      options.optimize = cell.options.optimize
      options.languageMode = cell.options.languageMode ?? .swift5
      // Declarations of a cell that is meant to trap are gone with the copy of the kernel in which it ran.
      isVisible = cell.options.expect != .trap
    }
  }

  /// The module's source.
  var source: String {
    switch code {
    case .parameters(let parameters): parameters.map(\.declaration).joined(separator: "\n") + "\n"
    case .inlineValue(let value): rewriter.inlineModule(value, prologue: view.prologue)
    case .cell(let cell):
      rewriter.module(source: cell.source, line: cell.line, items: items, prologue: view.prologue)
    }
  }

  /// The cell as written and its first line in the notebook; nil for parameters and inline values.
  var writtenCell: (source: String, line: Int)? {
    guard case .cell(let cell) = code else { return nil }
    return (cell.source, cell.line)
  }

  /// The source of the module's interface without some of its declarations.
  func reduced(hiding hidden: Set<String>, _ method: ReducedSource.Method) -> String {
    guard case .cell(let cell) = code else { return source }
    let reduced = ReducedSource(cell.source, items: items, hiding: hidden, method)
    return rewriter.module(source: reduced.source, line: cell.line, items: reduced.items, prologue: view.prologue)
  }

  /// Symbols that the compiler found in a cell; nil for other steps.
  func references(_ occurrences: [SymbolOccurrence]) -> CellReferences? {
    guard case .cell(let cell) = code else { return nil }
    return CellReferences(occurrences, in: cell.source, line: cell.line, items: items)
  }

  /// The source whose items say what the compiler made of their names.
  func resolved(by references: CellReferences, module: String) -> StepSource {
    var result = self
    result.items = zip(items, references.items).map { $0.resolved(by: $1, module: module) }
    return result
  }
}

extension RunStep {
  /// The words by which it is found out what the step uses of earlier ones.
  var words: CellWords {
    switch code {
    case .parameters: CellWords("")
    case .cell(let cell): CellWords(cell.source)
    case .inlineValue(let value): CellWords(value.expression)
    }
  }
}
