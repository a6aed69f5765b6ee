import NotebookKit
import Testing

@Suite("Diagnostics of the compiler")
struct CompilerDiagnosticsTests {
  private static let output = """
    n.md:4:1: error: extension outside of file declaring struct 'W' prevents automatic synthesis of '==' for protocol 'Equatable'
    extension W: Equatable {}
    ^
    Cell_1.W:1:17: note: type declared here
    internal struct W {
                    ^
    n.md:4:1: note: add stubs for conformance
    extension W: Equatable {}
    ^
    n.md:5:1: warning: extension declares a conformance of imported type 'String' to imported protocol 'Error'; this will not
    extension String: Error {}
    ^
    n.md:5:1: note: add '@retroactive' to silence this warning
    extension String: Error {}
    ^                 ~~~~~
                      @retroactive Error
    n.md:6:5: warning: never used: 'Cell_1.W'

    """

  private func cleaned(_ output: String, source: String = "") -> String {
    CompilerDiagnostics(output).inNotebook(source: source).description
  }

  @Test("Diagnostics are read with excerpts and notes")
  func diagnosticsAreReadWithExcerptsAndNotes() throws {
    let read = CompilerDiagnostics(Self.output)
    #expect(read.diagnostics.map(\.severity) == [.error, .warning, .warning])
    #expect(read.diagnostics.map(\.notes.count) == [2, 1, 0])
    #expect(read.diagnostics[0].place == "n.md:4:1")
    #expect(read.diagnostics[0].excerpt == ["extension W: Equatable {}", "^"])
    #expect(read.diagnostics[1].notes[0].excerpt.count == 3)
  }

  @Test("The warnings that imports of cells draw are dropped")
  func warningsOfImportsAreDropped() {
    let output = """
      (imports):3:77: warning: using '@_implementationOnly' without enabling library evolution for 'Cell_2' may lead to instability during execution [#ImplementationOnlyDeprecated]
      import Cell_1
             ^
      n.md:5:1: warning: unused
      x
      ^
      [#ImplementationOnlyDeprecated]: <https://example.org>

      """
    #expect(cleaned(output) == "n.md:5:1: warning: unused\nx\n^\n")
  }

  @Test("What is read is printed again")
  func whatIsReadIsPrintedAgain() {
    #expect(CompilerDiagnostics(Self.output).description == Self.output)
    #expect(CompilerDiagnostics("").description == "")
    let crash = "Please submit a bug report\n0. Program arguments: x\nn.md:1:1: error: wrong\n"
    #expect(CompilerDiagnostics(crash).description == crash)
    #expect(CompilerDiagnostics("<unknown>:0: error: no such module\n").diagnostics.count == 1)
  }

  @Test("The reader sees only what is the notebook's")
  func theReaderSeesOnlyWhatIsTheNotebooks() {
    #expect(
      cleaned(Self.output) == """
        n.md:4:1: error: extension outside of file declaring struct 'W' prevents automatic synthesis of '==' for protocol 'Equatable'. Declare it in the cell that declares the type.
        extension W: Equatable {}
        ^
        n.md:4:1: note: add stubs for conformance
        extension W: Equatable {}
        ^
        n.md:6:5: warning: never used: 'W'

        """)
  }

  @Test("No place of the cache is shown")
  func noPlaceOfTheCacheIsShown() {
    let output = """
      n.md:1:1: error: 'main' attribute cannot be used in a module that contains top-level code
      @main struct M { static func main() {} }
      ^
      /cache/.draft-1/main.swift:1:1: note: top-level code defined in this source file
      #sourceLocation(file: "(imports)", line: 1)
      ^

      """
    #expect(
      cleaned(output) == """
        n.md:1:1: error: 'main' attribute cannot be used in a module that contains top-level code. Leave `@main` out: a notebook's cells are its program. Call the type's `main()` in a cell.
        @main struct M { static func main() {} }
        ^

        """)
  }

  @Test("Conformances that the compiler derives are no news")
  func conformancesThatTheCompilerDerivesAreNoNews() {
    #expect(
      cleaned(
        "n.md:6:14: warning: conformance of 'W' to protocol 'Sendable' was already stated in the type's module 'Cell_1'\n"
      )
        == "")
    #expect(
      cleaned(
        "n.md:6:14: warning: conformance of 'W' to protocol 'P' was already stated in the type's module 'Cell_1'\n")
        != "")
  }

  @Test("Marks that the runner adds are not blamed")
  func marksThatTheRunnerAddsAreNotBlamed() {
    let warning = "n.md:1:1: warning: no calls to throwing functions occur within 'try' expression\ntry x\n^\n"
    #expect(cleaned(warning) == warning)
    let source = "let a = try CellRuntime.wait {\n#sourceLocation(file: \"n.md\", line: 1)\n  try await f()\n}\n"
    #expect(cleaned(warning, source: source) == "")
  }
}

@Suite("Names that a failed cell would have declared")
struct MissingNamesTests {
  @Test("Errors about a name that a cell failed to declare are one")
  func errorsAboutANameThatACellFailedToDeclareAreOne() {
    let output = """
      n.md:1:1: error: cannot find 'a' in scope
      a
      ^
      n.md:2:1: error: cannot find 'a' in scope; did you mean 'b'?
      a
      ^
      n.md:2:1: note: 'b' declared here
      n.md:3:1: error: cannot find type 'T' in scope
      n.md:4:1: error: cannot find 'c' in scope

      """
    #expect(
      CompilerDiagnostics(output).foldingErrors(aboutNamesOf: ["a": 4, "T": 5]).description == """
        n.md:1:1: error: `a` is missing because cell 4 failed
        a
        ^
        n.md:3:1: error: `T` is missing because cell 5 failed
        n.md:4:1: error: cannot find 'c' in scope

        """)
  }
}
