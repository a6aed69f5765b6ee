import Files

/// The modules of a notebook that the next step can see, whether they were compiled to be run or only checked.
struct CompiledScope: Sendable {
  /// The prefix of the name of a module with another's operators.
  static let operatorsPrefix = "Operators_"

  /// Change of the visible names by one step.
  enum Addition: Sendable {
    /// A module that was compiled from a source.
    case module(ModuleInterface, [SymbolOccurrence]?, StepSource)
    /// The items of a cell that does not compile.
    case missing([TopLevelItem], cell: Int)
  }

  /// A visible module, and the source of its interface.
  private struct Module: Sendable {
    var name: String
    var source: StepSource
    /// The options that its interface is compiled with.
    var options: CompilationOptions
    /// The keys of its declarations that later modules have replaced.
    var hidden: Set<String> = []
  }

  private(set) var names: Scope
  /// For each visible module the interface that later ones see.
  private var interfaces: [String: ModuleInterface] = [:]
  /// For a module with replaced operators, the module that keeps them, which its interface imports.
  private var operators: [String: ModuleInterface] = [:]
  private var modules: [Module] = []
  /// The positions of visible modules.
  private var positions: [String: Int] = [:]
  /// For each key of a declaration that can be replaced the modules that have it, by position.
  private var declarers: [String: [Int]] = [:]
  /// For each name that a cell failed to declare, the cell's number.
  private(set) var missing: [String: Int] = [:]
  /// Modules with declarations that may depend on the line of a call.
  private var lineTellers: Set<String> = []

  /// A scope before the first step.
  ///
  /// - Parameter imports: Lines that every cell begins with, as for the notebook's packages.
  init(imports: [String] = []) { names = Scope(imports: imports) }

  // MARK: - Sources

  /// The source of a step that sees the names that it mentions.
  func source(of step: RunStep, items: [TopLevelItem], fileName: String) -> StepSource {
    let words = step.words
    return source(of: step, words, items: items, seeing: names.view(of: words, declaring: items), fileName: fileName)
  }

  private func source(
    of step: RunStep, _ words: CellWords, items: [TopLevelItem], seeing view: ScopeView, fileName: String
  ) -> StepSource {
    let imports = view.modules.flatMap { [operators[$0], interfaces[$0]].compactMap { $0 } }
    return StepSource(
      of: step, words, items: items, in: view, imports: imports,
      keepsLine: !lineTellers.isEmpty && view.modules.contains(where: lineTellers.contains), fileName: fileName)
  }

  /// The source to try after one that does not compile; nil if nothing is left to try.
  ///
  /// A step that uses main-actor declarations at the top level is also tried with concurrency checks that treat
  /// top-level code as main-actor code. The next attempt sees everything, for uses that no word shows, and so the
  /// compiler can suggest any name. A step that redeclares earlier names may be ambiguous, and is tried once more
  /// without them.
  ///
  /// - Throws: The file system's errors.
  func source(
    of step: RunStep, after rejected: StepSource, diagnostics: String, compiler: some ModuleCompiler
  ) throws -> StepSource? {
    if !rejected.options.isolatesGlobals, CompilerDiagnostics.tellOfMainActor(diagnostics) {
      var result = rejected
      result.options.seesSwift6 = true
      return result
    }
    if rejected.isWithoutReplaced { return nil }
    if !rejected.view.isWhole {
      return source(
        of: step, step.words, items: rejected.items, seeing: names.wholeView(declaring: rejected.items),
        fileName: compiler.fileName)
    }
    guard rejected.mayReplace else { return nil }
    return try sourceWithoutReplaced(
      of: step, rejected,
      compiler.occurrences(
        module: step.module, source: rejected.source, imports: rejected.imports, options: rejected.options),
      compiler: compiler)
  }

  /// The source to use instead of one that compiles; nil if there is none.
  ///
  /// If the compiler ignores a conformance in it, since the cell of the type or of the protocol has stated it before, that
  /// is one which does not see the earlier one. If its symbols show that it can tell its line, it is the same on its line.
  ///
  /// - Throws: The file system's errors.
  func source(
    of step: RunStep, insteadOf source: StepSource, warnings: String, _ occurrences: [SymbolOccurrence]?,
    compiler: some ModuleCompiler
  ) throws -> StepSource? {
    if !source.isWithoutReplaced, CompilerDiagnostics.tellOfIgnoredConformance(warnings),
      let result = try sourceWithoutReplaced(of: step, source, occurrences, compiler: compiler),
      try compiler.interface(
        of: step.module, source: result.source, imports: result.imports, options: result.options) != nil
    {
      return result
    }
    guard !source.keepsLine, let occurrences, occurrences.mayTellLine else { return nil }
    var result = source
    result.keepsLine = true
    return result
  }

  /// The source that cannot see the declarations that it replaces; nil if it replaces none, or if they cannot be left
  /// out.
  private func sourceWithoutReplaced(
    of step: RunStep, _ source: StepSource, _ occurrences: [SymbolOccurrence]?, compiler: some ModuleCompiler
  ) throws -> StepSource? {
    guard let references = occurrences.flatMap(source.references) else { return nil }
    let resolved = source.resolved(by: references, module: step.module)
    var reduced = self
    try reduced.hide(resolved.replacements, compiler: compiler)
    guard reduced.interfaces != interfaces else { return nil }
    var result = reduced.source(
      of: step, step.words, items: source.items, seeing: names.wholeView(declaring: resolved.items),
      fileName: compiler.fileName)
    result.isWithoutReplaced = true
    return result
  }

  // MARK: - Adding

  /// The interfaces of all visible modules.
  var everything: [ModuleInterface] {
    modules.flatMap { [operators[$0.name], interfaces[$0.name]].compactMap { $0 } }
  }

  /// Receives what a step added. Later steps see its module, and no longer see the replaced declarations.
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
    let unplaced = references.map { $0.items.dropFirst(source.items.count).flatMap(\.declared).map(\.name) } ?? []
    let source = references.map { source.resolved(by: $0, module: interface.module) } ?? source
    interfaces[interface.module] = interface
    let options = try leaveActor(interface.module, source, compiler: compiler)
    names.add(
      source.items, module: interface.module, languageMode: options.isolatesGlobals ? .swift6 : .swift5,
      imported: source.view.modules,
      exposed: references.flatMap { ExposedModules.names(source.items, $0) }, unplacedNames: Set(unplaced))
    for name in source.items.flatMap(\.names) { missing[name.name] = nil }
    let replacements = source.replacements
    try hide(replacements, compiler: compiler)
    for key in replacements { declarers[key, default: []].append(modules.count) }
    positions[interface.module] = modules.count
    if source.tellsCallersLines { lineTellers.insert(interface.module) }
    modules.append(Module(name: interface.module, source: source, options: options))
  }

  /// Generates the interface of a module with main-actor variables in Swift 5 mode, where they belong to no actor;
  /// otherwise functions of a Swift 5 cell could not read them.
  ///
  /// - Returns: The options of the interface that later steps see.
  private mutating func leaveActor(
    _ module: String, _ source: StepSource, compiler: some ModuleCompiler
  ) throws -> CompilationOptions {
    var options = source.options
    guard options.isolatesGlobals else { return options }
    (options.languageMode, options.seesSwift6) = (.swift5, false)
    guard
      let interface = try compiler.interface(
        of: module, source: source.source, imports: source.imports, options: options)
    else { return source.options }
    interfaces[module] = interface
    return options
  }

  /// The compiler's diagnostics about a step, at the lines of its source, with the user's own code, and with advice if
  /// available.
  ///
  /// - Throws: The file system's errors.
  func explanation(of diagnostics: String, source: StepSource, compiler: some ModuleCompiler) throws -> String {
    var result = CompilerDiagnostics(diagnostics)
    if let cell = source.writtenCell {
      result = result.quoting(cell, line: source.line, file: compiler.fileName)
    }
    return try result.telling(cellOf: { positions[$0].flatMap { modules[$0].source.cellNumber } })
      .foldingErrors(aboutNamesOf: missing)
      .suggesting(
        from: { source.items.flatMap(\.names).map(\.name) + names.visibleNames }, hints: { try compiler.libraryHints() }
      )
      .description
  }

  /// The compiler's diagnostics about a step that does not compile, at the notebook's lines, with advice if available.
  ///
  /// - Throws: The file system's errors.
  func rejection(_ diagnostics: String, source: StepSource, compiler: some ModuleCompiler) throws -> String {
    try CompilerDiagnostics(explanation(of: diagnostics, source: source, compiler: compiler))
      .moved(in: compiler.fileName, to: source.notebookLine, column: source.notebookColumn).description
  }

  // MARK: - Replacing

  /// Generates the interfaces of earlier modules again without the declarations that a later one replaces.
  private mutating func hide(_ replaced: Set<String>, compiler: some ModuleCompiler) throws {
    let byKey = replaced.flatMap { declarers[$0] ?? [] }
    let byName = names.modulesThatHideNames.compactMap { positions[$0] }
    for index in Set(byKey + byName).sorted() { try hide(replaced, in: index, compiler: compiler) }
  }

  private mutating func hide(_ replaced: Set<String>, in index: Int, compiler: some ModuleCompiler) throws {
    let module = modules[index]
    let names = names.namesToHide(of: module.name)
    var hidden = module.hidden
    for item in module.source.items {
      let isHiddenByName = item.names.contains { names.contains($0.name) }
      let gone = item.replaceable.filter { isHiddenByName && $0.kind != .member || replaced.contains($0.key) }
      hidden.formUnion(gone.map(\.key))
    }
    guard hidden != module.hidden else { return }
    var imports = module.source.imports
    var kept: ModuleInterface?
    if let source = module.source.operators(hiding: hidden) {
      kept = try compiler.interface(
        of: Self.operatorsPrefix + module.name, source: source, imports: imports, options: module.options)
    }
    if let kept { imports.append(kept) }
    for method in ReducedSource.Method.allCases {
      let interface = try compiler.interface(
        of: module.name, source: module.source.reduced(hiding: hidden, method, operators: kept?.module),
        imports: imports, options: module.options)
      guard let interface else { continue }
      interfaces[module.name] = interface
      operators[module.name] = kept
      modules[index].hidden = hidden
      return
    }
  }
}
