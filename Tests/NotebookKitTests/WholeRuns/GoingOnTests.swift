import Foundation
import TestSupport
import Testing

/// Runs that continue after a cell has ended the kernel.
@Suite("Going on after the kernel's end")
struct GoingOnTests {
  private let notice = "stderr: The run continued in a fresh kernel."

  /// Runs cells with `--keep-going` and returns their outputs, and the terminal's text.
  private func run(_ cells: [String], _ arguments: [String] = ["--keep-going"]) throws -> (
    outputs: [[String]], terminal: String, status: Int32
  ) {
    let notebook = try ScratchNotebook(cells)
    defer { notebook.remove() }
    let result = try notebook.run(arguments)
    return (try notebook.outputs(), result.errors, result.status)
  }

  @Test(
    "Whatever ends the kernel, later cells get the results of earlier ones",
    arguments: [
      "[1][numbers.count]", "Int(\"x\")!", "Int8(numbers.count) + Int8.max",
      "func dive(_ n: Int) -> Int { n + dive(n + 1) }\ndive(0)", "fatalError(\"on purpose\")",
      "kill(getpid(), SIGKILL)\nusleep(60_000_000)", "_exit(3)", "//| timeout: 1\nwhile true {}",
      "raise(SIGSEGV)", "abort()",
    ])
  func kindsOfEnds(_ cell: String) throws {
    let run = try run([
      "var numbers = [1, 2]", "numbers.append(3)\nprint(\"once\")", "print(\"apart\")", cell, "numbers",
      "numbers.append(4)\nnumbers.count",
    ])
    #expect(run.outputs[1] == ["stdout: once\n"])
    #expect(run.outputs[2] == ["stdout: apart\n"])
    #expect(run.outputs[3].first?.hasPrefix("error: ") == true || run.outputs[3].count == 3)
    #expect(run.outputs[3].last?.hasPrefix("\(notice) Cells 1 and 2 were rerun") == true)
    #expect(run.outputs[4] == ["execute_result: [1, 2, 3]"])
    #expect(run.outputs[5] == ["execute_result: 4"])
    #expect(run.terminal.contains(": the kernel ended; cells 1 and 2 were run again in a fresh one "))
    #expect(run.terminal.hasSuffix("note.md: 5 cells succeeded, 1 failed\n"))
    #expect(run.status == 1)
  }

  @Test("`error: true` in the cell that traps is enough, and the run is a success")
  func allowedTrap() throws {
    let run = try run(["let a = 1", "//| error: true\n[1][5]", "a"], [])
    #expect(run.outputs[2] == ["execute_result: 1"])
    #expect(run.status == 0)
  }

  @Test("Each parameter that is still needed has its value in the fresh kernel")
  func parameters() throws {
    let notebook = try ScratchNotebook(["[1][7]", "last"], frontMatter: "params:\n  first: 1\n  middle: a\n  last: 7")
    defer { notebook.remove() }
    _ = try notebook.run(["--keep-going"])
    #expect(try notebook.outputs().last == ["execute_result: 7"])
  }

  @Test("Objects, closures and functions are recreated with everything that changed them")
  func objects() throws {
    let run = try run([
      "final class Counter { var count = 0; func bump() { count += 1 } }\nlet counter = Counter()\nvar total = 0",
      "let same = counter\nlet bumpTwice = { same.bump(); same.bump() }",
      "bumpTwice()\nfunc add() { total += counter.count }",
      "add()", "let apart = [1, 2, 3]", "apart[7]", "[counter.count, total]", "bumpTwice()\nadd()\ntotal",
    ])
    #expect(run.outputs[6] == ["execute_result: [2, 2]"])
    #expect(run.outputs[7] == ["execute_result: 6"])
    #expect(run.outputs[5].last?.contains("Cells 1, 2, 3 and 4 were rerun") == true)
  }

  @Test("Variables that the failed cell set or changed are lost, its functions, types and conformances are not")
  func losses() throws {
    let run = try run([
      "var changed = [1]\nvar read = [5]\nvar later = [6]\nstruct Point { var x = 1 }",
      """
      struct Kept { var value = 7 }
      func twice(_ x: Int) -> Int { 2 * x }
      extension Point: CustomStringConvertible { var description: String { "at \\(x)" } }
      let before = 1
      changed.append(2)
      let missing = read[9]
      later.append(3)
      """, "Kept().value + twice(4)", "Point()", "read", "later", "before", "changed", "missing",
      "let on = changed.count",
      "on",
    ])
    let end = "the kernel ended there on line 18."
    #expect(
      run.outputs[2...].map(\.self) == [
        ["execute_result: 15"], ["execute_result: at 1"], ["execute_result: [5]"], ["execute_result: [6]"],
        ["error: Not run, because `before` is lost: cell 2 set it, and \(end)"],
        ["error: Not run, because `changed` is lost: cell 2 may have changed it, and \(end)"],
        ["error: `missing` has no value: its cell ended on line 18, before it was set."],
        ["error: Not run, because `changed` is lost: cell 2 may have changed it, and \(end)"],
        ["error: Not run, because `on` is lost: cell 10 needs values that were lost in cell 2."],
      ])
  }

  @Test("The environment, the working directory and random numbers are as they were")
  func process() throws {
    let run = try run([
      "import Glibc\nsetenv(\"ETUDE_MOOD\", \"calm\", 1)\nchdir(\"/tmp\");", "srand48(7)\nlet first = drand48()\nfirst",
      "drand48()", "fatalError()", "String(cString: getenv(\"ETUDE_MOOD\")) + FileManager.default.currentDirectoryPath",
      "[first, drand48()]",
    ])
    let straight = try self.run([
      "import Glibc\nsrand48(7)", "let first = drand48()", "drand48()", "[first, drand48()]",
    ])
    #expect(run.outputs[4] == ["execute_result: calm/tmp"])
    #expect(run.outputs[5] == straight.outputs[3])
  }

  @Test("Cells that nobody needs are not rerun: a file is written once")
  func files() throws {
    let notebook = try ScratchNotebook([
      """
      func note(_ word: String) throws {
        let file = fopen("log.txt", "a")
        fputs(word, file)
        fclose(file)
      }
      """, "try note(\"needed \")\nlet a = 1", "try note(\"apart \")", "fatalError()", "a",
    ])
    defer { notebook.remove() }
    _ = try notebook.run(["--keep-going"])
    #expect(
      try String(contentsOf: notebook.folder.appending(path: "log.txt"), encoding: .utf8) == "needed apart needed ")
  }

  @Test("A cell that traps only the second time is at fault, and the run ends")
  func secondTime() throws {
    let run = try run([
      "let fresh = mkdir(\"seen\", 0o700) == 0\nif !fresh { fatalError(\"twice\") }", "let b = 2",
      "fatalError(\"once\")",
      "fresh", "b",
    ])
    #expect(
      run.outputs[0].prefix(1) == [
        "error: When it was rerun, because the kernel had ended on line 17: Fatal error: twice"
      ])
    #expect(run.outputs[3].first?.hasPrefix("error: Not run, because `fresh` is lost: cell 1 set it") == true)
    #expect(run.outputs[4] == ["execute_result: 2"])
    #expect(run.terminal.hasSuffix("note.md: 2 cells succeeded, 3 failed\n"))
  }

  @Test("Random numbers without a seed, and outputs that differ, are reported")
  func differing() throws {
    let run = try run(["let a = Int.random(in: 0...1_000_000_000)\na", "fatalError()", "a"])
    #expect(
      run.outputs[1].last?.contains(
        "Cell 1 draws random numbers without a seed, so values may differ from those shown. The second time, cell 1 had a different output."
      ) == true)
  }

  @Test("Displays of earlier cells are updated after the kernel's end, and shown once")
  func displays() throws {
    let run = try run([
      "display(\"other\")", "let place = display(\"first\")", "fatalError()", "place.update(\"second\")",
      "let own = display(\"mine\")\nown.update(\"mine, later\")",
    ])
    #expect(run.outputs[0] == ["display_data: other"])
    #expect(run.outputs[1] == ["display_data: second"])
    #expect(run.outputs[4] == ["display_data: mine, later"])
  }

  @Test("A run that is interrupted while a cell runs again ends as any other")
  func interruption() throws {
    let notebook = try ScratchNotebook([
      "let isFirst = mkdir(\"seen\", 0o700) == 0\nif !isFirst { mkdir(\"again\", 0o700); while true { usleep(1000) } }",
      "fatalError()", "isFirst",
    ])
    defer { notebook.remove() }
    let process = try notebook.start(["--keep-going"])
    try notebook.waitForFile("again")
    process.send(signal: SIGINT)
    #expect(try process.result().status == 130)
    let outputs = try notebook.outputs()
    #expect(outputs[0] == [])
    #expect(outputs[2] == [])
  }

  @Test("The page has no banner for a failure that its cell allows")
  func banner() throws {
    let notebook = try ScratchNotebook(["//| error: true\nfatalError()", "1"])
    defer { notebook.remove() }
    #expect(try notebook.run().status == 0)
    #expect(try !notebook.pageText().contains("class=\"banner failed\""))
    #expect(try notebook.pageText().contains("The run continued in a fresh kernel."))
  }
}
