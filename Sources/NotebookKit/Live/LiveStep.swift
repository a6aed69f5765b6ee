import Display
import Files
import Foundation
import KernelProtocol

/// A step of an edited notebook: its current code, and the knowledge about its last execution.
struct LiveStep: Sendable {
  /// The step under the module name and the unit that it has in this session.
  var step: RunStep
  var compilation: StepCompilation
  var references: CellReferences
  var effects = StepEffects()
  /// Hash of its code and all its inputs.
  var version = ContentHash(parts: [])
  /// The version in terms that hold in other sessions, too.
  var lastingVersion = ContentHash(parts: [])
  /// The outcome of its last execution; of another version, if it was not executed since.
  var outcome: LiveOutcome?

  /// A step of the notebook.
  ///
  /// - Parameters:
  ///   - present: The step at its position.
  ///   - compiled: The step as it was compiled, perhaps on other lines.
  init(_ present: RunStep, compiled: RunStep, _ compilation: StepCompilation) {
    step = present
    step.unit = compiled.unit
    step.module = compiled.module
    step.codeHash = compiled.codeHash
    self.compilation = compilation
    references = compiled.references(compilation)
  }

  /// The top-level items, if it compiles.
  var items: [TopLevelItem] { if case .compiled(_, let items) = compilation { items } else { [] } }

  var compiles: Bool { if case .compiled = compilation { true } else { false } }

  /// The expected duration in seconds: that of its last execution. Nothing is known about the same code if it was
  /// interrupted.
  var secondsToExpect: Double? {
    outcome?.wasInterrupted == true && outcome?.inputs.unit == step.unit ? .infinity : outcome?.seconds
  }

  /// True if later steps see its declarations.
  var isVisible: Bool { step.isVisible && step.cell?.options.expect != .trap }

  /// The effects of its last execution on files, if it ran the current code.
  var fileEffects: StepEffects {
    guard let outcome, outcome.inputs.unit == step.unit else { return StepEffects() }
    return FileStamps.effects(of: outcome.files)
  }

  /// Files that it reads or writes.
  var usedFiles: Set<StepEffects.Variable> { effects.read.union(effects.written).filter(\.isFile) }

  /// True if the outputs are those of the current code and its inputs.
  var isFresh: Bool { outcome?.version == version }

  /// True if its library states conformances of types, which stay in a process that has loaded it.
  var statesConformances: Bool { items.contains { $0.isExtension && $0.hasInheritance } }

  /// True if a kernel can run the module more than once: static variables are initialised only once.
  var isRepeatable: Bool {
    !items.contains { $0.staticVariableCount > 0 }
      && !references.items.contains { item in item.declared.contains { $0.kind.isStaticVariable } }
  }
}

/// The outcome of a step's execution.
struct LiveOutcome: Sendable, Codable {
  /// The version that was executed; nil if it was stopped from outside, and is to be executed again.
  var version: ContentHash?
  /// The version that was executed, in terms that hold in other sessions, too.
  var lastingVersion: ContentHash?
  /// The code that was executed, in such terms.
  var codeHash: ContentHash?
  /// Time of the execution.
  var date = Date()
  /// Time of the execution in an earlier session; nil if it was executed in this one.
  var keptFrom: Date?
  /// The inputs of the execution: its code, and the version of each variable that it needed.
  var inputs = Inputs()
  /// The cell's code.
  var source: String?
  /// The cell's own outputs, later updates by other cells left out.
  var record = CellRecord()
  var inlineResult: InlineResult?
  var hasRun = false
  var hasFailed = false
  /// True if it did not run, since it uses a name without a value.
  var wasRefused = false
  var wasInterrupted = false
  /// The notebook's line on which it stopped, if it failed.
  var stop: Int?
  /// The notebook's line on which it ended the kernel, if it did.
  var endOfKernel: Int?
  var seconds: Double?
  /// True if the page shows all of its output, and no file has the rest.
  var isWhole = true
  /// Files that it used.
  var files = FileUse()
  /// New values that it put where earlier cells show them.
  var updates: [DisplayUpdate] = []
  /// The outputs of the last execution that did not fail; nil if this one did not fail.
  var previousOutputs: [CellOutput]?

  /// Everything that a step's outputs depend on.
  struct Inputs: Sendable, Codable {
    var unit: Int?
    /// By the variable's name, which several may have; the empty name means changes of the process.
    var versions: [String: Set<ContentHash>] = [:]
    /// Files as it found them, folders left out.
    var files: [StepEffects.Variable: FileStamp] = [:]
  }

  /// Receives that a kept outcome is of this step's code.
  mutating func recognizeCode(of step: RunStep) {
    if keptFrom != nil, codeHash != nil, codeHash == step.codeHash { inputs.unit = step.unit }
  }

  /// The outcome as another session may take it in. One that a run could show otherwise although its code and its inputs
  /// are the same is to run again there; how long it took is known all the same.
  var kept: LiveOutcome {
    var result = self
    result.keptFrom = keptFrom ?? date
    result.version = nil
    result.inputs.unit = nil
    result.inputs.versions = [:]
    if !isReproducible { result.lastingVersion = nil }
    // The rest is in a file that is removed with the session.
    if !isWhole { result.record.outputs = [] }
    return result
  }

  /// True if code and known inputs alone determine its output: no limit ended it, no kernel died, and no file of the
  /// cell or of a child process is unknown.
  private var isReproducible: Bool {
    let failures = record.outputs.compactMap { if case .failure(let failure) = $0 { failure.kind } else { nil } }
    return isWhole && endOfKernel == nil && !files.hasUnknown && updates.isEmpty
      && failures.allSatisfy { [.compileError, .thrown, .missingFailure].contains($0) }
  }

  /// The outcome in the lines of an edited notebook.
  func moved(by map: LineMap) -> LiveOutcome {
    var result = self
    result.record.outputs = map.outputs(record.outputs)
    result.stop = stop.map(map.line)
    result.endOfKernel = endOfKernel.map(map.line)
    return result
  }
}

/// A new value for a display of an earlier cell.
struct DisplayUpdate: Equatable, Sendable, Codable {
  var id: String
  var bundle: MIMEBundle
}

extension RunStep {
  /// The text that identifies a step at any position: the code of a cell or value, the names of parameters.
  var text: String {
    switch code {
    case .cell(let cell): "cell " + cell.source
    case .inlineValue(let value): "value " + value.expression
    case .parameters(let parameters): "parameters " + parameters.map(\.name).joined(separator: " ")
    }
  }

  /// The symbols of the step: the resolved ones, or its words.
  func references(_ compilation: StepCompilation) -> CellReferences {
    var occurrences: [SymbolOccurrence]?
    var items: [TopLevelItem] = []
    var line = self.line
    if case .compiled(let module, let compiled) = compilation {
      (occurrences, items, line) = (module.occurrences, compiled, module.line)
    }
    let source: String
    switch code {
    case .parameters(let parameters):
      source = parameters.source
      items = parameters.items
    case .cell(let cell): source = cell.source
    case .inlineValue(let value): source = value.expression
    }
    return occurrences.map { CellReferences($0, in: source, line: line, items: items) }
      ?? CellReferences(text: source, items: items)
  }
}
