import Display
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

  @Test("A value that nothing uses says how to show it")
  func unusedValue() {
    let output = "n.md:4:1: warning: result of call to 'plot' is unused [#no-usage]\nplot(x)\n^   ~~~\n"
    #expect(
      cleaned(output)
        == "n.md:4:1: warning: result of call to 'plot' is unused. Only the last value of a cell is shown by itself. "
        + "Show this one by `display(…)`, or drop it by `_ =`\nplot(x)\n^   ~~~\n")
  }

  @Test("A bracket that nothing closes is said at the bracket")
  func openBracket() {
    let output = """
      /tmp/main.swift:6:1: error: expected ')' in expression list

      ^
      n.md:5:7: note: to match this opening '('
      amount(mystery
            ^
      n.md:5:1: error: cannot find 'amount' in scope

      """
    #expect(
      cleaned(output, source: "#sourceLocation(file: \"n.md\", line: 5)\namount(mystery\n") == """
        n.md:5:7: error: expected ')' in expression list to match this opening '('
        amount(mystery
              ^
        n.md:5:1: error: cannot find 'amount' in scope

        """)
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

  @Test(
    "An import of a cell or of the parameters is reported as unnecessary",
    arguments: [
      "no such module 'Cell_note'",
      "ambiguous implicit access level for import of 'Cell_note'; it is imported as 'internal' elsewhere",
      "ambiguous implicit access level for import of 'Parameters'; it is imported as 'internal' elsewhere",
    ])
  func importOfCell(message: String) {
    let name = message.contains("Parameters") ? "Parameters" : "Cell_note"
    let output =
      "n.md:5:8: warning: '\(name)' inconsistently imported as implementation-only\n"
      + "n.md:5:8: error: \(message)\nimport \(name)\n       ^\n"
    let expected =
      "n.md:5:8: error: a cell cannot import `\(name)`. Remove the line: a cell sees what earlier cells "
      + "declare\nimport \(name)\n       ^\n"
    #expect(cleaned(output) == expected)
    #expect(CompilerDiagnostics(cleaned(output)).telling(cellOf: { _ in 1 }).description == expected)
  }

  @Test("The missing module of a package is not taken for the front matter")
  func importOfParameters() {
    let output = "n.md:5:8: error: no such module 'Parameters'\n"
    #expect(
      CompilerDiagnostics(cleaned(output)).telling(cellOf: { _ in nil }).description
        == "n.md:5:8: error: no such module 'Parameters'. Parameters need no import. A package's module needs "
        + "its package under `packages:` in the front matter.\n")
  }

  @Test("Generated names of modules are removed, but those that the reader wrote stay")
  func writtenNamesStay() {
    let source = """
      #sourceLocation(file: "(imports)", line: 1)
      import Cell_note
      #sourceLocation(file: "n.md", line: 5)
      enum Cell_own { struct Inner {} }
      """
    let output = "n.md:5:1: error: cannot convert value of type 'Cell_own.Inner' to type 'Cell_note.Note'\n"
    #expect(
      cleaned(output, source: source)
        == "n.md:5:1: error: cannot convert value of type 'Cell_own.Inner' to type 'Note'\n")
  }

  @Test("A cell is identified by its number wherever the compiler names its module")
  func modulesAsCells() {
    let output =
      "n.md:5:1: error: type 'module<Cell_note>' has no member 'y'\n"
      + "n.md:6:1: error: module 'Cell_note' has no member named 'y'\n"
    #expect(
      CompilerDiagnostics(output).telling(cellOf: { $0 == "Cell_note" ? 3 : nil }).description
        == "n.md:5:1: error: type 'cell 3' has no member 'y'\nn.md:6:1: error: cell 3 has no member named 'y'\n")
  }

  @Test("Places in a file get other lines, and no other text does")
  func placesMove() {
    let text = """
      n.md:4:1: error: wrong on n.md:4:1
      n.md:4:1
      ^
      Cell_1.W:4:17: note: type declared here
      n.md:5:2: note: here
      other.md:4:1: warning: unused

      """
    let moved = CompilerDiagnostics(text).moved(in: "n.md") { $0 * 10 }
    #expect(
      moved.description
        == text.replacing("n.md:4:1: error", with: "n.md:40:1: error")
        .replacing("n.md:5:2: note", with: "n.md:50:2: note"))
  }

  @Test("Parsed text is printed again")
  func whatIsReadIsPrintedAgain() {
    #expect(CompilerDiagnostics(Self.output).description == Self.output)
    #expect(CompilerDiagnostics("").description == "")
    let crash = "Please submit a bug report\n0. Program arguments: x\nn.md:1:1: error: wrong\n"
    #expect(CompilerDiagnostics(crash).description == crash)
    #expect(CompilerDiagnostics("<unknown>:0: error: no such module\n").diagnostics.count == 1)
  }

  @Test("The reader sees only content of the notebook")
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

  @Test("No path of the cache is shown")
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
        n.md:1:1: error: 'main' attribute cannot be used in a module that contains top-level code. Remove `@main`: a notebook's cells are its program. Call the type's `main()` in a cell.
        @main struct M { static func main() {} }
        ^

        """)
  }

  @Test("Conformances that the compiler derives are not news")
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

@Suite("Diagnostics in the reader's words")
struct ReadersDiagnosticsTests {
  private static let source = """
    #sourceLocation(file: "(imports)", line: 1)
    import Etude
    #sourceLocation(file: "n.md", line: 7)
    let a = 1

    """

  private func cleaned(_ output: String) -> CompilerDiagnostics {
    CompilerDiagnostics(output).inNotebook(source: Self.source)
  }

  @Test(
    "A failure without a place in the notebook is at the cell's first line, without paths",
    arguments: [
      (
        "(imports):2:8: error: no such module 'Etude'\nimport Etude\n       ^\n",
        "n.md:7:1: error: no such module 'Etude'\n"
      ),
      (
        "<unknown>:0: error: malformed compiled module: /x/etude/cells/9a/Cell_1.swiftmodule\n",
        "n.md:7:1: error: malformed compiled module: the cell's module\n"
      ),
      (
        "Please submit a bug report\nStack dump:\n0.\tProgram arguments: /x/swift-frontend -c /x/main.swift\n",
        "n.md:7:1: error: the Swift compiler crashed on this code. Rewrite the code, or split it into several cells\n"
      ),
      (
        "ld.lld: error: undefined symbol: missing\n>>> referenced by n.md:7\n>>>               /x/Cell_1.o:(main)\n",
        "n.md:7:1: error: no library defines `missing`\n"
      ),
    ])
  func aFailureWithoutAPlaceStandsAtTheFirstLine(_ output: String, _ told: String) {
    #expect(cleaned(output).description == told)
  }

  @Test("Follow-on errors of generated lines are dropped")
  func followOnErrorsOfGeneratedLinesAreDropped() {
    let real = "n.md:7:1: error: wrong\nlet a = 1\n^\n"
    #expect(cleaned("(imports):2:8: error: x\nimport Etude\n^\n" + real).description == real)
  }

  @Test("Cells are called by their numbers")
  func cellsAreCalledByTheirNumbers() {
    let output =
      "n.md:7:1: error: 'Cell_w.W' is not in module 'Cell_late_2'\n"
      + "Cell_w:1:16: note: found this\ninfix operator **\n^\n"
    let told = cleaned(output).telling { $0 == "Cell_late_2" ? 12 : nil }
    #expect(told.description == "n.md:7:1: error: 'W' is not in cell 12\n")
    #expect(cleaned(output).telling { _ in nil }.description == "n.md:7:1: error: 'W' is not in another cell\n")
  }

  @Test("A notebook with a module's name keeps the locations of its diagnostics", arguments: ["Parameters", "Cell_a"])
  func notebookWithTheNameOfAModule(_ name: String) {
    let output = "\(name).md:7:15: error: wrong\nlet a = 1\n^\n"
    let source = Self.source.replacing("n.md", with: "\(name).md")
    #expect(CompilerDiagnostics(output).inNotebook(source: source, fileName: "\(name).md").description == output)
  }

  @Test("Lines are quoted as they are written")
  func linesAreQuotedAsTheyAreWritten() {
    let output = """
      n.md:8:8: error: wrong
             var x: Nope
                    ^
      n.md:7:1: error: other
      let (a) = try CellRuntime.evaluate {
      ^
      n.md:7:6: note: declared here
      let (a) = try CellRuntime.evaluate {
           ^

      """
    let cell = "guard let a else { fatalError() }\npublic var x: Nope"
    #expect(
      CompilerDiagnostics(output).quoting(cell, line: 7, file: "n.md").description == """
        n.md:8:8: error: wrong
        public var x: Nope
                      ^
        n.md:7:1: error: other
        guard let a else { fatalError() }

        """)
  }

  @Test(
    "An unknown name suggests the nearest ones",
    arguments: [
      ("'learnnigRate'", "'learnnigRate' in scope. Did you mean `learningRate`?"),
      ("type 'Tensr'", "type 'Tensr' in scope. Did you mean `Tensor`?"),
      ("'lod'", "'lod' in scope. Did you mean `load` or `log`?"), ("'quark'", "'quark' in scope"),
      ("'spectrogam'", "'spectrogam' in scope. Did you mean `spectrogram` or `Spectrogram`?"),
    ])
  func anUnknownNameSuggestsTheNearestOnes(_ name: String, _ told: String) {
    let known = ["learningRate", "spectrogram", "Spectrogram", "Tensor", "load", "log"]
    #expect(
      CompilerDiagnostics("n.md:1:1: error: cannot find \(name) in scope\n")
        .suggesting(from: { known }, hints: { nil }).description
        == "n.md:1:1: error: cannot find \(told)\n")
  }

  @Test("Other errors suggest nothing")
  func otherErrorsSuggestNothing() {
    let output = "n.md:1:1: error: cannot find 'a' in scope; did you mean 'b'?\nn.md:1:1: warning: load\n"
    #expect(
      CompilerDiagnostics(output).suggesting(
        from: {
          Issue.record("no names are needed")
          return []
        }, hints: { nil }
      ).description == output)
  }
}

@Suite("Hints from the library's documentation")
struct LibraryHintsTests {
  private static let hints = LibraryHints(
    DocumentationIndex(
      [
        ("JoinKind", "enum JoinKind"), ("JoinKind.inner", "case inner"), ("JoinKind.full", "case full"),
        ("DataFrame", "struct DataFrame"), ("DataFrame.prefix(_:)", "func prefix(_ count: Int)"),
        ("DataFrame.grouped(by:)", "func grouped(by: String)"), ("Figure.write(png:)", "func write(png: URL)"),
        ("Figure", "struct Figure"), ("Figure.title(_:)", "func title(_ text: String)"), ("String.asTitle", "var"),
        ("ImageLoader.showBatch(maxCount:)", "func showBatch()"),
        ("FrameEnergy.rootMeanSquare(_:)", "func rootMeanSquare()"), ("ImageDataLoaders", "typealias ImageDataLoaders"),
        ("ImageDataLoaders.showBatch(maxCount:)", "func showBatch()"),
      ].map { DocumentationIndex.Symbol(path: $0.0, declaration: $0.1, comment: "", module: "M") },
      knownCalls: KnownCallTables.calls))

  private func told(_ output: String) -> String {
    CompilerDiagnostics("n.md:3:7: error: " + output).suggesting(from: { [] }, hints: { Self.hints }).description
      .replacing("n.md:3:7: error: ", with: "")
  }

  @Test(
    "A name that another library has says what it is here",
    arguments: [
      ("cannot find 'rms' in scope", "Did you mean `FrameEnergy.rootMeanSquare`?"),
      ("cannot find 'show_batch' in scope", "Did you mean `ImageDataLoaders.showBatch` or `ImageLoader.showBatch`?"),
      (
        "value of type 'Figure' has no member 'savefig'",
        "Did you mean `Figure.write`, `Figure.pngData` or `Figure.svgData`?"
      ),
      ("cannot find 'grouped' in scope", nil), ("cannot find 'y' in scope", nil),
      ("cannot find 'name' in scope", nil),
      ("value of type 'Figure' has no member 'titel'", "Did you mean `title`?"),
      ("value of type 'ImageDataLoaders' has no member 'show_batch'", "Did you mean `showBatch`?"),
      ("type 'JoinKind' has no member 'outer'", "`JoinKind` is one of `full` and `inner`"),
    ])
  func names(output: String, hint: String?) {
    #expect(told(output) == output + (hint.map { ". " + $0 } ?? ""))
  }

  @Test("A type that is not the library's gets no hint")
  func ownTypes() {
    for type in ["Mine", "String"] {
      let error = "value of type '\(type)' has no member 'savefig'"
      #expect(told(error) == error)
    }
  }

  @Test("A call of a column that there is not names the method that is meant")
  func column() {
    let error = "cannot call value of non-function type 'AnyColumn'"
    #expect(
      told("\(error)\nsales.head()\n      ^   ~~\n")
        == "\(error). A data frame has no method `head`. Did you mean `DataFrame.prefix`?\nsales.head()\n      ^   ~~\n"
    )
    #expect(told("\(error)\nsales.shop()\n      ^\n").hasPrefix("\(error). A data frame has no method `shop`\n"))
  }

  @Test("Values that are not a column without a type say how to give it", arguments: ["Column<Date>", "[Date]"])
  func columnType(type: String) {
    let error = "cannot assign value of type '\(type)' to subscript of type 'AnyColumn'"
    #expect(told(error) == error + ". Say what its values are: `[\"name\", Date.self] = …`")
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
