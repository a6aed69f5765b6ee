import Files

/// The modules of a notebook that the next step can see, whether they were compiled to be run or only checked.
struct CompiledScope: Sendable {
  /// Change of what later steps see, made by one step.
  enum Addition: Sendable {
    /// A module that was compiled from a source.
    case module(ModuleInterface, [SymbolOccurrence]?, StepSource)
    /// The items of a cell that does not compile.
    case missing([TopLevelItem], cell: Int)
  }

  /// A visible module, and what its interface was made from.
  private struct Module: Sendable {
    var name: String
    var source: StepSource
    /// The interfaces that it imports.
    var imports: [ModuleInterface]
    /// The keys of its declarations that later modules have replaced.
    var hidden: Set<String> = []
  }

  private(set) var names: Scope
  /// For each visible module the interface that later ones see.
  private var interfaces: [String: ModuleInterface] = [:]
  private var modules: [Module] = []
  /// For each key of a declaration that can be replaced the modules that have it, by position.
  private var declarers: [String: [Int]] = [:]
  /// For each name that a cell failed to declare the cell's number.
  private(set) var missing: [String: Int] = [:]

  /// A scope before the first step.
  ///
  /// - Parameter imports: Lines that every cell begins with, as for the notebook's packages.
  init(imports: [String] = []) { names = Scope(imports: imports) }

  /// The source of a step that sees what the step's words name.
  func source(of step: RunStep, items: [TopLevelItem], fileName: String) -> StepSource {
    StepSource(of: step, items: items, in: names.view(of: step.words), fileName: fileName)
  }

  /// The source to try after one that does not compile: it sees everything, for what a step uses without a word that
  /// says so, and so that the compiler can suggest any name. Nil if the one before saw everything.
  func source(of step: RunStep, after rejected: StepSource, fileName: String) -> StepSource? {
    if rejected.view.isWhole { return nil }
    return StepSource(of: step, items: rejected.items, in: names.wholeView, fileName: fileName)
  }

  /// The interfaces that a step's source imports.
  func imports(of source: StepSource) -> [ModuleInterface] { source.view.modules.compactMap { interfaces[$0] } }

  /// Takes in what a step added. Later steps see its module, and no longer see what that replaces.
  ///
  /// - Throws: The file system's errors.
  mutating func add(_ addition: Addition, compiler: some ModuleCompiler) throws {
    switch addition {
    case .module(let interface, let occurrences, let source):
      guard source.isVisible else { return }
      try add(interface, occurrences: occurrences, source, compiler: compiler)
    case .missing(let items, let cell):
      for name in items.flatMap(\.names) { missing[name.name] = cell }
    }
  }

  private mutating func add(
    _ interface: ModuleInterface, occurrences: [SymbolOccurrence]?, _ source: StepSource, compiler: some ModuleCompiler
  ) throws {
    let references = occurrences.flatMap(source.references)
    let source = references.map { source.resolved(by: $0, module: interface.module) } ?? source
    let imports = imports(of: source)
    interfaces[interface.module] = interface
    let unplaced = references.map { $0.items.dropFirst(source.items.count).flatMap(\.declared).map(\.name) } ?? []
    names.add(
      source.items, module: interface.module, languageMode: source.options.languageMode,
      imported: imports.map(\.module), exposed: references.flatMap { ExposedModules.names(source.items, $0) },
      unplacedNames: Set(unplaced))
    for name in source.items.flatMap(\.names) { missing[name.name] = nil }
    let declared = Set(source.items.flatMap(\.replaceable).map(\.key))
    for index in Set(declared.flatMap { declarers[$0] ?? [] }).sorted() {
      try hide(declared, in: index, compiler: compiler)
    }
    for key in declared { declarers[key, default: []].append(modules.count) }
    modules.append(Module(name: interface.module, source: source, imports: imports))
  }

  /// The compiler's words about a step, with the reader's own lines, and with what to do where that is known.
  ///
  /// - Throws: The file system's errors.
  func explanation(of diagnostics: String, source: StepSource, compiler: some ModuleCompiler) throws -> String {
    var result = CompilerDiagnostics(diagnostics)
    if let cell = source.writtenCell {
      result = result.quoting(cell.source, line: cell.line, file: compiler.fileName)
    }
    return try result.foldingErrors(aboutNamesOf: missing)
      .suggesting { try source.items.flatMap(\.names).map(\.name) + names.visibleNames + compiler.libraryNames() }
      .description
  }

  /// Has the interface of a module made again without the declarations of some keys.
  private mutating func hide(_ keys: Set<String>, in index: Int, compiler: some ModuleCompiler) throws {
    let module = modules[index]
    let declared = module.source.items.flatMap(\.replaceable).map(\.key)
    let hidden = module.hidden.union(keys.intersection(declared))
    guard hidden != module.hidden else { return }
    for method in ReducedSource.Method.allCases {
      let interface = try compiler.interface(
        of: module.name, source: module.source.reduced(hiding: hidden, method), imports: module.imports,
        options: module.source.options)
      guard let interface else { continue }
      interfaces[module.name] = interface
      modules[index].hidden = hidden
      if method == .madePrivate { names.hidePrivateNames(of: module.name) }
      return
    }
  }
}
