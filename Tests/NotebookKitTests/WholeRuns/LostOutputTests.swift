import Foundation
import TestSupport
import Testing

/// Requested outputs that do not appear are reported in the terminal, in the page and by the status of `--strict`.
@Suite("What is lost is said")
struct LostOutputTests {
  @Test("A plot that is not a cell's last value is said by run and check")
  func lostPlot() throws {
    let notebook = try ScratchNotebook(["plot([1.0, 2])\nplot([2.0, 1])"])
    defer { notebook.remove() }
    let message =
      "is unused. Only the last value of a cell is shown by itself. Show this one by "
      + "`display(…)`, or drop it by `_ =`"
    let run = try notebook.run()
    #expect(run.status == 0)
    #expect(run.errors.contains("note.md:4: warning: ") && run.errors.contains("\(message)\n"))
    #expect(try notebook.pageText().contains("Show this one by `display(…)`"))
    #expect(try notebook.run(["--strict"]).status == 1)
    let check = try EtudeProcess().run(["check", "--strict", "note.md"], in: notebook.folder)
    #expect(check.status == 1)
    #expect(check.errors.contains("note.md:4:1: warning: ") && check.errors.contains("\(message)\n"))
  }

  @Test("The count of a run names each of its cells, and its paths each of its forms")
  func count() throws {
    let notebook = try ScratchNotebook([
      "1", "//| error: true\nstruct E: Error {}\nthrow E()", "//| eval: false\n2",
    ])
    defer { notebook.remove() }
    let run = try notebook.run(["--to", "md"])
    #expect(run.status == 0)
    #expect(run.errors.hasSuffix("note.md: 1 cell succeeded, 1 failed as `error: true` allows, 1 skipped\n"))
    #expect(run.output == "Output/note.html\nOutput/note.ipynb\nOutput/note.md\n")
  }

  @Test("With --solutions a test sees the solution, and the report stands apart")
  func solutions() throws {
    let notebook = try ScratchNotebook([
      "//| tags: [exercise]\nfunc f() -> Int { 0 }", "f() == 1 ? \"Right\" : \"Not yet\"",
      "//| tags: [solution]\nfunc f() -> Int { 1 }",
    ])
    defer { notebook.remove() }
    #expect(try notebook.run().status == 0)
    #expect(try notebook.outputs()[1] == ["execute_result: Not yet"])
    let run = try notebook.run(["--solutions"])
    #expect(run.status == 0)
    #expect(run.output.hasPrefix("Output/solutions/note.html\n"))
    let page = try String(contentsOf: notebook.folder.appending(path: "Output/solutions/note.html"), encoding: .utf8)
    #expect(page.contains(">Right</pre>"))
  }

  @Test("Solutions of a notebook without exercises are refused")
  func noExercises() throws {
    let notebook = try ScratchNotebook(["1"])
    defer { notebook.remove() }
    let run = try notebook.run(["--solutions"])
    #expect(run.status == 2)
    #expect(run.errors.hasPrefix("note.md has no cell with the tag `exercise`"))
  }

  @Test("Names that the library lacks say what it has")
  func hints() throws {
    let notebook = try ScratchNotebook([
      "plot([1.0]).savefig(\"a.png\")", "let frame: DataFrame = [\"a\": [1, 2]]", "frame.head()",
      "frame.groupby(\"a\")",
      "frame.joined(frame, on: \"a\", kind: .outer)", "rms([1])", "print(mystery",
    ])
    defer { notebook.remove() }
    let errors = try notebook.check().errors
    for hint in [
      "has no member 'savefig'. Did you mean `Figure.write`", "no method `head`. Did you mean `DataFrame.prefix`?",
      "no method `groupby`. Did you mean `DataFrame.grouped`",
      "`JoinKind` is one of `full`, `inner`, `left` and `right`",
      "cannot find 'rms' in scope. Did you mean `FrameEnergy.rootMeanSquare`?",
      "expected ')' in expression list to match this opening '('",
    ] {
      #expect(errors.contains(hint), "\(hint)")
    }
  }
}
