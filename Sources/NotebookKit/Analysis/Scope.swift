/// The names that a cell can see: what earlier cells import and declare, each name from its latest definer.
///
/// A cell imports only the modules that it may need (``view(of:)``):
///
/// - those that declare a name which occurs among its words, and those with extensions, operators or macros that it may
///   use;
/// - with each of them the modules whose declarations show in its interface, since what a value's type has, a cell uses
///   without writing the type's name.
///
/// ```swift
/// var scope = Scope()
/// scope.add(items, module: "Cell_1")
/// scope.view(of: CellWords("x + 1")).prologue   // import Foundation, import Etude, … import Cell_1, … import var Cell_1.`x`
/// ```
package struct Scope: Equatable, Sendable {
  private struct Definition: Equatable {
    var module: Int
    var name: DeclaredName
  }

  private struct Module: Equatable {
    var name: String
    /// The modules whose declarations show in its interface, by position.
    var exposed: Set<Int>
    var isSwift6: Bool
    /// True if whoever imports a module that imported this one must load it, too.
    var isRequired: Bool
  }

  private var imports: [String]
  private var modules: [Module] = []
  private var positions: [String: Int] = [:]
  /// For each name the definitions that a cell sees: the latest, and earlier functions of other signatures.
  private var definitions: [String: [Definition]] = [:]
  /// For each name its place in the order in which names were first defined.
  private var order: [String: Int] = [:]
  private var carriers = Carriers()
  /// The modules whose private names are not seen.
  private var closed: Set<String> = []

  /// - Parameter imports: Lines that every cell begins with, as for the notebook's packages.
  package init(imports: [String] = []) { self.imports = imports + ["import Foundation", "import Etude"] }

  // MARK: - Adding

  /// Lets later cells see what a cell imports and declares.
  ///
  /// - Parameters:
  ///   - imported: The modules that the cell itself imported.
  ///   - exposed: Names of modules whose declarations show in its interface, names of no modules aside; nil if any that
  ///     it imported may.
  ///   - unplacedNames: Names that it declares outside of all items, in `#if` branches.
  package mutating func add(
    _ items: [TopLevelItem], module: String, languageMode: LanguageMode = .swift5, imported: [String] = [],
    exposed: Set<String>? = nil, unplacedNames: Set<String> = []
  ) {
    for item in items where item.kind == .importing && !imports.contains(item.text) { imports.append(item.text) }
    // A module without declarations has nothing to offer.
    guard !unplacedNames.isEmpty || items.contains(where: { $0.kind == .declaration || !$0.names.isEmpty }) else {
      return
    }
    let position = modules.count
    positions[module] = position
    let shown = imported.compactMap { positions[$0] }.filter {
      modules[$0].isRequired || exposed?.contains(modules[$0].name) ?? true
    }
    modules.append(
      Module(
        name: module, exposed: shown.reduce(into: Set(shown)) { $0.formUnion(modules[$1].exposed) },
        isSwift6: languageMode == .swift6,
        // The compiler takes the precedence of an operator from no import that is for the implementation only.
        isRequired: items.contains { $0.contribution?.isPrecedenceGroup == true }))
    for name in items.flatMap(\.names) where name.name != "_" { define(name, in: position) }
    for contribution in items.compactMap(\.contribution) { carry(contribution, of: position) }
    if !unplacedNames.isEmpty {
      // An extension in such a branch is in no list.
      carriers.always.insert(position)
    }
  }

  private mutating func define(_ name: DeclaredName, in module: Int) {
    if order[name.name] == nil { order[name.name] = order.count }
    let kept = (definitions[name.name] ?? []).filter { earlier in
      earlier.name.kind == .function && name.kind == .function
        && (earlier.name.signature != name.signature || earlier.module == module)
    }
    definitions[name.name] = kept + [Definition(module: module, name: name)]
  }

  /// Takes a module's private names out of what cells see.
  package mutating func hidePrivateNames(of module: String) { closed.insert(module) }

  /// The names that cells see, in the order of their first definitions.
  var visibleNames: [String] { order.sorted { $0.value < $1.value }.map(\.key) }

  // MARK: - Carriers

  /// Modules that a cell needs although it may write none of the names that they define.
  private struct Carriers: Equatable {
    /// For each word the modules whose extensions, operators and macros a cell with that word may use.
    var byWord: [String: [Int]] = [:]
    /// For each module of a type or a protocol the modules that extend it.
    var byExtended: [Int: [Int]] = [:]
    /// The modules whose declarations may be witnesses of a conformance.
    var ofWitnesses: Set<Int> = []
    /// The modules that are needed by every cell.
    var always: Set<Int> = []
  }

  private mutating func carry(_ contribution: Contribution, of module: Int) {
    if let type = contribution.extendedType, let extended = definer(ofType: type) {
      // Whoever has a value of the type, or of a type that conforms to the protocol, sees the module that declares it.
      carriers.byExtended[extended, default: []].append(module)
      return
    }
    for word in contribution.words { carriers.byWord[word, default: []].append(module) }
    if contribution.canBeWitness { carriers.ofWitnesses.insert(module) }
    let protocols = contribution.inheritedTypes.map { definer(ofType: $0) }
    if contribution.hasUnnamedUses || protocols.contains(nil) { carriers.always.insert(module) }
    // A conformance of a library's type to a protocol of a cell is one to the protocols that this one inherits, too.
    for position in protocols.compactMap({ $0 }) {
      for declarer in modules[position].exposed.union([position]) {
        carriers.byExtended[declarer, default: []].append(module)
      }
    }
  }

  /// The module that declares a type or a protocol of a cell; nil for a library's, and for an alias, which may stand for
  /// either.
  private func definer(ofType name: String) -> Int? {
    guard let definition = definitions[name]?.last else { return nil }
    switch definition.name.kind {
    case .structure, .class, .enumeration, .protocol: return definition.module
    case .variable, .function, .typeAlias: return nil
    }
  }

  // MARK: - Views

  /// The modules whose interfaces cells can see.
  package var visibleModules: [String] { modules.map(\.name) }

  /// Imports of a cell with some words.
  package func view(of words: CellWords) -> ScopeView {
    var seen: Set<Int> = []
    var pending = Array(carriers.always)
    for name in words.names { pending += (definitions[name] ?? []).map(\.module) }
    for word in words.all { pending += carriers.byWord[word] ?? [] }
    if words.mayStateConformance { pending += carriers.ofWitnesses }
    while let module = pending.popLast() {
      guard seen.insert(module).inserted else { continue }
      pending += modules[module].exposed
      pending += carriers.byExtended[module] ?? []
    }
    let names = words.names.filter { definitions[$0] != nil }
    return view(modules: seen.sorted(), names: Array(names), isWhole: seen.count == modules.count)
  }

  /// Imports of a cell that is to see everything.
  package var wholeView: ScopeView {
    view(modules: Array(modules.indices), names: Array(definitions.keys), isWhole: true)
  }

  private func view(modules seen: [Int], names: [String], isWhole: Bool) -> ScopeView {
    var lines = imports + seen.map { "\(cellImport(of: $0)) \(modules[$0].name)" }
    for name in names.sorted(by: { order[$0, default: 0] < order[$1, default: 0] }) {
      var known: Set<String> = []
      for definition in definitions[name] ?? [] {
        let (kind, module) = (definition.name.kind.rawValue, modules[definition.module].name)
        let line = "\(cellImport(of: definition.module)) \(kind) \(module).`\(name)`"
        if known.insert(line).inserted { lines.append(line) }
      }
    }
    return ScopeView(
      prologue: lines, modules: seen.map { modules[$0].name }, isWhole: isWhole,
      holdsSwift6: seen.contains { modules[$0].isSwift6 })
  }

  /// The import of one cell by another: internal names and private ones, as within one file. The import itself is internal,
  /// so that an internal member can be the witness of a conformance of the other cell's types; and it is for the
  /// implementation only, so that whoever imports this cell need not load what it imported.
  private func cellImport(of module: Int) -> String {
    (closed.contains(modules[module].name) ? "" : "@_private(sourceFile: \"main.swift\") ")
      + "@testable \(modules[module].isRequired ? "" : "@_implementationOnly ")internal import"
  }
}

/// Part of a scope that one cell sees.
package struct ScopeView: Equatable, Sendable {
  /// The lines that stand before the cell's own.
  package var prologue: [String]
  /// The modules that they import, in the order of the notebook.
  package var modules: [String]
  /// True if these are all modules of the scope.
  package var isWhole: Bool
  /// True if one of them was compiled in Swift 6 mode.
  package var holdsSwift6: Bool
}
