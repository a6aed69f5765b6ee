/// The symbols that a cell declares, reads and writes, item by item.
///
/// They come from the compiler's index, which distinguishes a local name, a member or a parameter from a variable of
/// the same name. Code that does not compile has no index; then words stand for symbols.
package struct CellReferences: Equatable, Sendable {
  /// A symbol and its name for the reader.
  package struct Symbol: Hashable, Sendable {
    /// The unified symbol resolution, or the name where only the text is known.
    package var id: String
    package var name: String
    package var kind: SymbolOccurrence.Kind

    package init(id: String, name: String, kind: SymbolOccurrence.Kind = .other) {
      self.id = id
      self.name = name
      self.kind = kind
    }
  }

  /// The declarations and uses of one top-level item.
  package struct Item: Equatable, Sendable {
    package var declared: [Symbol] = []
    /// The symbols that it reads, writes, calls or mentions, in order, without those that it declares.
    package var used: [Symbol] = []
    /// Symbols that it writes, without positions that only read an element or a member.
    package var written: Set<String> = []
    /// Names of properties that it declares with code that reads them.
    package var computed: Set<String> = []
    /// The position of each declared name, by symbol, in UTF-8 offsets.
    package var places: [String: Int] = [:]
    package init() {}
  }

  /// The cell's items in order, then everything outside items.
  package private(set) var items: [Item]
  /// True if the compiler resolved the symbols; false if words stand for them.
  package let isResolved: Bool

  package var declared: Set<String> { Set(items.flatMap(\.declared).map(\.id)) }
  package var used: Set<String> { Set(items.flatMap(\.used).map(\.id)) }
  package var written: Set<String> { items.reduce(into: []) { $0.formUnion($1.written) } }

  /// The references in a cell by the occurrences in it.
  ///
  /// - Parameters:
  ///   - occurrences: On the lines of the module's source.
  ///   - source: The cell's, or that of an inline expression.
  ///   - line: The line in these on which `source` begins.
  ///   - items: The top-level items of `source`; empty for an expression.
  package init(_ occurrences: [SymbolOccurrence], in source: String, line: Int, items topLevel: [TopLevelItem]) {
    let starts = source.utf8.lineStarts
    isResolved = true
    items = Array(repeating: Item(), count: topLevel.count + 1)
    func offset(of occurrence: SymbolOccurrence) -> Int? {
      let row = occurrence.line - line
      return starts.indices.contains(row) ? starts[row] + occurrence.column - 1 : nil
    }
    let accesses = occurrences.filter(\.isAccess).compactMap { access in offset(of: access).map { ($0, access.roles) } }
    lazy var chains = AccessChains(source, accesses: Dictionary(accesses, uniquingKeysWith: { $0.union($1) }))
    var getters: [(item: Int, property: String, place: Int)] = []
    for occurrence in occurrences {
      guard let offset = offset(of: occurrence) else { continue }
      let index = topLevel.firstIndex { $0.range.contains(offset) } ?? topLevel.count
      // Each use of a variable names its accessor, too: `getter:x`.
      let words = occurrence.name.prefix { $0 != "(" }.split(separator: ":", maxSplits: 1)
      if words.count > 1 {
        if occurrence.isDeclaration, words[0] == "getter" { getters.append((index, String(words[1]), offset)) }
        continue
      }
      let symbol = Symbol(
        id: occurrence.symbol, name: Self.baseName(occurrence.name), kind: occurrence.kind)
      if occurrence.isDeclaration {
        items[index].declared.append(symbol)
        items[index].places[symbol.id] = offset
      } else {
        items[index].used.append(symbol)
      }
      if occurrence.roles.contains(.write), !occurrence.roles.contains(.read) || !chains.isRead(at: offset) {
        items[index].written.insert(symbol.id)
      }
    }
    // A stored property's getter is at the position of its name.
    let places = items.map { Set($0.places.values) }
    for getter in getters where !places[getter.item].contains(getter.place) {
      items[getter.item].computed.insert(getter.property)
    }
    for index in items.indices {
      let own = Set(items[index].declared)
      items[index].used.removeAll { own.contains($0) }
    }
  }

  /// The references in a cell, derived only from its words.
  package init(text source: String, items topLevel: [TopLevelItem]) {
    isResolved = false
    let sources = topLevel.isEmpty ? [(source, [])] : topLevel.map { ($0.text, $0.names) }
    items = sources.map { text, names in
      var item = Item()
      item.declared = names.filter { $0.name != "_" }.map { Symbol(id: $0.name, name: $0.name) }
      let own = Set(names.map(\.name))
      item.used = SwiftSource(text).usedNames.filter { !own.contains($0) }.map { Symbol(id: $0, name: $0) }
      return item
    }
    if !topLevel.isEmpty { items.append(Item()) }
  }

  /// `scale` for `scale(_:by:)`.
  private static func baseName(_ name: String) -> String {
    name.firstIndex(of: "(").map { $0 == name.startIndex ? name : String(name[..<$0]) } ?? name
  }
}

extension SymbolOccurrence {
  /// True if it is a property or a subscript of a value.
  fileprivate var isAccess: Bool { kind == .instanceProperty && !isDeclaration }
}
