import NotebookKit
import Testing

/// The rules by which names lose their values, tested with invented symbols.
@Suite("Names that were not set")
struct UnsetNamesTests {
  private let source = "let a = 1\nlet b = fail()\nfunc f() { b }\nvar c: Int { 3 }\nlet d: Int\nd = 5"

  private var items: [TopLevelItem] {
    var start = 0
    return source.split(separator: "\n").map { line in
      defer { start += line.utf8.count + 1 }
      let word = line.split(separator: " ")[0]
      let kind: TopLevelItem.Kind = word == "func" ? .declaration : word == "d" ? .statement : .binding
      return TopLevelItem(kind: kind, range: start..<start + line.utf8.count, text: String(line))
    }
  }

  private func occurrence(_ name: String, _ roles: SymbolOccurrence.Roles, _ line: Int, _ column: Int)
    -> SymbolOccurrence
  {
    SymbolOccurrence(symbol: "s:1_" + name, name: name, roles: roles, line: line, column: column)
  }

  private var references: CellReferences {
    CellReferences(
      [
        occurrence("a", .definition, 10, 5), occurrence("b", .definition, 11, 5), occurrence("f()", .definition, 12, 6),
        occurrence("b", .read, 12, 12), occurrence("getter:b", .call, 12, 12), occurrence("c", .definition, 13, 5),
        occurrence("d", .definition, 14, 5), occurrence("d", .write, 15, 1),
      ], in: source, line: 10, items: items)
  }

  private func firstUse(_ names: [String], stop: Int?) -> String? {
    var unset = UnsetNames()
    unset.note(references, items: items, of: source, line: 10, stop: stop)
    let uses = names.map { occurrence($0, .read, 1, 1) }
    return unset.firstUse(in: CellReferences(uses, in: "x", line: 1, items: []))?.name
  }

  @Test("References are kept item by item")
  func referencesAreKeptItemByItem() {
    #expect(references.items.map { $0.declared.map(\.name) } == [["a"], ["b"], ["f"], ["c"], ["d"], [], []])
    #expect(references.items[2].used.map(\.name) == ["b"])
    #expect(references.declared.count == 5)
    #expect(references.written == ["s:1_d"])
    #expect(references.used == ["s:1_b", "s:1_d"])
  }

  @Test("A cell that ran to its end has all values")
  func aCellThatRanToItsEndHasAllValues() {
    #expect(firstUse(["a", "b", "f()", "c", "d"], stop: nil) == nil)
  }

  @Test("Items after the stop have no value")
  func whatFollowsTheStopHasNone() {
    #expect(firstUse(["a"], stop: 11) == nil)
    #expect(firstUse(["a", "b"], stop: 11) == "b")
    #expect(firstUse(["d"], stop: 15) == "d")
  }

  @Test("Functions that use them have no value either")
  func functionsThatUseItHaveNoneEither() {
    #expect(firstUse(["f()"], stop: 11) == "f")
    #expect(firstUse(["f()"], stop: 12) == nil)
  }

  @Test("Computed variables need no value")
  func computedVariablesNeedNoValue() {
    #expect(firstUse(["c"], stop: 11) == nil)
  }

  @Test("Words serve where nothing is resolved")
  func wordsServeWhereNothingIsResolved() {
    var unset = UnsetNames()
    let item = TopLevelItem(
      kind: .binding, range: 0..<5, text: "let a", names: [DeclaredName(name: "a", kind: .variable)])
    unset.noteSkipped(CellReferences(text: "let a", items: [item]), stop: 3)
    #expect(unset.firstUse(in: CellReferences(text: "print(a)", items: []))?.name == "a")
    #expect(unset.firstUse(in: CellReferences(text: "let a = 1", items: [item])) == nil)
    #expect(unset.firstUse(in: CellReferences(text: "box.a", items: [])) == nil)
  }
}
