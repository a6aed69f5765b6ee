/// The type check of a notebook's steps, which is updated after each edit.
///
/// A step is checked again if its code has changed, or if an earlier one now declares something else. A step that only moved
/// keeps its result on other lines.
///
/// ```swift
/// var check = NotebookCheck(compiler: compiler)
/// try check.update(to: RunStep.steps(of: notebook, parameters: notebook.frontMatter.parameters))
/// let problems = check.steps.flatMap(\.diagnostics)
/// ```
package struct NotebookCheck: Sendable {
  /// The known facts before a step.
  private struct State: Sendable {
    var scope: CompiledScope
    var unset = UnsetNames()
  }

  private let compiler: CellCompiler
  package private(set) var steps: [CheckedStep] = []
  /// The states before some steps, by position. A state between two of them is derived from the previous one.
  private var states: [Int: State]
  /// Steps between two states that are kept: a state grows with the notebook.
  private static let stride = 32

  /// A check of no steps. The compiler must be prepared.
  package init(compiler: CellCompiler) {
    self.compiler = compiler
    states = [0: State(scope: CompiledScope(imports: compiler.dependencies.imports))]
  }

  // MARK: - Updating

  /// Checks the changes since the last update; nothing is changed if it throws.
  ///
  /// - Throws: The file system's errors; `CancellationError` if the tools of the current group were ended.
  package mutating func update(to next: [RunStep]) throws {
    var kept: [CheckedStep] = []
    for (old, step) in zip(steps, next) {
      guard let moved = old.moved(to: step) else { break }
      kept.append(moved)
    }
    // States name lines in what they say of cells that do not compile.
    let still = zip(steps, kept).prefix { $0.step.line == $1.step.line }.count
    var updated = self
    updated.states = states.filter { $0.key <= still }
    updated.steps = kept
    if kept.count < next.count { try updated.check(next, old: steps) }
    self = updated
  }

  private mutating func check(_ next: [RunStep], old: [CheckedStep]) throws {
    var state = try state(before: steps.count)
    states[steps.count] = state
    let first = steps.count
    var parser = StepParser(Array(next[first...]), compiler: compiler)
    // True while the steps before have the same effect as in the last check.
    var isUnchanged = true
    for position in first..<next.count {
      if isUnchanged, position > first, let rest = Self.moved(old, to: next, from: position) {
        steps += rest
        return
      }
      if position % Self.stride == 0 { states[position] = state }
      if ToolGroup.current?.isEnded == true { throw CancellationError() }
      let known = position < old.count ? old[position] : nil
      var step = isUnchanged ? known?.moved(to: next[position]) : nil
      if step == nil {
        let checked = try check(next[position], parser.items(at: position - first), in: state)
        isUnchanged = isUnchanged && known?.hasEffect(of: checked) == true
        step = checked
      }
      guard let step else { continue }
      try Self.apply(step, to: &state, compiler)
      steps.append(step)
    }
  }

  /// The old steps from a position on for the new ones; nil if one of these needs a check.
  private static func moved(_ old: [CheckedStep], to next: [RunStep], from position: Int) -> [CheckedStep]? {
    guard old.count == next.count else { return nil }
    var result: [CheckedStep] = []
    for (old, step) in zip(old[position...], next[position...]) {
      guard let moved = old.moved(to: step) else { return nil }
      result.append(moved)
    }
    return result
  }

  private func state(before position: Int) throws -> State {
    let start = states.keys.filter { $0 <= position }.max() ?? 0
    var state = states[start] ?? State(scope: CompiledScope(imports: compiler.dependencies.imports))
    for step in steps[start..<position] { try Self.apply(step, to: &state, compiler) }
    return state
  }

  private static func apply(_ step: CheckedStep, to state: inout State, _ compiler: CellCompiler) throws {
    if case .compiled(let addition, _) = step.outcome {
      try state.scope.add(addition, compiler: compiler)
    } else if let cell = step.step.cell, step.outcome.leavesNames {
      state.unset.noteSkipped(CellReferences(text: cell.source, items: step.items), stop: cell.line)
    }
  }

  // MARK: - One step

  private func check(_ step: RunStep, _ items: [TopLevelItem], in state: State) throws -> CheckedStep {
    if let (name, line) = state.unset.firstUse(in: CellReferences(text: step.source, items: items)) {
      return CheckedStep(
        step, items, fileName: compiler.fileName, outcome: .unchecked(name: name, line: line), source: nil)
    }
    var next: StepSource? = state.scope.source(of: step, items: items, fileName: compiler.fileName)
    var last = next
    var diagnostics = ""
    while let source = next {
      last = source
      let result = try compiler.check(
        module: step.module, source: source.source, imports: source.imports, options: source.options)
      if let interface = result.interface {
        next = try state.scope.source(
          of: step, insteadOf: source, warnings: result.diagnostics, result.occurrences, compiler: compiler)
        if next != nil { continue }
        let expectsError = step.cell?.options.expect == .compileError
        let warnings = try state.scope.explanation(of: result.diagnostics, source: source, compiler: compiler)
        let outcome: CheckedStep.Outcome =
          expectsError ? .unexpected : .compiled(.module(interface, result.occurrences, source), warnings: warnings)
        return CheckedStep(
          step, items, fileName: compiler.fileName, outcome: outcome, source: source,
          occurrences: result.occurrences ?? [])
      }
      next = try state.scope.source(of: step, after: source, diagnostics: result.diagnostics, compiler: compiler)
      if next == nil {
        diagnostics = try state.scope.explanation(of: result.diagnostics, source: source, compiler: compiler)
      }
    }
    let isExpected = step.cell?.options.expect == .compileError
    return CheckedStep(
      step, items, fileName: compiler.fileName,
      outcome: isExpected ? .expectedFailure(diagnostics) : .failed(diagnostics), source: last)
  }

  // MARK: - For editors

  /// A module's source as an editor has it: imports of everything visible to the code, and the code as written.
  package struct EditorSource: Hashable, Sendable {
    package var module: String
    /// The lines that import the declarations of earlier steps.
    package var prologue: [String]
    /// The compiler's arguments in the driver's form.
    package var arguments: [String]
  }

  /// The surroundings of code that is before the step at a position, or of that step.
  ///
  /// - Parameter module: The module that the code becomes.
  /// - Throws: The file system's errors.
  package func editorSource(at position: Int, module: String, cell: Cell? = nil) throws -> EditorSource {
    let place = min(position, steps.count)
    let scope = try state(before: place).scope
    // While a name is typed, the module may have another one than when the cell was checked.
    let isKnown =
      place < steps.count
      && (steps[place].step.module == module || cell != nil && steps[place].step.cell?.index == cell?.index)
    let known = isKnown ? steps[place].items : []
    return try scope.editorSource(
      module: module, declaring: known, languageMode: cell?.options.languageMode ?? .swift5, compiler: compiler)
  }
}

extension CompiledScope {
  /// A source that sees all visible names, for an editor.
  ///
  /// - Parameter items: The top-level items of the code, if they are known.
  /// - Throws: The file system's errors.
  func editorSource(
    module: String, declaring items: [TopLevelItem] = [], languageMode: LanguageMode = .swift5, compiler: CellCompiler
  ) throws -> NotebookCheck.EditorSource {
    let view = names.wholeView(declaring: items)
    var options = CompilationOptions(seesSwift6: view.holdsSwift6)
    options.languageMode = languageMode
    return try NotebookCheck.EditorSource(
      module: module, prologue: view.prologue, arguments: compiler.editorArguments(module: module, everything, options))
  }
}
