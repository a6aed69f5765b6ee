import NotebookKit
import Testing

@Suite("Scopes of cells")
struct ScopeTests {
  /// The lines of a view's prologue that import cells, without the words that all of them begin with.
  private func cellImports(_ view: ScopeView) -> [String] {
    let words = "@_private(sourceFile: \"main.swift\") @testable @_implementationOnly internal import "
    return view.prologue.filter { $0.hasPrefix(words) }.map { String($0.dropFirst(words.count)) }
  }

  private func modules(_ scope: Scope, _ source: String) -> [String] { scope.view(of: CellWords(source)).modules }

  private func item(_ kind: DeclaredName.Kind, _ name: String, _ signature: String = "") -> TopLevelItem {
    TopLevelItem(
      kind: kind == .variable ? .binding : .declaration, range: 0..<0, text: name,
      names: [DeclaredName(name: name, kind: kind, signature: signature)])
  }

  /// An extension with one member.
  private func extending(_ type: String, _ member: String?, _ inherited: [String] = []) -> TopLevelItem {
    var item = TopLevelItem(kind: .declaration, range: 0..<0, text: "extension \(type) {}")
    var contribution = Contribution()
    contribution.extendedType = type
    contribution.inheritedTypes = inherited
    contribution.words = member.map { [$0] } ?? []
    contribution.hasUnnamedUses = member == nil
    item.contribution = contribution
    return item
  }

  @Test("Every cell imports Foundation and the library")
  func everyCellImportsTheLibrary() {
    #expect(Scope().wholeView().prologue == ["import Foundation", "import Etude"])
  }

  @Test("The cell that defined a name last has it")
  func latestDefinerWins() {
    var scope = Scope()
    scope.add([item(.variable, "x"), item(.structure, "Note")], module: "Cell_1")
    scope.add([item(.variable, "x")], module: "Cell_2")
    scope.add([item(.class, "Note")], module: "Cell_3")
    #expect(
      cellImports(scope.wholeView()) == ["Cell_1", "Cell_2", "Cell_3", "var Cell_2.`x`", "class Cell_3.`Note`"])
    #expect(scope.wholeView().prologue.count == 7)
    #expect(cellImports(scope.view(of: CellWords("x + 1"))) == ["Cell_2", "var Cell_2.`x`"])
  }

  @Test("Overloads stay, and a function of the same signature is replaced")
  func overloadsStayAndSignaturesAreReplaced() {
    var scope = Scope()
    scope.add([item(.function, "f", "(_ x: Int)"), item(.function, "f", "(_ x: String)")], module: "Cell_1")
    scope.add([item(.function, "f", "(_ x: Double)")], module: "Cell_2")
    let use = CellWords("f(1)")
    #expect(cellImports(scope.view(of: use)).filter { $0.contains("func") } == ["func Cell_1.`f`", "func Cell_2.`f`"])
    scope.add([item(.function, "f", "(_ x: Int)"), item(.function, "f", "(_ x: String)")], module: "Cell_3")
    #expect(cellImports(scope.view(of: use)).filter { $0.contains("func") } == ["func Cell_2.`f`", "func Cell_3.`f`"])
    scope.add([item(.variable, "f")], module: "Cell_4")
    #expect(cellImports(scope.view(of: use)).filter { $0.contains(".") } == ["var Cell_4.`f`"])
  }

  @Test("An import of a cell is carried on once")
  func importsAreCarriedOnce() {
    var scope = Scope()
    let regex = TopLevelItem(kind: .importing, range: 0..<0, text: "import RegexBuilder")
    scope.add([regex], module: "Cell_1")
    scope.add([regex], module: "Cell_2")
    #expect(scope.view(of: CellWords("")).prologue == ["import Foundation", "import Etude", "import RegexBuilder"])
    #expect(scope.wholeView().modules == [])
  }

  @Test("Cells of extensions and of discarded values are seen, cells of statements are not")
  func declarationsWithoutNamesAreSeenAndDiscardsAreNot() {
    var scope = Scope()
    scope.add([TopLevelItem(kind: .declaration, range: 0..<0, text: "extension Int {}")], module: "Cell_1")
    scope.add([TopLevelItem(kind: .statement, range: 0..<0, text: "print(1)")], module: "Cell_2")
    scope.add([item(.variable, "_")], module: "Cell_3")
    #expect(scope.wholeView().modules == ["Cell_1", "Cell_3"])
    #expect(scope.wholeView().prologue.contains { $0.contains("`_`") } == false)
  }

  @Test("A cell whose name another kind replaced is imported name by name")
  func aCellWhoseNameAnotherKindReplacedIsImportedByName() {
    var scope = Scope()
    scope.add([item(.variable, "x"), item(.variable, "y")], module: "Cell_1")
    scope.add([item(.function, "x")], module: "Cell_2")
    #expect(
      cellImports(scope.wholeView()) == [
        "typealias Cell_1.CellInterface", "Cell_2", "func Cell_2.`x`", "var Cell_1.`y`",
      ])
    #expect(cellImports(scope.view(of: CellWords("y"))) == ["typealias Cell_1.CellInterface", "var Cell_1.`y`"])
  }

  @Test("A cell does not import what it declares as another kind")
  func aCellDoesNotImportWhatItDeclaresAsAnotherKind() {
    var scope = Scope()
    scope.add([item(.variable, "x"), item(.variable, "y")], module: "Cell_1")
    let view = scope.view(of: CellWords("func x() { y }"), declaring: [item(.function, "x")])
    #expect(cellImports(view) == ["typealias Cell_1.CellInterface", "var Cell_1.`y`"])
  }

  @Test("A cell that guards an earlier variable imports it")
  func aCellThatGuardsAnEarlierVariableImportsIt() {
    var scope = Scope()
    scope.add([item(.variable, "x"), item(.variable, "y")], module: "Cell_1")
    scope.add([item(.function, "x")], module: "Cell_2")
    var guarding = item(.variable, "y")
    guarding.kind = .guarding
    let view = scope.view(of: CellWords("guard let y else { fatalError() }"), declaring: [guarding])
    #expect(cellImports(view) == ["typealias Cell_1.CellInterface", "var Cell_1.`y`"])
  }

  @Test("A cell that sees one of Swift 6 knows it, another does not")
  func aCellOfSwift6IsRemembered() {
    var scope = Scope()
    scope.add([item(.variable, "x")], module: "Cell_1")
    scope.add([item(.variable, "y")], module: "Cell_2", languageMode: .swift6)
    scope.add([item(.variable, "z")], module: "Cell_3")
    #expect(!scope.view(of: CellWords("x + z")).holdsSwift6)
    #expect(scope.view(of: CellWords("x + y")).holdsSwift6)
  }

  // MARK: - Import by use

  @Test(
    "A name is used where it can be one of a module",
    arguments: [
      ("x", true), ("f(x)", true), ("\"\\(x)\"", true), ("[x: 1]", true), ("`x`", true), ("@x var y = 1", true),
      ("#x(1)", true), ("\\x.count", true), ("f(a ? x : 1)", true), ("p.x", false), ("f(x: 1)", false),
      ("f(1, x: 1)", false), ("\"x\"", false), ("// x", false), (".x", false), ("xy", false),
    ])
  func namesAreUsed(source: String, isUsed: Bool) {
    var scope = Scope()
    scope.add([item(.variable, "x")], module: "Cell_1")
    #expect(modules(scope, source) == (isUsed ? ["Cell_1"] : []))
  }

  @Test("A module brings the modules that its interface exposes, and theirs")
  func exposedModulesComeAlong() {
    var scope = Scope()
    scope.add([item(.structure, "Note")], module: "Cell_1")
    scope.add([item(.structure, "Chord")], module: "Cell_2", imported: ["Cell_1"], exposed: ["Cell_1", "Swift"])
    scope.add([item(.variable, "n")], module: "Cell_3", imported: ["Cell_2", "Cell_1"], exposed: ["Swift", "Int"])
    scope.add([item(.variable, "c")], module: "Cell_4", imported: ["Cell_2", "Cell_1"], exposed: ["Cell_2"])
    scope.add([item(.variable, "u")], module: "Cell_5", imported: ["Cell_3"])
    #expect(modules(scope, "n") == ["Cell_3"])
    #expect(modules(scope, "c") == ["Cell_1", "Cell_2", "Cell_4"])
    #expect(modules(scope, "u") == ["Cell_3", "Cell_5"])
  }

  @Test("An extension of a cell's type comes with the type")
  func extensionsComeWithTheirType() {
    var scope = Scope()
    scope.add([item(.structure, "Note")], module: "Cell_1")
    scope.add([extending("Note", "name", ["CustomStringConvertible"])], module: "Cell_2", imported: ["Cell_1"])
    scope.add([item(.variable, "n")], module: "Cell_3", imported: ["Cell_1", "Cell_2"], exposed: ["Cell_1"])
    scope.add([item(.variable, "other")], module: "Cell_4")
    #expect(modules(scope, "n") == ["Cell_1", "Cell_2", "Cell_3"])
    #expect(modules(scope, "other.name") == ["Cell_4"])
  }

  @Test("An extension of a library's type comes with its members' names, without a name always")
  func extensionsOfLibraryTypes() {
    var scope = Scope()
    scope.add([extending("Array", "mean")], module: "Cell_1")
    scope.add([extending("Array", nil)], module: "Cell_2")
    #expect(modules(scope, "[1].mean") == ["Cell_1", "Cell_2"])
    #expect(modules(scope, "mean(1)") == ["Cell_1", "Cell_2"])
    #expect(modules(scope, "1") == ["Cell_2"])
  }

  @Test("A library's type that conforms to a cell's protocol brings that protocol and its inherited ones")
  func conformancesComeWithTheirProtocol() {
    var scope = Scope()
    scope.add([item(.protocol, "Base")], module: "Cell_1")
    scope.add([item(.protocol, "Sub")], module: "Cell_2", imported: ["Cell_1"], exposed: ["Cell_1"])
    scope.add([extending("Int", "size", ["Sub"])], module: "Cell_3", imported: ["Cell_1", "Cell_2"])
    scope.add([item(.function, "f")], module: "Cell_4", imported: ["Cell_1"], exposed: ["Cell_1"])
    #expect(modules(scope, "f(1)") == ["Cell_1", "Cell_2", "Cell_3", "Cell_4"])
    #expect(modules(scope, "print(1)") == [])
    scope.add([extending("Int", "words", ["Sequence"])], module: "Cell_5")
    #expect(modules(scope, "print(1)") == ["Cell_5"])
  }

  @Test("A cell that declares a conformance sees everything that may be a witness")
  func conformancesSeeWitnesses() {
    var scope = Scope()
    scope.add([extending("Int", "area")], module: "Cell_1")
    var equality = TopLevelItem(kind: .declaration, range: 0..<0, text: "func ==")
    equality.contribution = Contribution()
    equality.contribution?.words = ["=="]
    equality.contribution?.isOperatorFunction = true
    scope.add([equality], module: "Cell_2")
    #expect(modules(scope, "extension Int: Shape {}") == ["Cell_1", "Cell_2"])
    #expect(modules(scope, "struct S: Equatable {}") == ["Cell_1", "Cell_2"])
    #expect(modules(scope, "struct S { var v = 1 }") == [])
    #expect(modules(scope, "1 == 2") == ["Cell_2"])
  }

  @Test("A cell that declares in branches of #if is seen by all")
  func branchesAreSeenByAll() {
    var scope = Scope()
    scope.add([], module: "Cell_1", unplacedNames: ["x"])
    #expect(modules(scope, "1") == ["Cell_1"])
  }

  @Test("A chain of 2,000 cells imports one module a cell")
  func longChains() {
    var scope = Scope()
    for index in 1...2_000 {
      let view = scope.view(of: CellWords("let x\(index) = x\(index - 1) + 1"))
      #expect(view.modules == (index == 1 ? [] : ["Cell_\(index - 1)"]))
      scope.add([item(.variable, "x\(index)")], module: "Cell_\(index)", imported: view.modules, exposed: ["Swift"])
    }
  }
}
