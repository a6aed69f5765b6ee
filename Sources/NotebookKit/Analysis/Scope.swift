/// The names that a cell can see: what earlier cells import and declare, each name from its latest definer.
///
/// ```swift
/// var scope = Scope()
/// scope.add(items, module: "Cell_1")
/// scope.prologue   // import Foundation, import Etude, @_private(sourceFile: "main.swift") @testable internal import Cell_1, …
/// ```
package struct Scope: Equatable, Sendable {
  private struct Definition: Equatable {
    var module: String
    var name: DeclaredName
  }

  private var imports = ["import Foundation", "import Etude"]
  private var modules: [String] = []
  /// For each name the definitions that a cell sees: the latest, and earlier functions of other signatures.
  private var definitions: [String: [Definition]] = [:]
  private var order: [String] = []
  /// The modules whose private names are not seen.
  private var closed: Set<String> = []
  /// Whether a module was compiled in Swift 6 mode.
  package private(set) var holdsSwift6 = false

  package init() {}

  /// Lets later cells see what a cell imports and declares.
  package mutating func add(_ items: [TopLevelItem], module: String, languageMode: LanguageMode = .swift5) {
    for item in items where item.kind == .importing && !imports.contains(item.text) { imports.append(item.text) }
    // A module without declarations has nothing to offer, and later cells need not be compiled anew when it changes.
    if items.contains(where: { $0.kind == .declaration || !$0.names.isEmpty }) {
      modules.append(module)
      if languageMode == .swift6 { holdsSwift6 = true }
    }
    for name in items.flatMap(\.names) where name.name != "_" { define(name, in: module) }
  }

  private mutating func define(_ name: DeclaredName, in module: String) {
    if definitions[name.name] == nil { order.append(name.name) }
    let kept = (definitions[name.name] ?? []).filter { earlier in
      earlier.name.kind == .function && name.kind == .function
        && (earlier.name.signature != name.signature || earlier.module == module)
    }
    definitions[name.name] = kept + [Definition(module: module, name: name)]
  }

  /// Takes a module's private names out of what cells see.
  package mutating func hidePrivateNames(of module: String) { closed.insert(module) }

  /// The modules whose interfaces a cell's compilation reads.
  package var visibleModules: [String] { modules }

  /// How a cell imports another: internal names and private ones, as within one file. The import itself is internal,
  /// so that an internal member can be the witness of a conformance of the other cell's types.
  private func cellImport(of module: String) -> String {
    (closed.contains(module) ? "" : "@_private(sourceFile: \"main.swift\") ") + "@testable internal import"
  }

  /// The lines that stand before a cell's own.
  package var prologue: [String] {
    var lines = imports + modules.map { "\(cellImport(of: $0)) \($0)" }
    for name in order {
      var seen: Set<String> = []
      for definition in definitions[name] ?? [] {
        let line =
          "\(cellImport(of: definition.module)) \(definition.name.kind.rawValue) \(definition.module).`\(definition.name.name)`"
        if seen.insert(line).inserted { lines.append(line) }
      }
    }
    return lines
  }
}
