/// Names that later cells see declared although the code that sets them was not reached.
///
/// Reading such a variable would read uninitialised memory.
package struct UnsetNames {
  /// For each symbol, the notebook's line at which its cell stopped.
  private var lines: [String: Int] = [:]

  package init() {}

  /// The first of these names that a cell uses and does not itself declare.
  package func firstUse(in references: CellReferences) -> (name: String, line: Int)? {
    if lines.isEmpty { return nil }
    let own = references.declared
    for symbol in references.items.flatMap(\.used) where !own.contains(symbol.id) {
      if let line = lines[symbol.id] { return (symbol.name, line) }
    }
    return nil
  }

  /// A cell ran to its end, or to the notebook's line `stop`.
  ///
  /// - Parameters:
  ///   - references: The cell's.
  ///   - items: Its top-level items.
  ///   - source: Its code, which begins on the notebook's line `line`.
  package mutating func note(
    _ references: CellReferences, items: [TopLevelItem], of source: String, line: Int, stop: Int?
  ) {
    for symbol in references.declared { lines[symbol] = nil }
    guard let stop else { return }
    let bytes = source.utf8
    let reached = items.prefix { item in
      line + bytes.prefix(item.range.upperBound).count { $0 == UInt8(ascii: "\n") } < stop
    }
    let written = references.items.prefix(reached.count).reduce(into: Set()) { $0.formUnion($1.written) }
    for (index, item) in items.enumerated() {
      switch item.initialization {
      case .atItsPlace where index >= reached.count: note(references.items[index], stop)
      case .later: note(references.items[index], stop, unlessIn: written)
      case .atItsPlace, .none: break
      }
    }
    spread(over: references, items: items)
  }

  /// A cell did not run at all because of the event on the notebook's line `stop`.
  package mutating func noteSkipped(_ references: CellReferences, stop: Int) {
    for item in references.items { note(item, stop) }
  }

  private mutating func note(_ item: CellReferences.Item, _ stop: Int, unlessIn written: Set<String> = []) {
    for symbol in item.declared where !written.contains(symbol.id) { lines[symbol.id] = stop }
  }

  /// A function or a type that uses such a name cannot be used either.
  private mutating func spread(over references: CellReferences, items: [TopLevelItem]) {
    var isSpreading = true
    while isSpreading {
      isSpreading = false
      for (item, reference) in zip(items, references.items) where item.initialization == nil {
        guard reference.declared.contains(where: { lines[$0.id] == nil }),
          let line = reference.used.compactMap({ lines[$0.id] }).first
        else { continue }
        note(reference, line)
        isSpreading = true
      }
    }
  }
}

extension TopLevelItem {
  /// The point at which a running cell initialises the item's variables; nil for an item without initialisation, such
  /// as a function, a type or a computed variable.
  var initialization: Initialization? {
    switch kind {
    case .guarding: return .atItsPlace
    case .binding:
      let source = SwiftSource(text)
      var depth = 0
      var hasBody = false
      for token in source.code {
        if depth == 0, token.kind == .assignment { return .atItsPlace }
        if depth == 0, source.text(of: token) == "{" { hasBody = true }
        if token.kind.opensGroup { depth += 1 }
        if token.kind.closesGroup { depth -= 1 }
      }
      if hasBody { return nil }
      // `var found: Int?` begins as nil.
      return text.hasSuffix("?") || text.hasSuffix("!") ? .atItsPlace : .later
    case .importing, .declaration, .expression, .statement: return nil
    }
  }

  enum Initialization { case atItsPlace, later }
}
