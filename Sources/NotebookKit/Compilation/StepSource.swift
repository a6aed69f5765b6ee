/// The source of a step's module, and its visible declarations.
struct StepSource: Sendable {
  var items: [TopLevelItem]
  var options: CompilationOptions
  /// True if later steps see its declarations.
  let isVisible: Bool
  /// Part of the scope that it sees.
  let view: ScopeView
  /// The interfaces that it imports.
  let imports: [ModuleInterface]
  /// True if these lack the declarations that the step replaces.
  var isWithoutReplaced = false
  /// True if the code can tell its line, and so is on the notebook's.
  var keepsLine: Bool
  /// True if calls of its declarations may depend on their line.
  let tellsCallersLines: Bool

  private var lineInNotebook: Int
  private var code: RunStep.Code
  private let rewriter: CellRewriter

  private static let handle = "typealias \(Scope.handle) = Never"

  /// The source of a step that sees `view`.
  ///
  /// - Parameters:
  ///   - items: The top-level items of the step's cell.
  ///   - imports: The interfaces of the modules in `view`.
  ///   - keepsLine: True if a visible declaration may depend on the line of a call.
  init(
    of step: RunStep, _ words: CellWords, items: [TopLevelItem], in view: ScopeView, imports: [ModuleInterface],
    keepsLine: Bool, fileName: String
  ) {
    self.view = view
    self.imports = imports
    self.keepsLine = keepsLine || words.tellsItsLine
    tellsCallersLines = words.tellsCallersLines
    lineInNotebook = step.line
    code = step.code
    rewriter = CellRewriter(fileName: fileName)
    options = CompilationOptions(seesSwift6: view.holdsSwift6)
    switch code {
    case .parameters(let parameters):
      self.items = parameters.items
      isVisible = true
    case .inlineValue:
      self.items = []
      isVisible = false
    case .cell(let cell):
      self.items = items
      options.ignoresAccess = view.inheritsFromDerivedClass
      options.optimize = cell.options.optimize
      options.languageMode = cell.options.languageMode ?? .swift5
      // Declarations of a cell that is meant to trap are lost with its copy of the kernel.
      isVisible = cell.options.expect != .trap
    }
  }

  /// The first line of code that cannot tell its own: wherever the notebook has it, its module is the same.
  ///
  /// It is the line below a fence on a file's first line.
  static let commonLine = 2

  /// The line on which the code begins in the module's source, and so in diagnostics, symbols and traces.
  var line: Int { keepsLine ? lineInNotebook : Self.commonLine }

  /// The notebook's line of a line for the compiler.
  func notebookLine(_ line: Int) -> Int {
    guard case .parameters(let parameters) = code else { return line + lineInNotebook - self.line }
    let position = line - self.line
    return parameters.indices.contains(position) ? parameters[position].line : lineInNotebook
  }

  /// The notebook's column of a column for the compiler, which sees an inline value without the sentence around it.
  func notebookColumn(_ column: Int, onLine line: Int) -> Int {
    guard case .inlineValue(let value) = code, line == self.line else { return column }
    return column + value.column - 1
  }

  /// The source of the same code at another position in the notebook.
  func moved(to step: RunStep) -> StepSource {
    var result = self
    (result.lineInNotebook, result.code) = (step.line, step.code)
    return result
  }

  /// The module's source.
  var source: String {
    switch code {
    case .parameters(let parameters): rewriter.module(parameters, line: line, handle: Self.handle)
    case .inlineValue(let value): rewriter.inlineModule(value.expression, line: line, prologue: view.prologue)
    case .cell(let cell): module(of: cell.source, items: items)
    }
  }

  /// The number of the cell as readers count; nil for parameters and inline values.
  var cellNumber: Int? {
    guard case .cell(let cell) = code else { return nil }
    return cell.index + 1
  }

  /// The cell as written; nil for parameters and inline values.
  var writtenCell: String? {
    guard case .cell(let cell) = code else { return nil }
    return cell.source
  }

  /// The source of the module's interface without some of its declarations.
  ///
  /// - Parameter operators: The module that keeps the operators which the cell's functions need, if any were taken out.
  func reduced(hiding hidden: Set<String>, _ method: ReducedSource.Method, operators: String?) -> String {
    guard case .cell(let cell) = code else { return source }
    let reduced = ReducedSource(cell.source, items: items, hiding: hidden, method)
    let imports = operators.map { ["@testable internal import \($0)"] } ?? []
    return module(of: reduced.source, items: reduced.items, imports: imports)
  }

  /// The source of a module with the cell's operators and precedence groups; nil if none of them is hidden.
  func operators(hiding hidden: Set<String>) -> String? {
    guard case .cell = code else { return nil }
    return ReducedSource.operators(of: items, hiding: hidden).map { module(of: $0, items: []) }
  }

  private func module(of source: String, items: [TopLevelItem], imports: [String] = []) -> String {
    rewriter.module(
      source: source, line: line, items: items, prologue: imports + view.prologue + [Self.handle],
      definers: view.definers, foreignTypes: view.extendedTypes)
  }

  /// Symbols that the compiler found in a cell; nil for other steps.
  func references(_ occurrences: [SymbolOccurrence]) -> CellReferences? {
    guard case .cell(let cell) = code else { return nil }
    return CellReferences(occurrences, in: cell.source, line: line, items: items)
  }

  /// The source whose items contain the compiler's resolution of names.
  func resolved(by references: CellReferences, module: String) -> StepSource {
    var result = self
    result.items = zip(items, references.items).map { $0.resolved(by: $1, module: module) }
    // The parser omits code in `#if` branches.
    let conditional = references.items.last.map { $0.names(declaredIn: module) } ?? []
    if !conditional.isEmpty {
      result.items.append(TopLevelItem(kind: .declaration, range: 0..<0, text: "", names: conditional))
    }
    return result
  }

  /// The keys of the cell's declarations that earlier cells may have declared, too.
  var replacements: Set<String> { Set(items.flatMap(\.replaceable).filter { $0.kind != .variable }.map(\.key)) }

  /// True if the cell declares something that earlier cells may have declared.
  var mayReplace: Bool {
    items.contains { item in
      switch item.introducer {
      case "func", "extension", "macro", "operator", "precedencegroup": true
      default: false
      }
    }
  }
}

extension RunStep {
  /// The code that its writer wrote; empty for parameters.
  var source: String {
    switch code {
    case .parameters: ""
    case .cell(let cell): cell.source
    case .inlineValue(let value): value.expression
    }
  }

  /// The words that show what the step uses from earlier ones.
  var words: CellWords { CellWords(source) }
}
