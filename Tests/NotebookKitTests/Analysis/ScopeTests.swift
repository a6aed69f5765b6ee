import NotebookKit
import Testing

@Suite("Scopes of cells")
struct ScopeTests {
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
      scope.prologue == [
        "import Foundation", "import Etude", "@testable import Cell_1", "@testable import Cell_2",
        "@testable import Cell_3", "@testable import var Cell_2.x", "@testable import class Cell_3.Note",
      ])
  }

  @Test("Overloads stay, and a function of the same signature is replaced")
  func overloadsStayAndSignaturesAreReplaced() {
    var scope = Scope()
    scope.add([item(.function, "f", "(_ x: Int)"), item(.function, "f", "(_ x: String)")], module: "Cell_1")
    scope.add([item(.function, "f", "(_ x: Double)")], module: "Cell_2")
    #expect(
      scope.prologue.filter { $0.contains("func") } == [
        "@testable import func Cell_1.f", "@testable import func Cell_2.f",
      ])
    scope.add([item(.function, "f", "(_ x: Int)"), item(.function, "f", "(_ x: String)")], module: "Cell_3")
    #expect(
      scope.prologue.filter { $0.contains("func") } == [
        "@testable import func Cell_2.f", "@testable import func Cell_3.f",
      ])
    scope.add([item(.variable, "f")], module: "Cell_4")
    #expect(scope.prologue.filter { $0.contains(".f") } == ["@testable import var Cell_4.f"])
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
    #expect(scope.prologue.contains { $0.contains("._") } == false)
  }
}
