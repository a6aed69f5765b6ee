import Foundation
import TestSupport
import Testing

/// `etude verify` as users and CI call it.
@Suite("Verification of whole runs")
struct VerifyTests {
  /// A notebook whose outputs depend on what a test writes into the file `input`.
  private static let text = """
    ```swift
    //| label: setup
    let input = try String(contentsOfFile: "input", encoding: .utf8)
    var runs = (try? String(contentsOfFile: "runs", encoding: .utf8)) ?? ""
    runs += "x"
    try runs.write(toFile: "runs", atomically: true, encoding: .utf8)
    ```

    ```swift
    //| label: digit
    print(input == "digit" ? "loss 0.1235" : "loss 0.1234")
    ```

    ```swift
    //| label: picture
    var pixels = [UInt8](repeating: 255, count: 48 * 32 * 3)
    if input == "pixel" { pixels[300] = 250 } else if input == "dot" { pixels[300] = 0 }
    try MIMEBundle(plainText: "p").adding(Image(width: 48, height: 32, channels: 3, pixels: pixels).pngData(), as: .png)
    ```

    ```swift
    //| label: sound
    var samples = (0..<2000).map { sin(Float($0) / 20) / 2 }
    if input == "sample" { samples[1234] += 16.0 / 32767 } else if input == "click" { samples[1234] += 0.1 }
    try Waveform(samples: samples, sampleRate: 8000)
    ```

    ```swift
    //| label: table
    try Table(columns: ["n", "value"], rows: [["1", input == "table" ? "2.5" : "2.4"]])
    ```

    ```swift
    //| label: more
    if input == "more" { display("more") }
    if input != "fewer" { display("always") }
    ```

    Inline: `{swift} input == "inline" ? 2 : 1`.
    """

  private func withNotebook(_ body: (ScratchNotebook, ([String]) throws -> ProgramResult) throws -> Void) throws {
    let notebook = try ScratchNotebook(text: Self.text)
    defer { notebook.remove() }
    try write("", to: "input", of: notebook)
    try body(notebook) { try EtudeProcess().run(["verify"] + $0 + ["note.md"], in: notebook.folder) }
  }

  private func write(_ text: String, to name: String, of notebook: ScratchNotebook) throws {
    try Data(text.utf8).write(to: notebook.folder.appending(path: name))
  }

  private func content(_ name: String, of notebook: ScratchNotebook) -> String? {
    try? String(contentsOf: notebook.folder.appending(path: name), encoding: .utf8)
  }

  @Test("A changed digit, pixel, sample, table cell, inline value, and an added and a removed output are caught")
  func changes() throws {
    try withNotebook { notebook, verify in
      let missing = try verify([])
      #expect(missing.status == 2)
      #expect(
        missing.errors
          == "note.outputs.json: The notebook has no record of its outputs. "
          + "Create one with `etude verify --update note.md`.\n")
      #expect(content("runs", of: notebook) == nil)

      let recorded = try verify(["--update"])
      #expect(recorded.status == 0, "\(recorded.errors)")
      #expect(recorded.output == "note.outputs.json\n")
      #expect(recorded.errors == "note.md: 3 files written\n")

      let same = try verify([])
      #expect(same.status == 0, "\(same.errors)")
      #expect(same.errors == "note.md: 6 cells agree\n")
      #expect(same.output == "Output/note.verify.html\n")
      // Recording and verifying ran the notebook once each.
      #expect(content("runs", of: notebook) == "xx")

      for (input, line) in [
        ("digit", "note.md:11: digit: standard output: line 1 was “loss 0.1234”, is “loss 0.1235”"),
        (
          "pixel",
          "note.md:16: picture: picture: 1 of 1,536 pixels differ, by up to 5 of 255 levels, first at column 5, row 3"
        ),
        (
          "sample",
          "note.md:23: sound: sound: 1 of 2,000 samples differ, by up to 0.00098 of full scale, at 0.154 s"
        ),
        ("table", "note.md:30: table: table: row 1, “value” was “2.4”, is “2.5”"),
        ("more", "note.md:35: more: text: not in the record, “more”"),
        ("fewer", "note.md:35: more: text: only in the record, “always”"),
        ("inline", "note.md:39: inline value `input == \"inline\" ? 2 : 1`: result: line 1 was “1”, is “2”"),
      ] {
        try write(input, to: "input", of: notebook)
        let result = try verify([])
        #expect(result.status == 1)
        #expect(result.errors.split(separator: "\n").first.map(String.init) == line)
        let page = try #require(content("Output/note.verify.html", of: notebook))
        #expect(page.contains("<div class=\"banner failed\">"))
      }
    }
  }

  @Test("A record is the same after another run, and after an update that changes one output only that has changed")
  func updates() throws {
    try withNotebook { notebook, verify in
      #expect(try verify(["--update"]).status == 0)
      let record = try #require(content("note.outputs.json", of: notebook))
      #expect(try verify(["--update"]).errors == "note.md: the record is as it was\n")
      #expect(content("note.outputs.json", of: notebook) == record)
      try write("digit", to: "input", of: notebook)
      #expect(try verify(["--update"]).errors == "note.md: 1 file written\n")
      let new = try #require(content("note.outputs.json", of: notebook))
      let differing = zip(record.split(separator: "\n"), new.split(separator: "\n")).filter { $0 != $1 }
      #expect(differing.map { $0.1.trimmingCharacters(in: .whitespaces) } == ["\"loss 0.1235\\n\""])
    }
  }

  @Test("Another machine may round pixels and samples otherwise; a dot, a click and a digit are caught there too")
  func elsewhere() throws {
    try withNotebook { notebook, verify in
      #expect(try verify(["--update"]).status == 0)
      let record = try #require(content("note.outputs.json", of: notebook))
      try write(
        record.replacing(/"Machine": "[^"]*"/, with: "\"Machine\": \"another\""), to: "note.outputs.json", of: notebook)
      let same = try verify([])
      #expect(same.status == 0, "\(same.errors)")
      #expect(same.errors.hasPrefix("note.md: The record was made on another machine"))
      for (input, status) in [("pixel", 0), ("sample", 0), ("dot", 1), ("click", 1), ("digit", 1)] as [(String, Int32)]
      {
        try write(input, to: "input", of: notebook)
        #expect(try verify([]).status == status)
      }
    }
  }

  @Test("A notebook that fails is not recorded, and differs when it is verified")
  func failures() throws {
    let notebook = try ScratchNotebook(["print(1)", "let n = [1, 2].count\nif n == 2 { print(n) }"])
    defer { notebook.remove() }
    func verify(_ arguments: [String]) throws -> ProgramResult {
      try EtudeProcess().run(["verify"] + arguments + ["note.md"], in: notebook.folder)
    }
    #expect(try verify(["--update"]).status == 0)
    let record = content("note.outputs.json", of: notebook)
    let text = try #require(content("note.md", of: notebook))
    try write(text.replacingOccurrences(of: "print(n)", with: "print(n); exit(3)"), to: "note.md", of: notebook)
    let result = try verify([])
    #expect(result.status == 1)
    #expect(result.errors.contains("note.md:10: cell-2 (edited): The cell failed."))
    let refused = try verify(["--update"])
    #expect(refused.status == 1)
    #expect(
      refused.errors.hasSuffix(
        "note.md: The outputs are not recorded, since the run failed. Fix the notebook, then record it.\n"))
    #expect(content("note.outputs.json", of: notebook) == record)
  }

  @Test("A cell that prints more than a page shows agrees with its record")
  func longStreams() throws {
    let notebook = try ScratchNotebook(["for line in 0..<20_000 { print(\"line\", line) }"])
    defer { notebook.remove() }
    func verify(_ arguments: [String]) throws -> ProgramResult {
      try EtudeProcess().run(["verify"] + arguments + ["note.md"], in: notebook.folder)
    }
    #expect(try verify(["--update"]).status == 0)
    let result = try verify([])
    #expect(result.status == 0, "\(result.errors)")
  }

  @Test("Files of others that have the names of a record or of its page are not replaced")
  func filesOfOthers() throws {
    let notebook = try ScratchNotebook(["print(1)"])
    defer { notebook.remove() }
    func verify(_ arguments: [String]) throws -> ProgramResult {
      try EtudeProcess().run(["verify"] + arguments + ["note.md"], in: notebook.folder)
    }
    try write("{\"mine\": 1}", to: "note.outputs.json", of: notebook)
    let refused = try verify(["--update"])
    #expect(refused.status == 2)
    #expect(content("note.outputs.json", of: notebook) == "{\"mine\": 1}")
    try FileManager.default.removeItem(at: notebook.folder.appending(path: "note.outputs.json"))
    #expect(try verify(["--update"]).status == 0)
    try FileManager.default.createDirectory(
      at: notebook.folder.appending(path: "Output"), withIntermediateDirectories: true)
    try write("mine", to: "Output/note.verify.html", of: notebook)
    #expect(try verify([]).status == 2)
    #expect(content("Output/note.verify.html", of: notebook) == "mine")
  }

  @Test("A parameter from the command line is a part of the record")
  func parameters() throws {
    let notebook = try ScratchNotebook(["print(hop)"], frontMatter: "params:\n  hop: 512")
    defer { notebook.remove() }
    func verify(_ arguments: [String]) throws -> ProgramResult {
      try EtudeProcess().run(["verify"] + arguments + ["note.md"], in: notebook.folder)
    }
    #expect(try verify(["--update", "-P", "hop=256"]).status == 0)
    #expect(try verify(["-P", "hop=256"]).status == 0)
    let result = try verify([])
    #expect(result.status == 1)
    #expect(result.errors.hasPrefix("note.md: The parameter `hop` was 256, is 512.\n"))
  }

  @Test("Two notebooks of one name are refused, since both would write one page")
  func oneName() throws {
    let result = try EtudeProcess().run(["verify", "throws.md", "sub/throws.md"])
    #expect(result.status == 64)
    #expect(result.errors.contains("Two notebooks would both write Output/throws.verify.html"))
  }
}
