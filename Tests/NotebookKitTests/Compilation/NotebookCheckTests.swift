import Files
import Foundation
import NotebookKit
import Testing

@Suite("Checks of an edited notebook")
struct NotebookCheckTests {
  /// Steps of cells, each on a line ten below the previous one.
  private func steps(_ sources: [String], firstLine: Int = 2) -> [RunStep] {
    sources.enumerated().map { index, source in
      RunStep(
        .cell(Cell(index: index, source: source, line: firstLine + 10 * index)), unit: index,
        module: "Cell_\(index + 1)")
    }
  }

  private func withCheck(_ body: (inout NotebookCheck) throws -> Void) throws {
    let compiler = try CompilerForTests()
    defer { compiler.remove() }
    var check = NotebookCheck(compiler: compiler.compiler)
    try body(&check)
  }

  private func messages(_ check: NotebookCheck) -> [String] { check.steps.flatMap(\.diagnostics).map(\.message) }

  @Test("After an edit the diagnostics are those of a check from the beginning")
  func edits() throws {
    let versions = [
      ["let a = 1", "func f() -> Int { a }", "let b = f()"],
      ["let a = \"x\"", "func f() -> Int { a }", "let b = f()"],
      ["let a = 2", "func f() -> Int { a }", "let b = f() +"],
      ["let a = 2", "func f() -> Int { a }", "let b = f()", "let c = b"],
      ["let c = 2", "let c = 3", "let d = c"],
      ["let c = 2"],
    ]
    try withCheck { check in
      for version in versions {
        try check.update(to: steps(version))
        try withCheck { fresh in
          try fresh.update(to: steps(version))
          #expect(check.steps.map(\.problem) == fresh.steps.map(\.problem), "\(version)")
          #expect(check.steps.map(\.occurrences) == fresh.steps.map(\.occurrences), "\(version)")
        }
      }
    }
  }

  @Test("A cell that moved keeps its diagnostics and symbols on its new lines")
  func moves() throws {
    try withCheck { check in
      try check.update(to: steps(["let a = 1", "let b = a + x"]))
      #expect(check.steps[1].diagnostics.compactMap(\.line) == [12])
      try check.update(to: steps(["let a = 1", "let b = a + x"], firstLine: 5))
      #expect(check.steps[1].diagnostics.compactMap(\.line) == [15])
      #expect(Set(check.steps[0].occurrences.map(\.line)) == [5])
    }
  }

  @Test("A cell that was fixed has the symbols of its new code")
  func mended() throws {
    try withCheck { check in
      try check.update(to: steps(["let wonderful = 1", "let b = wond"]))
      #expect(messages(check) == ["cannot find 'wond' in scope"])
      try check.update(to: steps(["let wonderful = 1", "let b = wonderful"]))
      #expect(messages(check) == [])
      #expect(check.steps[1].occurrences.contains { $0.name == "wonderful" && !$0.isDeclaration })
    }
  }

  @Test("An inline value of what does not compile is not checked, either")
  func inlineValues() throws {
    try withCheck { check in
      let value = Notebook.InlineValue(id: 0, expression: "a + 1", line: 7, afterCell: 0)
      try check.update(to: steps(["let a = x"]) + [RunStep(.inlineValue(value), unit: 1, module: "Inline_1")])
      #expect(
        check.steps[1].problem
          == "\(check.steps[1].diagnostics[0].place.prefix { $0 != ":" }):7: not checked: it uses `a` of the cell on line 2, "
          + "which does not compile\n")
    }
  }

  @Test("Names used from a cell that does not compile are reported, with its current line")
  func missing() throws {
    try withCheck { check in
      try check.update(to: steps(["let a: Int = \"x\"", "let b = a"]))
      try check.update(to: steps(["let a: Int = \"x\"", "let b = a"], firstLine: 4))
      #expect(
        check.steps[1].problem
          == "note.md:14: not checked: it uses `a` of the cell on line 4, which does not compile\n")
    }
  }

  @Test("An editor's source imports the declarations of cells before a position, and no later ones")
  func editorSource() throws {
    try withCheck { check in
      try check.update(to: steps(["let a = 1", "let b = 2", "let c = 3"]))
      let source = try check.editorSource(at: 1, module: "Cell_2")
      #expect(source.prologue.contains { $0.hasSuffix("import Cell_1") })
      #expect(!source.prologue.contains { $0.contains("Cell_2") || $0.contains("Cell_3") })
      let list = try #require(source.arguments.last { $0.hasSuffix("interfaces.json") })
      let interfaces = try JSON(parsing: Data(contentsOf: URL(filePath: list))).array ?? []
      #expect(interfaces.map { $0["moduleName"] } == ["Cell_1"])
      for path in ["modulePath", "docPath"] {
        #expect(FileManager.default.fileExists(atPath: interfaces[0][path]?.string ?? ""))
      }
    }
  }

  @Test("A check knows only the type of a parameter's value")
  func parameters() throws {
    func steps(_ value: Parameter.Value) throws -> [RunStep] {
      let notebook = try NotebookParser.parse(
        source: Data("```swift\nlet a: Int = hop\n```\n".utf8), file: URL(filePath: "note.md"))
      return RunStep.steps(of: notebook, parameters: [Parameter(name: "hop", value: value, line: 3)])
    }
    try withCheck { check in
      try check.update(to: try steps(.integer(1)))
      #expect(check.steps.map(\.isCompiled) == [true, true])
      let symbols = check.steps.map(\.occurrences)
      try check.update(to: try steps(.integer(-7)))
      #expect(check.steps.map(\.step) == (try steps(.integer(-7))))
      #expect(check.steps.map(\.occurrences) == symbols)
      try check.update(to: try steps(.text("x")))
      #expect(messages(check) == ["cannot convert value of type 'String' to specified type 'Int'"])
    }
  }

  @Test("A method that a protocol asks for is known to be its witness")
  func witness() throws {
    try withCheck { check in
      try check.update(
        to: steps(["protocol P { func f() }\nstruct S: P { func f() {} }\nstruct T { func f() {} }"]))
      let declared = check.steps[0].occurrences.filter { $0.isDeclaration && $0.name == "f()" }
      #expect(declared.map { $0.roles.contains(.override) } == [false, true, false])
    }
  }
}
