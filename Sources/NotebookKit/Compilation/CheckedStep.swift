/// A step after its type check.
package struct CheckedStep: Sendable {
  enum Outcome: Sendable {
    case compiled(CompiledScope.Addition, warnings: String)
    /// It does not compile, with the diagnostics at the lines of its source.
    case failed(String)
    /// It does not compile, as expected.
    case expectedFailure(String)
    /// It compiles, and should not.
    case unexpected
    /// It uses a name that the cell on some line of the notebook would declare, which does not compile.
    case unchecked(name: String, line: Int)

    /// True if the names that the step declares are known and cannot be used.
    var leavesNames: Bool {
      switch self {
      case .failed, .unchecked: true
      case .compiled, .expectedFailure, .unexpected: false
      }
    }
  }

  package let step: RunStep
  let items: [TopLevelItem]
  let outcome: Outcome
  private let fileName: String
  /// The last compiled source; nil if there is none.
  private let source: StepSource?
  /// On the lines of the source.
  private let found: [SymbolOccurrence]

  init(
    _ step: RunStep, _ items: [TopLevelItem], fileName: String, outcome: Outcome, source: StepSource?,
    occurrences: [SymbolOccurrence] = []
  ) {
    self.step = step
    self.items = items
    self.fileName = fileName
    self.outcome = outcome
    self.source = source
    found = occurrences
  }

  /// The symbols in the code, at the notebook's lines; empty if it does not compile.
  package var occurrences: [SymbolOccurrence] {
    guard let source else { return [] }
    return found.map { occurrence in
      var result = occurrence
      result.line = source.notebookLine(occurrence.line)
      return result
    }
  }

  /// True if the step compiles.
  package var isCompiled: Bool { if case .compiled = outcome { true } else { false } }

  /// The diagnostics on the notebook's lines, warnings included.
  package var diagnostics: [CompilerDiagnostic] {
    switch outcome {
    case .compiled(_, let text), .failed(let text):
      guard let source else { return [] }
      return CompilerDiagnostics(text).moved(in: fileName, to: source.notebookLine).diagnostics
    case .expectedFailure: return []
    case .unexpected, .unchecked:
      let place = "\(fileName):\(step.line):1"
      return remark.map { [CompilerDiagnostic(place: place, severity: .error, message: $0)] } ?? []
    }
  }

  /// The errors in the format of `etude check`; nil if there are none.
  package var problem: String? {
    switch outcome {
    case .compiled, .expectedFailure: return nil
    case .failed(let text):
      guard let source else { return text }
      return CompilerDiagnostics(text)
        .moved(in: fileName, to: source.notebookLine, column: source.notebookColumn).description
    case .unexpected, .unchecked: return remark.map { "\(fileName):\(step.line): \($0)\n" }
    }
  }

  /// The warnings as `etude check` prints them; nil if there is none, or if the cell hides its warnings.
  var warnings: String? {
    guard case .compiled(_, let text) = outcome, !text.isEmpty, let source, step.cell?.options.warning ?? false else {
      return nil
    }
    return CompilerDiagnostics(text).moved(in: fileName, to: source.notebookLine).description
  }

  private var remark: String? {
    switch outcome {
    case .unexpected: "the cell was expected not to compile, but it does"
    case .unchecked(let name, let line):
      "not checked: it uses `\(name)` of the cell on line \(line), which does not compile"
    case .compiled, .failed, .expectedFailure: nil
    }
  }

  // MARK: - Reuse

  /// The result for a step with the same code at another position; nil if that needs its own check.
  func moved(to other: RunStep) -> CheckedStep? {
    if step == other { if case .unchecked = outcome { return nil } else { return self } }
    guard let source, step.module == other.module, step.unit == other.unit, step.code.isCode(of: other.code),
      !source.keepsLine || step.line == other.line
    else { return nil }
    var outcome = outcome
    let moved = source.moved(to: other)
    if case .compiled(.module(let interface, let occurrences, _), let warnings) = outcome {
      outcome = .compiled(.module(interface, occurrences, moved), warnings: warnings)
    }
    return CheckedStep(other, items, fileName: fileName, outcome: outcome, source: moved, occurrences: found)
  }

  /// True if later steps see the same after this one as after another.
  func hasEffect(of other: CheckedStep) -> Bool {
    func names(_ step: CheckedStep) -> [[DeclaredName]] { step.items.map(\.names) }
    switch (outcome, other.outcome) {
    case (
      .compiled(.module(let old, let oldSymbols, let oldSource), _),
      .compiled(.module(let new, let newSymbols, let newSource), _)
    ):
      return old == new && names(self) == names(other)
        && items.map(\.contribution) == other.items.map(\.contribution) && oldSource.options == newSource.options
        && oldSource.view.modules == newSource.view.modules && oldSource.isVisible == newSource.isVisible
        && oldSource.tellsCallersLines == newSource.tellsCallersLines
        && Self.declared(oldSymbols) == Self.declared(newSymbols)
    case (.failed, .failed): return names(self) == names(other) && step.line == other.step.line
    case (.expectedFailure, .expectedFailure), (.unexpected, .unexpected): return true
    default: return false
    }
  }

  private static func declared(_ occurrences: [SymbolOccurrence]?) -> [String]? {
    occurrences?.filter(\.isDeclaration).map(\.symbol)
  }
}

extension RunStep.Code {
  /// True if both have the same code, at any position.
  fileprivate func isCode(of other: RunStep.Code) -> Bool {
    switch (self, other) {
    case (.parameters(let old), .parameters(let new)): old.map(\.declaration) == new.map(\.declaration)
    case (.cell(let old), .cell(let new)):
      old.source == new.source && old.options == new.options && old.index == new.index
    case (.inlineValue(let old), .inlineValue(let new)): old.expression == new.expression
    default: false
    }
  }
}
