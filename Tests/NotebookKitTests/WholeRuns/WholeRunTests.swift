import TestSupport
import Foundation
import Testing

/// Properties of whole runs.
@Suite("Whole runs")
struct WholeRunTests {
  /// The page without its stamp block.
  private func withoutStamp(_ page: String) throws -> String {
    let start = try #require(page.range(of: "id=\"stamp\"") ?? page.range(of: "class=\"stamp\""))
    let end = try #require(
      page[start.upperBound...].range(of: "</section>") ?? page[start.upperBound...].range(of: "</footer>"))
    return String(page[..<start.lowerBound]) + String(page[end.lowerBound...])
  }

  @Test("Two runs give the same page except for the stamp")
  func twoRunsGiveTheSameBytes() throws {
    let notebook = try ScratchNotebook(
      [
        "let names = [\"a\": 1, \"b\": 2, \"c\": 3]\nnames", "Set(names.keys).hashValue", "display(names, id: \"x\")",
        "print(\"text\")\nusleep(30_000)", "names.map(\\.key)",
      ])
    defer { notebook.remove() }
    #expect(try notebook.run().status == 0)
    let first = try notebook.pageText()
    sleep(1)
    #expect(try notebook.run().status == 0)
    let second = try notebook.pageText()
    #expect(first != second)
    #expect(try withoutStamp(first) == withoutStamp(second))
  }

  @Test("A notebook may have two hundred cells that build on one another", .timeLimit(.minutes(20)))
  func twoHundredCells() throws {
    let cells = ["let v0 = 0"] + (1..<200).map { "let v\($0) = v\($0 - 1) + 1\nv\($0)" }
    let notebook = try ScratchNotebook(cells)
    defer { notebook.remove() }
    let result = try notebook.run()
    #expect(result.status == 0, "\(result.errors.suffix(500))")
    #expect(try notebook.outputs().last == ["execute_result: 199"])
  }

  @Test("The seed of the front matter reaches the cells")
  func theFrontMattersSeedReachesTheCells() throws {
    let notebook = try ScratchNotebook(
      ["[defaultSeed, RandomSplitter().seed, LoaderOptions().seed]"], frontMatter: "seed: 7")
    defer { notebook.remove() }
    #expect(try notebook.run().status == 0)
    #expect(try notebook.outputs() == [["execute_result: [7, 7, 7]"]])
  }

  @Test("What Swift draws from the system comes out the same in each run of a notebook with a seed, and only there")
  func swiftsOwnRandomNumbers() throws {
    let cells = [
      "[Double.random(in: 0...1), Double(Int.random(in: 0...1_000_000_000))]", "(0..<40).shuffled()",
      "UInt64.random(in: .min ... .max)",
    ]
    func outputs(_ frontMatter: String, of cells: [String]) throws -> [[String]] {
      let notebook = try ScratchNotebook(cells, frontMatter: frontMatter)
      defer { notebook.remove() }
      #expect(try notebook.run().status == 0)
      return try notebook.outputs()
    }
    let first = try outputs("seed: 7", of: cells)
    #expect(try outputs("seed: 7", of: Array(cells.dropFirst())) == Array(first.dropFirst()))
    #expect(try outputs("seed: 7", of: cells) == first)
    #expect(try outputs("seed: 8", of: cells) != first)
    #expect(try outputs("toc: true", of: cells) != outputs("toc: true", of: cells))
  }

  @Test("Parameters of every type reach the cells, by default and from the command line")
  func parametersOfEveryType() throws {
    let front = #"""
      params:
        flag: true
        count: -3
        rate: 2.5e-3
        name: "a \"q\" \\ \n é end"
        list: [1, 2]
        words: [a, b]
        nothing: []
      """#
    let notebook = try ScratchNotebook(
      [
        "[\"\\(flag)\", \"\\(count)\", \"\\(rate)\"]", "name.unicodeScalars.map(\\.value)", "list + [3]", "words",
        "nothing",
      ],
      frontMatter: front)
    defer { notebook.remove() }
    let result = try notebook.run(["-P", "list=[4]", "-P", "words=[\"x,y\", z]"])
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      try notebook.outputs() == [
        ["execute_result: [\"true\", \"-3\", \"0.0025\"]"],
        ["execute_result: [97, 32, 34, 113, 34, 32, 92, 32, 10, 32, 233, 32, 101, 110, 100]"],
        ["execute_result: [4, 3]"], ["execute_result: [\"x,y\", \"z\"]"], ["execute_result: []"],
      ])
  }

  @Test("The parameters of a notebook are listed with their types")
  func parametersAreListed() throws {
    let notebook = try ScratchNotebook(
      ["1"],
      frontMatter: "params:\n  hop: 512\n  name: \"a\"\n  rates: [0.5, 1]\n"
        + "  gain: {value: 0.5, min: 0, max: 1, step: 0.25, label: Gain}\n"
        + "  window: {value: hann, input: select, choices: [hann, hamming]}")
    defer { notebook.remove() }
    let listed = try EtudeProcess().run(["params", "note.md"], in: notebook.folder)
    #expect(
      listed.output == "hop = 512  (whole number)\nname = \"a\"  (text)\nrates = [0.5, 1.0]  (list of numbers)\n"
        + "gain = 0.5  (number; 0 to 1, step 0.25; \"Gain\")\n"
        + "window = \"hann\"  (text; one of \"hann\", \"hamming\")\n")
    #expect(listed.status == 0)
  }

  @Test("Parameters of a notebook that is missing are refused")
  func parametersOfNothing() throws {
    let notebook = try ScratchNotebook(["1"])
    defer { notebook.remove() }
    let missing = try EtudeProcess().run(["params", "none.md"], in: notebook.folder)
    #expect(missing.status == 2)
  }

  @Test("A name that its cell never set is not read")
  func namesThatWereNeverSetAreNotRead() throws {
    let notebook = try ScratchNotebook(
      text: """
        ```swift
        //| error: true
        struct Broken: Error {}
        let before = 1
        let x: [Int] = try { throw Broken() }()
        func usesX() -> Int { x.count }
        ```

        Inline `{swift} x.count` and `{swift} before`.

        ```swift
        //| error: true
        let y = usesX()
        ```

        ```swift
        //| error: true
        print("\\(y)")
        ```

        ```swift
        let x = 5, z = (x: 1, [before].first.map { $0.description.count })
        x + before + z.x
        ```

        ```swift
        x
        ```
        """)
    defer { notebook.remove() }
    let result = try notebook.run(["--keep-going"])
    #expect(
      result.errors.contains(
        "note.md:9: the inline value failed\n  `x` has no value: its cell ended on line 5, before it was set."))
    let outputs = try notebook.outputs()
    #expect(outputs[1] == ["error: `usesX` has no value: its cell ended on line 5, before it was set."])
    #expect(outputs[2] == ["error: `y` has no value: its cell ended on line 5, before it was set."])
    #expect(outputs[3] == ["execute_result: 7"])
    #expect(outputs[4] == ["execute_result: 5"])
  }

  /// A folder of the user's at the path of a report's images.
  @Test("A folder that no run created is left unchanged")
  func foldersThatNoRunMadeAreLeft() throws {
    let notebook = try ScratchNotebook(["1"])
    defer { notebook.remove() }
    let mine = notebook.folder.appending(path: "Output/note/mine.txt")
    try FileManager.default.createDirectory(at: mine.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: mine)
    #expect(try notebook.run().status == 0)
    #expect(FileManager.default.fileExists(atPath: mine.path))
  }

  @Test("A report without images leaves no folder of images")
  func emptyFolderOfPicturesIsNotLeft() throws {
    let notebook = try ScratchNotebook(["1"])
    defer { notebook.remove() }
    #expect(try notebook.run().status == 0)
    #expect(!FileManager.default.fileExists(atPath: notebook.folder.appending(path: "Output/note").path))
  }

  @Test("A check names every problem and runs nothing")
  func checkNamesEveryProblemAndRunsNothing() throws {
    let notebook = try ScratchNotebook(
      text: """
        ```swift
        print("ran")
        let a: Int = "text"
        ```

        ```swift
        a + 1
        ```

        ```swift
        //| expect: compile-error
        let fine = 1
        ```

        ```swift
        func f() -> Int { }
        ```

        Inline `{swift} missing`.
        """)
    defer { notebook.remove() }
    let result = try EtudeProcess().run(["check", "note.md"], in: notebook.folder)
    #expect(result.status == 1)
    try expectSnapshot(of: result.errors, named: "notebooks/check.txt", in: Fixtures.folder)
    #expect(result.output == "")
  }
}
