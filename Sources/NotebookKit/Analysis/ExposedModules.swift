/// Finds the modules whose declarations appear in a module's interface, by the symbols in its source.
///
/// A symbol's resolution names the module of its declaration and the modules of all types in it: that of a variable
/// says which module declares the variable's type, whether or not the source does.
enum ExposedModules {
  /// The words in the resolutions of all symbols that show, names of modules among them; nil if one cannot be read.
  static func names(_ items: [TopLevelItem], _ references: CellReferences) -> Set<String>? {
    var names: Set<String> = []
    for symbol in shownSymbols(items, references) where symbol.hasPrefix("s:") {
      guard let text = DeclarationKey.demangle(symbol) else { return nil }
      for word in text.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "_" }) {
        names.insert(String(word))
      }
    }
    return names
  }

  private static func shownSymbols(_ items: [TopLevelItem], _ references: CellReferences) -> Set<String> {
    var symbols: Set<String> = []
    for (index, reference) in references.items.enumerated() {
      // Code outside all items is in a branch of `#if`.
      let shows = index < items.count ? items[index].shows : .everything
      if shows == .nothing { continue }
      symbols.formUnion(reference.declared.map(\.id))
      if shows == .everything { symbols.formUnion(reference.used.map(\.id)) }
    }
    return symbols
  }
}

extension TopLevelItem {
  fileprivate enum Showing {
    case nothing
    /// The types of its declarations.
    case types
    case everything
  }

  /// The extent to which a module's interface may show an item. Function bodies do not appear, except that an opaque
  /// result type shows what they return.
  fileprivate var shows: Showing {
    switch kind {
    case .importing, .expression, .statement: .nothing
    case .guarding, .declaration: .everything
    case .binding:
      SwiftSource(text).code.contains { $0.kind == .attribute || $0.kind == .contextualKeyword }
        ? .everything : .types
    }
  }
}
