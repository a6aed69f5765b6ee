import Jupyter
import NotebookKit
import Testing

@Suite("Failures as Jupyter shows them")
struct CellErrorTests {
  @Test("A compile error names the cell's number, line and column")
  func compileError() {
    let failure = CellFailure(
      kind: .compileError, summary: "The cell does not compile: no such name",
      details: "cell.swift:2:7: error: no such name\nlet a = b\n        ^\n")
    let error = CellError(failure, type: nil, file: "cell.swift", cell: 3)
    #expect(error.name == "CompileError")
    #expect(error.value == "The cell does not compile: no such name")
    #expect(
      error.traceback == [
        "\u{1B}[1;31mCompileError\u{1B}[0m: The cell does not compile: no such name",
        "Cell 3, line 2, column 7: error: no such name", "let a = b", "        ^",
      ])
  }

  @Test("A thrown error shows its type as its name, once")
  func thrown() {
    let failure = CellFailure(kind: .thrown, summary: "MixerError: no gain", details: "Cell 1, line 2: try mix()")
    let error = CellError(failure, type: "MixerError", file: "cell.swift", cell: 1)
    #expect(error.name == "MixerError")
    #expect(error.value == "no gain")
    #expect(error.traceback.last == "Cell 1, line 2: try mix()")
  }

  @Test("A line that names no position in the cell stays unchanged")
  func otherLines() {
    #expect(CellError.placed("my cell.swift:1:1 stays", file: "cell.swift", cell: 1) == "my cell.swift:1:1 stays")
    #expect(CellError.placed("cell.swift:4: Unknown", file: "cell.swift", cell: 2) == "Cell 2, line 4: Unknown")
  }
}
