import Files

/// The compiled modules of a session that the next step can see.
struct CompiledScope: Sendable {
  private(set) var names = Scope()
  private var keys: [String: ContentHash] = [:]

  /// The keys of the visible modules, on which the next step's own key depends.
  var upstream: [ContentHash] { names.visibleModules.compactMap { keys[$0] } }

  mutating func add(_ module: CompiledModule, _ source: StepSource) {
    keys[module.name] = module.key
    if source.isVisible { names.add(source.items, module: module.name) }
  }
}
