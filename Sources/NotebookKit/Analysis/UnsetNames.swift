/// Names that later cells see declared although the code that sets them was not reached.
///
/// Reading such a variable would read uninitialised memory.
package struct UnsetNames {
  /// For each name the notebook's line on which its cell stopped.
  private var lines: [String: Int] = [:]

  package init() {}

  /// The first of these names that a piece of code uses and does not declare itself.
  package func firstUse(in source: String, declaring items: [TopLevelItem] = []) -> (name: String, line: Int)? {
    if lines.isEmpty { return nil }
    let own = Set(items.flatMap(\.names).map(\.name))
    for name in SwiftSource(source).usedNames where !own.contains(name) {
      if let line = lines[name] { return (name, line) }
    }
    return nil
  }

  /// A cell ran to its end, or to the notebook's line `stop`; `line` is its first.
  package mutating func note(_ items: [TopLevelItem], of source: String, line: Int, stop: Int?) {
    for name in items.flatMap(\.names) { lines[name.name] = nil }
    guard let stop else { return }
    let bytes = source.utf8
    for item in items where item.kind == .binding || item.kind == .guarding {
      let lastLine = line + bytes.prefix(item.range.upperBound).count { $0 == UInt8(ascii: "\n") }
      if lastLine >= stop { note(item, stop) }
    }
    spread(over: items)
  }

  /// A cell did not run at all because of what happened on the notebook's line `stop`.
  package mutating func noteSkipped(_ items: [TopLevelItem], stop: Int) {
    for item in items { note(item, stop) }
  }

  private mutating func note(_ item: TopLevelItem, _ stop: Int) {
    for name in item.names where name.name != "_" { lines[name.name] = stop }
  }

  /// A function or a type that uses such a name cannot be used either.
  private mutating func spread(over items: [TopLevelItem]) {
    var isSpreading = true
    while isSpreading {
      isSpreading = false
      for item in items where item.kind == .declaration && item.names.contains(where: { lines[$0.name] == nil }) {
        guard let use = firstUse(in: item.text, declaring: [item]) else { continue }
        note(item, use.line)
        isSpreading = true
      }
    }
  }
}
