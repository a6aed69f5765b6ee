import Foundation
import TestSupport
import Testing

/// The outputs of cells, in the order of execution.
@Suite("Outputs of cells")
struct OutputTests {
  private func outputs(_ cells: [String], _ arguments: [String] = []) throws -> [[String]] {
    let notebook = try ScratchNotebook(cells)
    defer { notebook.remove() }
    let result = try notebook.run(arguments)
    #expect(result.status == 0, "\(result.errors)")
    return try notebook.outputs()
  }

  /// Everything at once, many times: the output of a child bypasses the kernel's own streams.
  @Test("Outputs of every kind are in the order in which they happened")
  func everyKindInOrder() throws {
    let cell = """
      func child(_ text: String) { system("echo " + text) }
      @discardableResult func system(_ command: String) -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", command]
        try? process.run()
        process.waitUntilExit()
        return process.terminationStatus
      }
      for i in 0..<20 {
        print("out \\(i)")
        child("child \\(i)")
        FileHandle.standardError.write(Data("err \\(i)\\n".utf8))
        display(i)
        print("half", terminator: "")
        child("joined")
      }
      """
    let expected = (0..<20).flatMap { index in
      [
        (index > 0 ? "" : "stdout: ") + "out \(index)\nchild \(index)\n", "stderr: err \(index)\n",
        "display_data: \(index)", "stdout: halfjoined\n",
      ]
    }
    // The last line of one round and the first of the next are one stretch of standard output.
    var merged: [String] = []
    for text in expected {
      if let last = merged.last, last.hasPrefix("stdout: "), text.hasPrefix("out ") {
        merged[merged.count - 1] += text
      } else {
        merged.append(text)
      }
    }
    #expect(try outputs([cell]) == [merged])
  }

  @Test("An update reaches the display of an earlier cell")
  func updatesReachEarlierCells() throws {
    let texts = try outputs([
      "let place = display(\"first\")\ndisplay(\"other\", id: \"mine\")", "place.update(\"second\")",
      "DisplayHandle(id: \"mine\").update(3)",
    ])
    #expect(texts == [["display_data: second", "display_data: 3"], [], []])
  }

  @Test("A character split between packets is complete, and an invalid byte is replaced")
  func charactersAreWholeThoughPacketsCutThem() throws {
    let cell = """
      let bytes = Array("é€😀".utf8)
      for byte in bytes {
        FileHandle.standardError.write(Data([byte]))
        usleep(2000)
      }
      FileHandle.standardError.write(Data([0xFF, 0x0A]))
      """
    #expect(try outputs([cell]) == [["stderr: é€😀\u{FFFD}\n"]])
  }

  @Test("A flood of output is cut on the page and kept in a file")
  func floodIsCutAndKept() throws {
    let notebook = try ScratchNotebook([
      "let line = String(repeating: \"€\", count: 333) + \"\\n\"\nfor _ in 0..<2000 { print(line, terminator: \"\") }",
      "for _ in 0..<100_000 { print(line, terminator: \"\") }",
    ])
    defer { notebook.remove() }
    #expect(try notebook.run().status == 0)
    let page = try notebook.pageText()
    #expect(page.contains("The cell printed 2000000 bytes; the first 100000 are shown. All are in streams/cell-1.txt."))
    #expect(
      page.contains(
        "The cell printed 100000000 bytes; the first 100000 are shown. The first 67108864 are in streams/cell-2.txt, the rest was discarded."
      ))
    #expect(!page.contains("\u{FFFD}"))
    let kept = try Data(contentsOf: notebook.folder.appending(path: "Output/note/streams/cell-1.txt"))
    #expect(kept == Data(String(repeating: String(repeating: "€", count: 333) + "\n", count: 2000).utf8))
    #expect(page.utf8.count < 400_000)
  }

  /// Two streams in turn make thousands of outputs; the recording must not take quadratic time.
  @Test("Two streams that take turns are recorded in linear time", .timeLimit(.minutes(20)))
  func alternatingStreams() throws {
    let cell = "for i in 0..<8000 { print(i % 10); FileHandle.standardError.write(Data(\"e\\n\".utf8)) }"
    #expect(try outputs([cell])[0].count == 16_000)
  }

  @Test("A thread of an earlier cell prints into the cell that runs")
  func threadOfAnEarlierCellPrintsIntoTheLaterOne() throws {
    let texts = try outputs([
      """
      func wait(for name: String) { while !FileManager.default.fileExists(atPath: name) { usleep(1000) } }
      func mark(_ name: String) { try? Data().write(to: URL(filePath: name)) }
      Thread.detachNewThread { wait(for: "go"); print("late"); mark("gone") }
      print("early")
      """,
      "mark(\"go\")\nwait(for: \"gone\")\nprint(\"end\")",
    ])
    #expect(texts == [["stdout: early\n"], ["stdout: late\nend\n"]])
  }

  @Test("A type of a cell may show itself")
  func cellsOwnDisplayable() throws {
    let texts = try outputs([
      "struct Interval: Displayable { var n: Int; var mimeBundle: MIMEBundle { MIMEBundle(plainText: \"\\(n) semitones\") } }",
      "Interval(n: 7)", "display(Interval(n: 5)); [1, 2]",
    ])
    #expect(texts == [[], ["execute_result: 7 semitones"], ["display_data: 5 semitones", "execute_result: [1, 2]"]])
  }

  @Test("A cell may be compiled with optimisation")
  func optimizedCell() throws {
    let fast = "//| optimize: true\nvar sum = 0\nfor i in 0..<10 { sum += i * i }\nsum"
    #expect(try outputs([fast, "sum + 1"]) == [["execute_result: 285"], ["execute_result: 286"]])
  }

  @Test("Private names stay in their cell")
  func privateNamesStayInTheirCell() throws {
    let texts = try outputs(["private let secret = 1\nprivate func f() -> Int { secret }\nlet open = f()", "open + 1"])
    #expect(texts == [[], ["execute_result: 2"]])
  }

  @Test("Generic arguments beside an await do not part bindings")
  func genericArgumentsBesideAwait() throws {
    let texts = try outputs([
      "struct Box<A, B> { static func make() async -> Int { 5 } }\nlet a = await Box<Int, String>.make(), b = 2",
      "a + b",
    ])
    #expect(texts == [[], ["execute_result: 7"]])
  }
}
