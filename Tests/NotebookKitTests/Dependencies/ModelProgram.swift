import NotebookKit

/// A notebook in a small part of Swift: numbers, objects with links, functions and closures.
///
/// It can be converted to symbols, as in the compiler's index, and it can be interpreted.
struct ModelProgram: Equatable {
  /// One line of a cell, a separate item. Objects are boxes with a `total` and a `next`.
  enum Line: Equatable {
    case number(String, reads: [String])
    case write(String, reads: [String])
    case box(String, reads: [String])
    case alias(String, of: String)
    case add(String, reads: [String])
    case link(String, String)
    case addToNext(String)
    case function(String, adds: String)
    case closure(String, adds: String)
    case call(String)
    case show(String)
    /// The declaration of a parameter of the notebook.
    case parameter(String)

    var text: String {
      switch self {
      case .number(let name, let reads): "var \(name) = \(Self.sum(reads))"
      case .write(let name, let reads): "\(name) += \(Self.sum(reads))"
      case .box(let name, let reads): "let \(name) = Box(\(Self.sum(reads)))"
      case .alias(let name, let box): "let \(name) = \(box)"
      case .add(let box, let reads): "\(box).add(\(Self.sum(reads)))"
      case .link(let box, let next): "\(box).next = \(next)"
      case .addToNext(let box): "\(box).next?.add(1)"
      case .function(let name, let target):
        "func \(name)() { \(target.hasPrefix("v") ? "\(target) += 1" : "\(target).add(1)") }"
      case .closure(let name, let target):
        "let \(name) = { \(target.hasPrefix("v") ? "\(target) += 1" : "\(target).add(1)") }"
      case .call(let name): "\(name)()"
      case .show(let name): "print(\(name))"
      case .parameter(let name): "let `\(name)`: Int = CellRuntime.parameter(\"\(name)\")"
      }
    }

    private static func sum(_ reads: [String]) -> String { (reads + ["1"]).joined(separator: " + ") }

    var kind: TopLevelItem.Kind {
      switch self {
      case .number, .box, .alias, .closure, .parameter: .binding
      case .function: .declaration
      default: .expression
      }
    }

    /// The name that it declares.
    var declared: String? {
      switch self {
      case .number(let name, _), .box(let name, _), .alias(let name, _), .function(let name, _), .closure(let name, _),
        .parameter(let name):
        name
      default: nil
      }
    }

    /// The names that it uses, and whether it writes them.
    var uses: [(name: String, isWritten: Bool)] {
      switch self {
      case .number(_, let reads), .box(_, let reads): reads.map { ($0, false) }
      case .write(let name, let reads): [(name, true)] + reads.map { ($0, false) }
      case .add(let box, let reads): ([box] + reads).map { ($0, false) }
      case .alias(_, let name), .addToNext(let name), .call(let name), .show(let name): [(name, false)]
      case .link(let box, let next): [(box, false), (next, false)]
      case .function(_, let name), .closure(_, let name): [(name, name.hasPrefix("v"))]
      case .parameter: []
      }
    }

    /// The members of boxes that it uses.
    var members: [SymbolOccurrence] {
      func member(_ name: String, _ kind: SymbolOccurrence.Kind, _ roles: SymbolOccurrence.Roles) -> SymbolOccurrence {
        SymbolOccurrence(symbol: "s:6Cell_03BoxC" + name, name: name, kind: kind, roles: roles, line: 0, column: 0)
      }
      switch self {
      case .box: return [member("init", .initializer, .call)]
      case .add: return [member("add", .instanceMethod, .call)]
      case .link: return [member("next", .instanceProperty, .write)]
      case .addToNext: return [member("next", .instanceProperty, .read), member("add", .instanceMethod, .call)]
      case .function(_, let name), .closure(_, let name):
        return name.hasPrefix("v") ? [] : [member("add", .instanceMethod, .call)]
      default: return []
      }
    }
  }

  var cells: [[Line]]
  /// The values of the notebook's parameters, by name.
  var parameters: [String: Int] = [:]

  // MARK: - Symbols

  /// Each cell's lines with names resolved to symbols; nil for a cell with undeclared names.
  var resolved: [[String: String]?] {
    var scope = parameterSymbols
    return cells.enumerated().map { index, lines in
      var inner = scope
      for line in lines { if let name = line.declared { inner[name] = Self.symbol(name, ofCell: index + 1) } }
      guard lines.allSatisfy({ $0.uses.allSatisfy { inner[$0.name] != nil } }) else { return nil }
      scope = inner
      return inner
    }
  }

  /// The symbols of the parameters, by name.
  var parameterSymbols: [String: String] {
    Dictionary(uniqueKeysWithValues: parameters.keys.map { ($0, Self.symbol($0, of: "Parameters")) })
  }

  /// The mangled name of a variable, with its type, or of a function.
  private static func symbol(_ name: String, ofCell cell: Int) -> String { symbol(name, of: "Cell_\(cell)") }

  static func symbol(_ name: String, of module: String) -> String {
    let type = ["v": "Sivp", "p": "Sivp", "b": "6Cell_03BoxCvp", "c": "yycvp", "f": "yyF"][name.prefix(1)] ?? ""
    return "s:\(module.count)\(module)\(name.count)\(name)\(type)"
  }

  /// The effects of each cell as determined by the analysis.
  var effects: [StepEffects] {
    var analysis = EffectsAnalysis()
    return zip(cells, resolved).map { lines, symbols in
      let items = Self.items(lines)
      let source = lines.map(\.text).joined(separator: "\n")
      guard let symbols else {
        return analysis.effects(of: CellReferences(text: source, items: items), items: items, runs: false)
      }
      return analysis.effects(
        of: CellReferences(Self.occurrences(lines, symbols), in: source, line: 1, items: items), items: items)
    }
  }

  /// The top-level items of a cell.
  static func items(_ lines: [Line]) -> [TopLevelItem] {
    var start = 0
    return lines.map { line in
      defer { start += line.text.utf8.count + 1 }
      let names = line.declared.map {
        [DeclaredName(name: $0, kind: line.kind == .declaration ? .function : .variable)]
      }
      return TopLevelItem(
        kind: line.kind, range: start..<start + line.text.utf8.count, text: line.text, names: names ?? [])
    }
  }

  static func occurrences(_ lines: [Line], _ symbols: [String: String]) -> [SymbolOccurrence] {
    lines.enumerated().flatMap { row, line in
      var found = line.uses.map { use in
        occurrence(use.name, symbols, use.isWritten ? [.reference, .read, .write] : [.reference, .read])
      }
      if let name = line.declared { found.insert(occurrence(name, symbols, .definition), at: 0) }
      return (found + line.members).map { found in
        var placed = found
        (placed.line, placed.column) = (row + 1, 1)
        return placed
      }
    }
  }

  private static func occurrence(
    _ name: String, _ symbols: [String: String], _ roles: SymbolOccurrence.Roles
  ) -> SymbolOccurrence {
    SymbolOccurrence(
      symbol: symbols[name] ?? "", name: name, kind: name.hasPrefix("f") ? .function : .variable, roles: roles, line: 0,
      column: 0)
  }
}
