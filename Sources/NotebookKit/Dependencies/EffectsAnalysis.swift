/// Finds what each step of a notebook reads, writes and may change, from the symbols in its code.
///
/// Steps are passed in the notebook's order. The effects of a function, a type or a closure count for each step
/// that uses it. Variables that may reach the same object share a region: a step that uses one of them may change the
/// values of all. Two regions are merged if a step names variables of both.
///
/// ```swift
/// var analysis = EffectsAnalysis()
/// let effects = steps.map { analysis.effects(of: $0.references, items: $0.items) }
/// let graph = DependencyGraph(effects)
/// ```
package struct EffectsAnalysis {
  private var stored = StoredTypes()
  private var changingGetters = ChangingGetters()
  /// Names of properties with code that reads them, here or in a subclass.
  private var computed: Set<String> = []
  private var declarations: [String: Declaration] = [:]
  private var regions = Regions()
  /// Uses of the bodies of witnesses in extensions: code that names no symbol of theirs may call them.
  private var witnesses = Uses()
  /// The latest symbol of each name, for code that does not compile.
  private var latest: [String: String] = [:]
  private var names: [String: String] = [:]
  /// Static variables of the notebook.
  private var statics: Set<String> = []
  /// Global and static variables of other modules.
  private var foreign: Set<String> = []

  private struct Declaration {
    /// True if its value can be changed by code.
    var isVariable: Bool
    var sharing: Sharing
    /// True if the value is kept, not computed.
    var isStored: Bool
    /// Effects of using it besides reading its value.
    var carried: Uses
  }

  /// Symbols that code names, and the subset that it may write.
  struct Uses {
    var symbols: Set<String> = []
    var written: Set<String> = []

    mutating func formUnion(_ other: Uses) {
      symbols.formUnion(other.symbols)
      written.formUnion(other.written)
    }
  }

  package init() {}

  /// The effects of the next step.
  ///
  /// - Parameters:
  ///   - items: The top-level items of its code; empty for an inline expression.
  ///   - reached: Number of the items that began to run; nil if the step ran to its end.
  ///   - runs: False for a step that does not compile: it needs the names that it mentions and declares nothing.
  package mutating func effects(
    of references: CellReferences, items: [TopLevelItem], reached: Int? = nil, runs: Bool = true
  ) -> StepEffects {
    var effects = StepEffects()
    stored.add(references, items: items)
    changingGetters.add(references, items: items)
    for item in references.items { computed.formUnion(item.computed) }
    for (index, reference) in references.items.enumerated() {
      let item = items.indices.contains(index) ? items[index] : nil
      declare(reference, item, isResolved: references.isResolved)
      guard let item, item.initialization != nil else { continue }
      // Static variables get their values when they are first used, in any kernel.
      for symbol in reference.declared
      where declarations[symbol.id]?.isVariable == true && !symbol.kind.isStaticVariable {
        effects.declared.insert(variable(symbol.id))
      }
    }
    for (index, reference) in references.items.enumerated() {
      let item = items.indices.contains(index) ? items[index] : nil
      if let item, item.kind == .declaration || item.kind == .importing || index >= reached ?? .max { continue }
      execute(reference, item, isResolved: references.isResolved, &effects)
    }
    return runs ? effects : StepEffects(read: effects.read.union(effects.written))
  }

  /// Symbols that an item's own code names and may write.
  private func uses(of reference: CellReferences.Item) -> Uses {
    var written = reference.written
    if changingGetters.areUsed(in: reference) {
      written.formUnion(reference.used.filter(\.kind.isVariable).map(\.id))
    }
    return Uses(symbols: Set(reference.used.map(\.id)).union(written), written: written)
  }

  // MARK: - Declarations

  private mutating func declare(_ reference: CellReferences.Item, _ item: TopLevelItem?, isResolved: Bool) {
    var uses = uses(of: reference)
    for symbol in reference.used + reference.declared { names[symbol.id] = symbol.name }
    foreign.formUnion(
      reference.used.filter { $0.kind.isVariable && declarations[$0.id] == nil && $0.name != "errno" }.map(\.id))
    // Effects of a type's members on its own static variables do not count as uses of the item.
    uses.symbols.formUnion(reference.declared.filter { $0.kind.isStaticVariable }.map(\.id))
    statics.formUnion(reference.declared.filter(\.kind.isStaticVariable).map(\.id))
    if let hidden = hiddenStatics(of: reference, item) {
      // One symbol stands for those of types within functions, which the index lacks.
      statics.insert(hidden)
      declarations[hidden] = Declaration(isVariable: true, sharing: .value, isStored: true, carried: uses)
      uses.symbols.insert(hidden)
    }
    for symbol in reference.declared {
      let (sharing, isOwn) = stored.sharing(of: symbol)
      let isVariable = isResolved ? symbol.kind.isVariable : item?.kind != .declaration
      let carries =
        !isVariable || isOwn || !isResolved || item?.kind == .declaration
        || item?.text.contains { $0 == "{" || $0 == "@" } == true
      declarations[symbol.id] = Declaration(
        isVariable: isVariable, sharing: isVariable ? sharing : .value,
        isStored: item?.initialization != nil || isStored(symbol, declaredBy: reference, item),
        carried: carries ? uses : Uses())
      latest[symbol.name] = symbol.id
    }
    if let item, item.isExtension, item.hasInheritance || reference.used.first?.kind == .protocol {
      witnesses.formUnion(uses)
    }
  }

  /// A symbol for the static variables of an item that are not declared symbols; nil if there are none.
  private func hiddenStatics(of reference: CellReferences.Item, _ item: TopLevelItem?) -> String? {
    guard let item, let first = reference.declared.first else { return nil }
    let known = reference.declared.count { $0.kind.isStaticVariable }
    return item.staticVariableCount > known ? "static variables in \(first.id)" : nil
  }

  /// True for a property of a type that no accessor, wrapper or macro reads.
  private func isStored(
    _ symbol: CellReferences.Symbol, declaredBy reference: CellReferences.Item, _ item: TopLevelItem?
  ) -> Bool {
    symbol.kind == .instanceProperty && item?.kind == .declaration && item?.text.contains("@") == false
      && !reference.declared.contains { $0.kind == .protocol }
  }

  /// True if an item only gives another name to the values of variables and stored properties:
  /// `let same = model.layers`.
  private func isAlias(_ reference: CellReferences.Item, _ item: TopLevelItem?) -> Bool {
    item?.kind == .binding && item?.text.contains { $0 == "(" || $0 == "{" } == false && !reference.used.isEmpty
      && reference.written.isEmpty && !changingGetters.areUsed(in: reference)
      && reference.used.allSatisfy { symbol in
        guard declarations[symbol.id]?.isStored == true else { return false }
        return symbol.kind == .variable || symbol.kind == .instanceProperty && !computed.contains(symbol.name)
      }
  }

  // MARK: - Execution

  private mutating func execute(
    _ reference: CellReferences.Item, _ item: TopLevelItem?, isResolved: Bool, _ effects: inout StepEffects
  ) {
    var direct = uses(of: reference)
    if !isResolved {
      direct.symbols = Set(direct.symbols.map { latest[$0] ?? $0 })
      direct.written = direct.symbols
    }
    let own = Set(reference.declared.map(\.id))
    direct.formUnion(witnesses)
    var touched = reach(direct, from: own)
    let references = touched.symbols.union(own).filter { sharing(of: $0) == .reference }
    if !references.isEmpty {
      // A variable set from references may contain them from now on.
      let made = touched.written.union(own).filter { sharing(of: $0) == .valueUnlessMadeOfReferences }
      for symbol in made { declarations[symbol]?.sharing = .reference }
      regions.join(references.union(made), uses: touched)
      if !isAlias(reference, item) {
        touched.written.formUnion(references.flatMap { regions.members(with: $0) })
      }
    }
    note(touched, apartFrom: own, in: &effects)
  }

  /// Everything that running code may use: the names in it, and what they use.
  private func reach(_ direct: Uses, from own: Set<String>) -> Uses {
    var result = direct
    var open = Array(direct.symbols.union(own))
    var seen = Set(open)
    while let symbol = open.popLast() {
      var more = declarations[symbol]?.carried ?? Uses()
      if let region = regions.uses(of: symbol) {
        more.formUnion(region)
        more.symbols.formUnion(regions.members(with: symbol))
      }
      result.formUnion(more)
      open += more.symbols.filter { seen.insert($0).inserted }
    }
    return result
  }

  private func sharing(of symbol: String) -> Sharing {
    guard let declaration = declarations[symbol], declaration.isVariable else { return .value }
    return declaration.sharing
  }

  private func note(_ touched: Uses, apartFrom own: Set<String>, in effects: inout StepEffects) {
    for symbol in touched.symbols.union(touched.written) {
      if ProcessSymbols.changesProcess(symbol) { effects.changesProcess = true }
      if ProcessSymbols.drawsUnseeded(symbol) { effects.drawsUnseeded = true }
      if let state = ProcessSymbols.randomState(symbol) { effects.written.insert(state) }
      guard let declaration = declarations[symbol] else { continue }
      guard declaration.isVariable, !own.contains(symbol) else { continue }
      if statics.contains(symbol) { noteFirstValue(of: symbol, in: &effects) }
      if touched.written.contains(symbol) {
        effects.written.insert(variable(symbol))
      } else {
        effects.read.insert(variable(symbol))
      }
    }
    // Setting a variable of another module, such as a default, may change the behaviour of all code.
    if touched.written.contains(where: { foreign.contains($0) && declarations[$0] == nil }) {
      effects.changesProcess = true
    }
    effects.read.subtract(effects.written)
  }

  /// Records the possible dependencies of a static variable's first value: everything that its type uses.
  private func noteFirstValue(of symbol: String, in effects: inout StepEffects) {
    let used = reach(Uses(symbols: [symbol]), from: []).symbols
    let variables = used.filter { $0 != symbol && declarations[$0]?.isVariable == true }.map(variable)
    if !variables.isEmpty { effects.firstValues[variable(symbol), default: []].formUnion(variables) }
  }

  private func variable(_ symbol: String) -> StepEffects.Variable {
    StepEffects.Variable(symbol, name: names[symbol])
  }
}
