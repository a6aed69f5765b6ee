/// The names visible to a cell: the imports and declarations of earlier cells, each name from its latest declaration.
///
/// A cell imports only the modules that it may need (``view(of:)``):
///
/// - those that declare a name mentioned in it, and those with extensions, operators or macros that it may use;
/// - with each of them the modules whose declarations show in its interface, because a cell can use members of a
///   value's type without writing the type's name.
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
    /// The modules whose declarations appear in its interface, by position.
    var exposed: Set<Int>
    var isSwift6: Bool
    /// True if importers of a module that imported this one must load it, too.
    var isRequired: Bool
  }

  private var imports: [String]
  private var modules: [Module] = []
  private var positions: [String: Int] = [:]
  /// For each name, the definitions visible to a cell: the latest, and earlier functions of other signatures.
  private var definitions: [String: [Definition]] = [:]
  /// The index of each name in the order of first declaration.
  private var order: [String: Int] = [:]
  private var carriers = Carriers()
  /// For each module, by position, its names that a later cell replaced by another kind, such as a variable by a
  /// function. Such a module is imported name by name: the compiler would take the old meaning for one of two
  /// overloads.
  private var replaced: [Int: Set<String>] = [:]
  /// The modules with declarations that no import can name: operators and macros.
  private var unnameable: Set<Int> = []
  /// The classes whose superclass belongs to another cell, and their subclasses.
  private var derivedClasses: Set<String> = []

  /// - Parameter imports: Lines at the start of every cell, such as imports of the notebook's packages.
  package init(imports: [String] = []) { self.imports = imports + ["import Foundation", "import Etude"] }

  // MARK: - Adding

  /// Makes the imports and declarations of a cell visible to later cells.
  ///
  /// - Parameters:
  ///   - imported: The modules that the cell itself imported.
  ///   - exposed: Names of modules whose declarations show in its interface, names of no modules aside; nil if any that
  ///     it imported may.
  ///   - unplacedNames: Names that it declares outside all items, in `#if` branches.
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
    noteClasses(of: items)
    if items.contains(where: \.declaresWithoutName) { unnameable.insert(position) }
    for name in items.flatMap(\.names) where name.name != "_" { define(name, in: position) }
    for contribution in items.compactMap(\.contribution) { carry(contribution, of: position) }
    if !unplacedNames.isEmpty {
      // An extension in such a branch is in no list.
      carriers.always.insert(position)
    }
  }

  private mutating func noteClasses(of items: [TopLevelItem]) {
    let own = Set(items.flatMap(\.names).map(\.name))
    for (name, superclass) in items.flatMap(\.inheritances) {
      let isForeign = holdsType(superclass) && !own.contains(superclass)
      if isForeign || derivedClasses.contains(superclass) {
        derivedClasses.insert(name)
      } else {
        derivedClasses.remove(name)
      }
    }
  }

  private mutating func define(_ name: DeclaredName, in module: Int) {
    if order[name.name] == nil { order[name.name] = order.count }
    let kept = (definitions[name.name] ?? []).filter { earlier in
      if earlier.name.kind.sort != name.kind.sort { replaced[earlier.module, default: []].insert(name.name) }
      return earlier.name.kind == .function && name.kind == .function
        && (earlier.name.signature != name.signature || earlier.module == module)
    }
    definitions[name.name] = kept + [Definition(module: module, name: name)]
  }

  /// The scope of a cell that declares these items, without the meanings that they replace.
  private func shadowed(by items: [TopLevelItem]) -> Scope {
    let own = modules.count
    var result = self
    for name in items.flatMap(\.names) where name.name != "_" && definitions[name.name] != nil {
      result.define(name, in: own)
      result.definitions[name.name]?.removeAll { $0.module == own }
    }
    return result
  }

  /// The names that cells see, in the order of their first definitions.
  var visibleNames: [String] { order.sorted { $0.value < $1.value }.map(\.key) }

  /// The modules that must lose names in their interface, because they cannot be imported name by name.
  var modulesThatHideNames: [String] { unnameable.filter { replaced[$0] != nil }.map { modules[$0].name } }

  /// The names of a module that must go out of its interface.
  func namesToHide(of module: String) -> Set<String> {
    guard let position = positions[module], unnameable.contains(position) else { return [] }
    return replaced[position] ?? []
  }

  // MARK: - Carriers

  /// Modules that a cell needs even if it writes none of their names.
  private struct Carriers: Equatable {
    /// For each word, the modules whose extensions, operators and macros a cell with that word may use.
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
      // Code with a value of the type, or of a type that conforms to the protocol, sees the module that declares it.
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

  /// Imports of a cell with the given words and items.
  package func view(of words: CellWords, declaring items: [TopLevelItem] = []) -> ScopeView {
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
    return view(modules: seen.sorted(), names: words.names.filter { definitions[$0] != nil }, declaring: items)
  }

  /// Imports of a cell that sees everything and declares the given items.
  package func wholeView(declaring items: [TopLevelItem] = []) -> ScopeView {
    view(modules: Array(modules.indices), names: Set(definitions.keys), declaring: items)
  }

  private func view(modules seen: [Int], names: Set<String>, declaring items: [TopLevelItem]) -> ScopeView {
    var result = ScopeView(
      prologue: shadowed(by: items).imports(of: seen, names: names), modules: seen.map { modules[$0].name },
      isWhole: seen.count == modules.count, holdsSwift6: seen.contains { modules[$0].isSwift6 })
    for name in items.filter({ $0.kind == .guarding }).flatMap(\.names).map(\.name) {
      guard let variable = definitions[name]?.last(where: { $0.name.kind == .variable }) else { continue }
      result.definers[name] = modules[variable.module].name
      // The cell names it by its module, which need not be imported as a whole.
      result.prologue.append(line(importing: variable))
    }
    let own = Set(items.flatMap(\.names).map(\.name))
    result.extendedTypes = Set(items.compactMap(\.extendedType).filter { holdsType($0) && !own.contains($0) })
    result.inheritsFromDerivedClass = items.contains {
      $0.inheritances.contains { derivedClasses.contains($0.superclass) }
    }
    return result
  }

  /// True if an earlier cell declares a type of that name.
  private func holdsType(_ name: String) -> Bool {
    definitions[name]?.contains { $0.name.kind.sort == .type } ?? false
  }

  // MARK: - Imports

  /// A name declared by every cell's module; importing only this name makes the module's extensions visible, without
  /// its other names.
  package static let handle = "CellInterface"

  private func imports(of seen: [Int], names: Set<String>) -> [String] {
    var lines = imports
    for position in seen {
      let isWhole = replaced[position] == nil || unnameable.contains(position)
      let name = modules[position].name
      lines.append("\(cellImport(of: position)) " + (isWhole ? name : "typealias \(name).\(Self.handle)"))
    }
    for name in names.sorted(by: { order[$0, default: 0] < order[$1, default: 0] }) {
      var known: Set<String> = []
      for definition in definitions[name] ?? [] {
        let line = line(importing: definition)
        if known.insert(line).inserted { lines.append(line) }
      }
    }
    return lines
  }

  private func line(importing definition: Definition) -> String {
    let (kind, module) = (definition.name.kind.rawValue, modules[definition.module].name)
    return "\(cellImport(of: definition.module)) \(kind) \(module).`\(definition.name.name)`"
  }

  /// The import of one cell by another: internal and private names, as within one file. The import itself is
  /// internal, so an internal member can be the witness of a conformance of the other cell's types; and it is
  /// implementation-only, so importers of this cell need not load its imports.
  private func cellImport(of module: Int) -> String {
    "@_private(sourceFile: \"main.swift\") @testable "
      + "\(modules[module].isRequired ? "" : "@_implementationOnly ")internal import"
  }
}

extension DeclaredName.Kind {
  /// Kinds of one sort hide each other by scoped imports.
  fileprivate enum Sort { case value, function, type }

  fileprivate var sort: Sort {
    switch self {
    case .variable: .value
    case .function: .function
    case .structure, .class, .enumeration, .protocol, .typeAlias: .type
    }
  }
}
