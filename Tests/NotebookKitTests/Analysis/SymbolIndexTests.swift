import Foundation
import NotebookKit
import Testing

/// The index of a cell, as written by the installed toolchain.
@Suite("The index of symbols")
struct SymbolIndexTests {
  private func occurrences(_ source: String) throws -> [SymbolOccurrence] {
    let tests = try CompilerForTests()
    defer { tests.remove() }
    let module = CellRewriter(fileName: "note.md").module(
      source: source, line: 10, items: try tests.compiler.items(of: source) ?? [], prologue: ["import Etude"])
    let outcome = try tests.compiler.compile(
      module: "Cell_2", source: module, imports: [], options: CompilationOptions())
    guard case .compiled(let product) = outcome else {
      Issue.record("\(outcome)")
      return []
    }
    return try #require(product.occurrences)
  }

  @Test("Places are the notebook's")
  func placesAreTheNotebooks() throws {
    let found = try occurrences("let a = 1\n  a + 1").filter { $0.name == "a" && $0.kind == .variable }
    #expect(found.map(\.line) == [10, 11])
    #expect(found.map(\.column) == [5, 3])
    #expect(found.map(\.isDeclaration) == [true, false])
    #expect(found[1].roles.contains(.read))
  }

  @Test("Local names are not symbols")
  func localNamesAreNoSymbols() throws {
    let source = "func f(_ value: Int) -> Int { let other = value; return other }\nlet b = [1].map { inner in inner }"
    let names = Set(try occurrences(source).map(\.name))
    #expect(names.isSuperset(of: ["f(_:)", "b"]))
    #expect(names.isDisjoint(with: ["other", "inner"]))
  }

  @Test("Interpolations are read")
  func interpolationsAreRead() throws {
    #expect(
      try occurrences("let a = 1\nprint(\"\\(a) a\")").filter { $0.name == "a" && $0.kind == .variable }.count == 2)
  }

  @Test("Protocols are marked as such")
  func protocolsAreTold() throws {
    let names = try occurrences("typealias N = Numeric\nprotocol P {}").filter { $0.kind == .protocol }.map(\.name)
    #expect(Set(names) == ["Numeric", "P"])
  }

  @Test("A missing library is not an index")
  func aMissingLibraryIsNoIndex() {
    #expect(SymbolIndex(library: URL(filePath: "/none/libIndexStore.so")) == nil)
    #expect(SymbolIndex(library: URL(filePath: "/dev/null")) == nil)
  }

  @Test("A folder without an index has no symbols")
  func aFolderWithoutAnIndexHasNone() throws {
    let index = try #require(
      SymbolIndex(
        library: try Toolchain().frontend.deletingLastPathComponent().deletingLastPathComponent().appending(
          path: "lib/libIndexStore.so")))
    #expect(index.occurrences(in: "main.swift", store: URL(filePath: "/none")) == nil)
  }
}
