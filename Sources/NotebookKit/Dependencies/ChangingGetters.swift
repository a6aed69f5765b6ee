/// The notebook's own properties and subscripts that may change a value when they are read: `lazy` ones, those with a
/// `mutating get`, and those in a wrapper that has one.
///
/// The compiler's index marks the variable in `counter.next` as only read, regardless of the getter.
struct ChangingGetters {
  private var symbols: Set<String> = []

  /// Records the declarations of a cell.
  mutating func add(_ references: CellReferences, items: [TopLevelItem]) {
    let declarations = zip(items, references.items).filter { $0.0.kind == .declaration }
      .map { (source: SwiftSource($0.0.text), reference: $0.1) }
    // A wrapper may follow the type that uses it.
    var isChanging = true
    while isChanging {
      isChanging = false
      for (source, reference) in declarations {
        guard source.hasChangingGetter || source.hasAttribute && areUsed(in: reference) else { continue }
        let isWrapper = source.code.contains { source.text(of: $0) == "@propertyWrapper" }
        let found = reference.declared.filter { isWrapper || $0.kind == .instanceProperty }.map(\.id)
        isChanging = !symbols.isSuperset(of: found) || isChanging
        symbols.formUnion(found)
      }
    }
  }

  /// True if an item reads one of them, or names a wrapper with one.
  func areUsed(in item: CellReferences.Item) -> Bool { item.used.contains { symbols.contains($0.id) } }
}

extension SwiftSource {
  fileprivate var hasAttribute: Bool { code.contains { $0.kind == .attribute } }

  /// True if it says `lazy`, or `mutating get` or another accessor that reads.
  fileprivate var hasChangingGetter: Bool {
    let words = code.map { $0.kind.isWord ? text(of: $0) : "" }
    return words.indices.contains { index in
      if index > 0, code[index - 1].kind == .dot { return false }
      let next = index + 1 < words.count ? words[index + 1] : ""
      return words[index] == "lazy"
        || words[index] == "mutating" && ["get", "read", "_read", "borrow", "unsafeAddress"].contains(next)
    }
  }
}
