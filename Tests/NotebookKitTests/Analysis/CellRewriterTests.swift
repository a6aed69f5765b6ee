import NotebookKit
import Testing

/// The exact source that is generated from a cell.
@Suite("Rewriting of cells")
struct CellRewriterTests {
  private let head = "#sourceLocation(file: \"(imports)\", line: 1)\nimport Etude\n"

  private func module(_ source: String) throws -> String {
    let text = CellRewriter(fileName: "n.md").module(
      source: source, line: 10, items: try CompilerForTests.items(source), prologue: ["import Etude"])
    #expect(text.hasPrefix(head))
    return String(text.dropFirst(head.count))
  }

  private func at(_ line: Int) -> String { "#sourceLocation(file: \"n.md\", line: \(line))\n" }

  @Test("A cell of declarations stays unchanged")
  func plainCellStaysAsItIs() throws {
    #expect(try module("let a = 1\nfunc f() {}") == at(10) + "let a = 1\nfunc f() {}\n")
    #expect(try module("") == at(10) + "\n")
  }

  @Test("The last expression is shown, with its line and column")
  func lastExpressionIsShownWithItsLineAndColumn() throws {
    #expect(
      try module("let a = 1\n  a + 1 // two")
        == at(10) + "let a = 1\n  try CellRuntime.result {\n" + at(11) + "  a + 1\n}\n" + at(11)
        + "        // two\n")
  }

  @Test("A semicolon or an assignment shows nothing")
  func semicolonSilences() throws {
    #expect(try module("a + 1;") == at(10) + "a + 1;\n")
    #expect(try module("a = 1") == at(10) + "a = 1\n")
  }

  @Test("A binding that awaits is waited for")
  func awaitingBinding() throws {
    #expect(
      try module("let a = await f()\nprint(a);")
        == at(10) + "let a = try CellRuntime.wait {\n" + at(10) + "        await f()\n}\n" + at(10)
        + String(repeating: " ", count: 17) + "\nprint(a);\n")
  }

  @Test("A comma between generic arguments does not part bindings")
  func genericArgumentsDoNotPartBindings() throws {
    let text = try module("let a = await Box<Int, String>.make(), b = 2")
    #expect(text.hasSuffix("await Box<Int, String>.make() }, b = 2\n"))
  }

  @Test("A second binding may await")
  func secondBindingAwaits() throws {
    let text = try module("let a = 1, b = await f()")
    #expect(text.contains("let a = 1, b = try CellRuntime.wait {"))
  }

  @Test("An interpolation may await")
  func interpolationAwaits() throws {
    let text = try module(#"let a = "\(await f(1, 2))", b = 2"#)
    #expect(text.contains("let a = try CellRuntime.wait {"))
    #expect(text.hasSuffix(#""\(await f(1, 2))" }, b = 2"# + "\n"))
  }

  @Test("Statements and expressions that await are waited for")
  func awaitingStatementAndExpression() throws {
    #expect(
      try module("for await x in s { print(x) }\nlet y = 1")
        == at(10) + "try CellRuntime.wait {\n" + at(10) + "for await x in s { print(x) }\n}\n" + at(10)
        + String(repeating: " ", count: 29) + "\nlet y = 1\n")
    #expect(
      try module("await f()")
        == at(10) + "try CellRuntime.result {\n" + at(10) + "try CellRuntime.wait {\n" + at(10) + "await f()\n}\n"
        + at(10)
        + String(repeating: " ", count: 9) + "\n}\n" + at(10) + String(repeating: " ", count: 9) + "\n")
  }

  @Test("An async let becomes a binding that waits")
  func asyncLetBecomesABindingThatWaits() throws {
    let text = try module("async let a = f()\nprint(await a);")
    #expect(text.contains("      let a = try CellRuntime.wait {\n" + at(10) + "             try await f()\n}"))
  }

  @Test("A guard binds its names for later cells")
  func guardBindsForLaterCells() throws {
    let text = try module("guard let a = Int(\"5\") else { fatalError() }\nprint(a);")
    #expect(text.hasPrefix(at(10) + "let (`a`) = try CellRuntime.evaluate {\n" + at(10) + "guard let a"))
    #expect(text.contains("\nreturn (`a`)\n}\n"))
    #expect(try module("guard let a = await f() else { fatalError() }").contains("let (`a`) = try CellRuntime.wait {"))
  }

  @Test("A semicolon after an awaited or bound expression becomes a blank, and nothing else moves")
  func semicolonAfterOwnLines() throws {
    #expect(
      try module("await f(); let b = 2")
        == at(10) + "try CellRuntime.wait {\n" + at(10) + "await f()\n}\n" + at(10) + String(repeating: " ", count: 9)
        + "  let b = 2\n")
    let binding = try module("let a = await f() /* ; */ ; a + 1")
    #expect(binding.contains("\n" + String(repeating: " ", count: 17) + " /* ; */   try CellRuntime.result {\n"))
    let guarding = try module("guard let a = Int(\"5\") else { fatalError() }; print(a);")
    #expect(guarding.hasSuffix(String(repeating: " ", count: 44) + "  print(a);\n"))
    #expect(
      try module("await f() // ;\n; 6").hasSuffix(
        " // ;\n  try CellRuntime.result {\n" + at(11) + "  6\n}\n" + at(11) + "   \n"))
  }

  @Test("A semicolon after a binding whose end does not await stays")
  func semicolonAfterLinesAsWritten() throws {
    #expect(try module("let a = await f(), b = 2; let c = 3").hasSuffix("await f() }, b = 2; let c = 3\n"))
    #expect(try module("let a = 1; a").contains("let a = 1; try CellRuntime.result {"))
  }

  @Test("A guard that reads an earlier variable of its own name gets its value")
  func guardIsHandedTheEarlierVariable() throws {
    func text(_ source: String) throws -> String {
      CellRewriter(fileName: "n.md").module(
        source: source, line: 1, items: try CompilerForTests.items(source), prologue: [], definers: ["a": "Cell_1"])
    }
    let handed = "let (`a`) = try CellRuntime.evaluate { let `a` = Cell_1.`a`; do {"
    #expect(try text("guard let a else { fatalError() }").contains(handed))
    #expect(try text("guard let a = a else { fatalError() }").contains(handed))
    #expect(try !text("guard let a = Int(\"5\") else { fatalError() }").contains("Cell_1"))
    #expect(try !text("guard let a = b.a else { fatalError() }").contains("Cell_1"))
  }

  @Test("An inline value is evaluated with its line")
  func inlineValue() {
    let text = CellRewriter(fileName: "n.md").inlineModule("a + 1", line: 7, prologue: ["import Etude"])
    #expect(text == head + "try CellRuntime.inlineValue {\n" + at(7) + "a + 1\n}\n")
  }
}
