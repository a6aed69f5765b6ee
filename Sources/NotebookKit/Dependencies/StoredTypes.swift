import Foundation

/// Contents of the notebook's own types and variables, by the types of their members.
struct StoredTypes {
  /// For each struct and enum, by its full name, the sharing of its values.
  private var types: [String: Sharing] = [:]

  /// Records the types that a cell declares.
  mutating func add(_ references: CellReferences, items: [TopLevelItem]) {
    // A type may hold itself or one that follows, so each is a value until a member says otherwise.
    var members: [(names: [String], held: [String], isOpaque: Bool)] = []
    for (item, reference) in zip(items, references.items) where item.kind == .declaration {
      let names = reference.declared.compactMap { Self.isValueType($0.id) ? DeclarationKey.demangle($0.id) : nil }
      if names.isEmpty { continue }
      for name in names { types[name] = .value }
      // The storage of a wrapped property has no symbol.
      members.append((names, reference.declared.compactMap(Self.heldType), item.text.contains("@")))
    }
    var isChanging = true
    while isChanging {
      isChanging = false
      for (names, held, isOpaque) in members {
        let sharing = held.reduce(isOpaque ? Sharing.reference : .value) { $0.joined(self.sharing(ofType: $1).sharing) }
        for name in names where types[name] != sharing {
          types[name] = sharing
          isChanging = true
        }
      }
    }
  }

  /// The kind of sharing of a variable's value, and whether the notebook's own code declares it.
  func sharing(of variable: CellReferences.Symbol) -> (sharing: Sharing, isOwn: Bool) {
    Self.type(of: variable.id).map(sharing(ofType:)) ?? (.reference, true)
  }

  private func sharing(ofType type: String) -> (sharing: Sharing, isOwn: Bool) {
    var isOwn = false
    let sharing = Sharing.of(type) { name in
      isOwn = isOwn || types[name] != nil
      return types[name]
    }
    return (sharing, isOwn || sharing == .reference)
  }

  // MARK: - Symbols

  /// True if a symbol is a struct or an enum.
  private static func isValueType(_ symbol: String) -> Bool {
    symbol.hasPrefix("s:") && (symbol.hasSuffix("V") || symbol.hasSuffix("O"))
  }

  /// The type in `Cell_2.numbers : [Swift.Int]`.
  private static func type(of symbol: String) -> String? {
    guard let words = DeclarationKey.demangle(symbol), let colon = words.range(of: " : ") else { return nil }
    return String(words[colon.upperBound...])
  }

  /// The type of a stored or computed property, or of an enum case's payload.
  private static func heldType(_ symbol: CellReferences.Symbol) -> String? {
    if symbol.kind == .instanceProperty { return type(of: symbol.id) ?? "unknown" }
    // Cell_2.E.b(Cell_2.E.Type) -> (Cell_2.Net, Swift.Int) -> Cell_2.E
    guard symbol.id.hasSuffix("mF"), let words = DeclarationKey.demangle(symbol.id),
      let own = words.range(of: ".Type) -> ")
    else {
      return nil
    }
    let rest = words[own.upperBound...]
    return rest.range(of: " -> ", options: .backwards).map { String(rest[..<$0.lowerBound]) }
  }
}
