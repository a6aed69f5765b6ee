import NotebookKit
import Testing

@Suite("Scopes of cells")
struct ScopeTests {
  /// The lines of a prologue that import cells, without the words that all of them begin with.
  private func cellImports(_ scope: Scope) -> [String] {
    let words = "@_private(sourceFile: \"main.swift\") @testable internal import "
    return scope.prologue.filter { $0.hasPrefix(words) }.map { String($0.dropFirst(words.count)) }
  }

  private func item(_ kind: DeclaredName.Kind, _ name: String, _ signature: String = "") -> TopLevelItem {
    TopLevelItem(
      kind: kind == .variable ? .binding : .declaration, range: 0..<0, text: name,
      names: [DeclaredName(name: name, kind: kind, signature: signature)])
  }

  @Test("Every cell imports Foundation and the library")
  func everyCellImportsTheLibrary() {
    #expect(Scope().prologue == ["import Foundation", "import Etude"])
  }

  @Test("The cell that defined a name last has it")
  func latestDefinerWins() {
    var scope = Scope()
    scope.add([item(.variable, "x"), item(.structure, "Note")], module: "Cell_1")
    scope.add([item(.variable, "x")], module: "Cell_2")
    scope.add([item(.class, "Note")], module: "Cell_3")
    #expect(
      cellImports(scope) == ["Cell_1", "Cell_2", "Cell_3", "var Cell_2.`x`", "class Cell_3.`Note`"])
    #expect(scope.prologue.count == 7)
  }

  @Test("Overloads stay, and a function of the same signature is replaced")
  func overloadsStayAndSignaturesAreReplaced() {
    var scope = Scope()
    scope.add([item(.function, "f", "(_ x: Int)"), item(.function, "f", "(_ x: String)")], module: "Cell_1")
    scope.add([item(.function, "f", "(_ x: Double)")], module: "Cell_2")
    #expect(
      cellImports(scope).filter { $0.contains("func") } == ["func Cell_1.`f`", "func Cell_2.`f`"])
    scope.add([item(.function, "f", "(_ x: Int)"), item(.function, "f", "(_ x: String)")], module: "Cell_3")
    #expect(
      cellImports(scope).filter { $0.contains("func") } == ["func Cell_2.`f`", "func Cell_3.`f`"])
    scope.add([item(.variable, "f")], module: "Cell_4")
    #expect(cellImports(scope).filter { $0.contains(".") } == ["var Cell_4.`f`"])
  }

  @Test("An import of a cell is carried on once")
  func importsAreCarriedOnce() {
    var scope = Scope()
    let regex = TopLevelItem(kind: .importing, range: 0..<0, text: "import RegexBuilder")
    scope.add([regex], module: "Cell_1")
    scope.add([regex], module: "Cell_2")
    #expect(scope.prologue == ["import Foundation", "import Etude", "import RegexBuilder"])
    #expect(scope.visibleModules == [])
  }

  @Test("Cells of extensions and of discarded values are seen, cells of statements are not")
  func declarationsWithoutNamesAreSeenAndDiscardsAreNot() {
    var scope = Scope()
    scope.add([TopLevelItem(kind: .declaration, range: 0..<0, text: "extension Int {}")], module: "Cell_1")
    scope.add([TopLevelItem(kind: .statement, range: 0..<0, text: "print(1)")], module: "Cell_2")
    scope.add([item(.variable, "_")], module: "Cell_3")
    #expect(scope.visibleModules == ["Cell_1", "Cell_3"])
    #expect(scope.prologue.contains { $0.contains("`_`") } == false)
  }

  @Test("A cell of Swift 6 is remembered")
  func aCellOfSwift6IsRemembered() {
    var scope = Scope()
    scope.add([item(.variable, "x")], module: "Cell_1")
    #expect(!scope.holdsSwift6)
    scope.add([item(.variable, "y")], module: "Cell_2", languageMode: .swift6)
    scope.add([item(.variable, "z")], module: "Cell_3")
    #expect(scope.holdsSwift6)
  }
}
