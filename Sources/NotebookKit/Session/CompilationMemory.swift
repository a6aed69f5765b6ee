import Display
import Files
import Synchronization

/// Steps that a session has compiled, by the input of their compilation.
///
/// A step with the code and imports of an earlier one reuses its module, and no compiler runs. Any other step gets a
/// module name that this session has not used, because a kernel can load a name only once. A step's position in the
/// notebook is not part of it, so moving a cell compiles nothing.
final class CompilationMemory: Sendable {
  /// All that a step's compilation depends on at first.
  struct Key: Hashable {
    fileprivate var code: [String]
    fileprivate var options: CompilationOptions
    fileprivate var prologue: [String]
    fileprivate var imports: [ModuleInterface]
    /// The number of steps above it in the notebook that are otherwise equal.
    fileprivate var repetition = 0
  }

  /// A compiled step as it was at that time.
  struct Entry {
    var step: RunStep
    var compilation: StepCompilation
    var addition: CompiledScope.Addition?
    /// All that could be imported, if the step saw it because it did not compile otherwise.
    var everything: [ModuleInterface]?
    /// For each name that an earlier cell failed to declare, that cell's number, for the diagnostics.
    var missing: [String: Int] = [:]
  }

  private struct State {
    var entries: [Key: Entry] = [:]
    var items: [String: [TopLevelItem]] = [:]
    var modules: Set<String> = []
    /// By module, the ``RunStep/codeHash`` of its step.
    var codeHashes: [String: ContentHash] = [:]
    var units = 0
  }
  private let state = Mutex(State())

  /// Numbers of modules whose plain name is taken start here, far above the number of any cell.
  private static let firstNumber = 10_000

  /// A key that no step of `used` has, which takes it in.
  static func key(of step: RunStep, _ source: StepSource, imports: [ModuleInterface], used: inout Set<Key>) -> Key {
    // Code that can tell its line is other code on another line.
    let line = source.keepsLine ? "\(source.line)" : ""
    var key = Key(
      code: step.code.parts + [line], options: source.options, prologue: source.view.prologue, imports: imports)
    while !used.insert(key).inserted { key.repetition += 1 }
    return key
  }

  /// The step that was compiled from the same source in the same scope; nil if there is none.
  func entry(for key: Key, of step: RunStep, in scope: CompiledScope) -> Entry? {
    guard let entry = state.withLock({ $0.entries[key] }) else { return nil }
    if let everything = entry.everything, everything != scope.everything { return nil }
    // A dependence on lines may show only in its symbols.
    if case .compiled(let module, _) = entry.compilation, module.keepsLine, module.line != step.line { return nil }
    // Diagnostics hold lines and the numbers of cells.
    if case .rejected = entry.compilation, entry.step.code != step.code || entry.missing != scope.missing { return nil }
    return entry
  }

  func store(_ entry: Entry, for key: Key) { state.withLock { $0.entries[key] = entry } }

  /// The step with a unit and a module name that this session has not used.
  func named(_ step: RunStep) -> RunStep {
    state.withLock { state in
      var result = step
      result.unit = state.units
      state.units += 1
      if !state.modules.insert(step.module).inserted {
        let stem = step.module.prefix { $0 != "_" }
        result.module = "\(stem)_\(Self.firstNumber + result.unit)"
        state.modules.insert(result.module)
      }
      return result
    }
  }

  /// The entry of a step that was compiled just now, with the hash of its code.
  ///
  /// Names of modules are numbers that a session gives, so the hashes of the modules are used instead.
  func hashed(_ entry: Entry, _ key: Key) -> Entry {
    state.withLock { state in
      func hash(of module: String) -> String {
        let prefix = CompiledScope.operatorsPrefix
        if module.hasPrefix(prefix) { return prefix + hash(of: String(module.dropFirst(prefix.count))) }
        return state.codeHashes[module]?.hexadecimal ?? module
      }
      let prologue = key.prologue.map { line in
        line.split(separator: " ", omittingEmptySubsequences: false)
          .map { word in hash(of: String(word.prefix { $0 != "." })) + word.drop { $0 != "." } }.joined(separator: " ")
      }
      var place: [String] = []
      if case .compiled(let module, _) = entry.compilation, module.keepsLine { place = ["line \(module.line)"] }
      let seen = (key.imports + (entry.everything ?? [])).map { hash(of: $0.module) }
      var entry = entry
      entry.step.codeHash = ContentHash(
        parts: ["\(key.code.count)"] + key.code + key.options.arguments + ["\(key.repetition)"] + place + prologue
          + seen)
      state.codeHashes[entry.step.module] = entry.step.codeHash
      return entry
    }
  }

  /// The top-level items of a cell, if it was parsed before.
  func items(of source: String) -> [TopLevelItem]? { state.withLock { $0.items[source] } }

  func note(_ items: [TopLevelItem], of source: String) { state.withLock { $0.items[source] = items } }
}

extension FigureSettings {
  /// The texts of settings that are not those of every figure.
  fileprivate var parts: [String] {
    self == FigureSettings()
      ? [] : ["figures", width.map { "\($0)" } ?? "", height.map { "\($0)" } ?? "", format.rawValue]
  }
}

extension RunStep.Code {
  /// The texts that distinguish it from other code wherever it is.
  fileprivate var parts: [String] {
    switch self {
    case .parameters(let parameters): ["parameters"] + parameters.map(\.declaration)
    case .cell(let cell): ["cell", cell.source, cell.options.expect?.rawValue ?? ""] + cell.options.figures.parts
    case .inlineValue(let value): ["inline value", value.expression]
    }
  }
}
