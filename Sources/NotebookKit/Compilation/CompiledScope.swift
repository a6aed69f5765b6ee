import Files

/// The modules of a notebook that the next step can see, whether they were compiled to be run or only checked.
struct CompiledScope: Sendable {
  /// A visible module, and what its interface was made from.
  private struct Module: Sendable {
    var name: String
    var source: StepSource
    /// The modules that it sees.
    var upstream: [String]
    /// The keys of its declarations that later modules have replaced.
    var hidden: Set<String> = []
  }

  private(set) var names = Scope()
  private var keys: [String: ContentHash] = [:]
  private var modules: [Module] = []
  /// For each name that a cell failed to declare the cell's number.
  private(set) var missing: [String: Int] = [:]

  /// The keys of the visible modules, on which the next step's own key depends.
  var upstream: [ContentHash] { names.visibleModules.compactMap { keys[$0] } }

  /// Notes the names that a cell which does not compile would have declared.
  mutating func miss(_ items: [TopLevelItem], ofCell number: Int) {
    for name in items.flatMap(\.names) { missing[name.name] = number }
  }

  /// Lets later steps see a module, and no longer see what it replaces.
  ///
  /// - Throws: The file system's errors.
  mutating func add(
    _ module: String, key: ContentHash, occurrences: [SymbolOccurrence]?, _ source: StepSource,
    compiler: some ModuleCompiler
  ) throws {
    keys[module] = key
    guard source.isVisible else { return }
    let source = source.resolved(by: occurrences, module: module)
    let upstream = names.visibleModules
    names.add(source.items, module: module, languageMode: source.options.languageMode)
    for name in source.items.flatMap(\.names) { missing[name.name] = nil }
    let replaced = Set(source.items.flatMap(\.replaceable).map(\.key))
    if !replaced.isEmpty {
      for index in modules.indices { try hide(replaced, in: index, compiler: compiler) }
    }
    modules.append(Module(name: module, source: source, upstream: upstream))
  }

  /// Has the interface of a module made again without the declarations of some keys.
  private mutating func hide(_ keys: Set<String>, in index: Int, compiler: some ModuleCompiler) throws {
    let module = modules[index]
    let declared = module.source.items.flatMap(\.replaceable).map(\.key)
    let hidden = module.hidden.union(keys.intersection(declared))
    guard hidden != module.hidden else { return }
    for method in ReducedSource.Method.allCases {
      let key = try compiler.replaceInterface(
        of: module.name, source: module.source.reduced(hiding: hidden, method),
        upstream: module.upstream.compactMap { self.keys[$0] }, options: module.source.options)
      guard let key else { continue }
      self.keys[module.name] = key
      modules[index].hidden = hidden
      if method == .madePrivate { names.hidePrivateNames(of: module.name) }
      return
    }
  }
}
